// Tables are ordered by what is known, and the address says how.
import { expect, it } from "vitest";
import { inOrder, nextOrder, readOrder, writeOrder } from "./order.ts";

it("reads back what it writes, and nothing else", () => {
  for (const order of [{ by: "p95", descending: true }, { by: "p95", descending: false }]) {
    expect(readOrder(writeOrder(order) ?? undefined, ["p50", "p95"])).toEqual(order);
  }
  expect([readOrder("colour", ["p95"]), readOrder("-", ["p95"]), readOrder(undefined, ["p95"])]).toEqual([null, null, null]);
  expect(writeOrder(null)).toBeNull();
});

it("goes through both ways of a column and back", () => {
  const first = nextOrder({ by: "other", descending: true }, "p95", false);
  expect(first).toEqual({ by: "p95", descending: false });
  const second = nextOrder(first, "p95", false);
  expect(second).toEqual({ by: "p95", descending: true });
  expect(nextOrder(second, "p95", false)).toBeNull();
});

it("puts what is not known last, and keeps equal rows as they come", () => {
  const rows = [{ id: "a", cost: null }, { id: "b", cost: 10n }, { id: "c", cost: 2n }, { id: "d", cost: 10n }];
  const ids = (descending: boolean) => inOrder(rows, ({ cost }) => cost, descending).map(({ id }) => id);
  expect(ids(false)).toEqual(["c", "b", "d", "a"]);
  expect(ids(true)).toEqual(["b", "d", "c", "a"]);
});
