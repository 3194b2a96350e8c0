// The audit speaks in words, and shows what it does not know as it is.
import { expect, it } from "vitest";
import { actorOf, actWords } from "./acts.ts";

it("knows the acts, and keeps others as they are", () => {
  expect(actWords("key.revoke")).toBe("revoked a key");
  expect(actWords("something.new")).toBe("something.new");
});

it("tells the operator from a key", () => {
  expect(actorOf("operator")).toEqual({ keyId: null });
  expect(actorOf("key:9b5b5864-9431-4ea8-8bd4-ffff466edb20")).toEqual({ keyId: "9b5b5864-9431-4ea8-8bd4-ffff466edb20" });
});
