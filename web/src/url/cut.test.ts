// A cut is read from addresses that anyone can write, and each click leads to a narrower one.
import { expect, it } from "vitest";
import { below, cutParams, DEFAULT_CUT, GROUPS, narrowed, readCut, widened } from "./cut.ts";

it("reads back what it writes", () => {
  for (const groupBy of GROUPS) {
    const cut = { groupBy, thenBy: null, filters: { provider: "openai", user_id: "01939f4e-0000-7000-8000-000000000000" } };
    expect(readCut(new URLSearchParams(cutParams(cut)))).toEqual(cut);
  }
});

it("leaves out what it does not know, and the default", () => {
  expect(readCut(new URLSearchParams("group_by=colour&shade=blue&model="))).toEqual(DEFAULT_CUT);
  expect(cutParams(DEFAULT_CUT)).toEqual({});
});

it("narrows by the next dimension that is open, and widens again", () => {
  const first = narrowed(DEFAULT_CUT, "openai");
  expect(first).toEqual({ groupBy: "model", thenBy: null, filters: { provider: "openai" } });
  const second = narrowed(first, "gpt-5.4");
  expect(second).toEqual({ groupBy: "key", thenBy: null, filters: { provider: "openai", model: "gpt-5.4" } });
  expect(widened(second, "provider")).toEqual({ groupBy: "key", thenBy: null, filters: { model: "gpt-5.4" } });
});

it("stays where every dimension is narrowed", () => {
  const all = GROUPS.reduce((cut) => narrowed(cut, "x"), DEFAULT_CUT);
  expect(Object.keys(all.filters)).toHaveLength(GROUPS.length);
  expect(narrowed(all, "y").groupBy).toBe(all.groupBy);
});

it("tells a group's inside apart by what was chosen, and narrows to that", () => {
  const cut = { ...DEFAULT_CUT, thenBy: "user" } as const;
  expect(below(cut)).toBe("user");
  expect(narrowed(cut, "openai")).toEqual({ groupBy: "user", thenBy: null, filters: { provider: "openai" } });
  expect(readCut(new URLSearchParams("group_by=user&then_by=user")).thenBy).toBeNull();
});
