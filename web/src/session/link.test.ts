// The token of a sign-in link is found after the # or the ?, and nothing else is taken for one.
import { expect, it } from "vitest";
import { linkToken } from "./link.ts";

it("finds the token", () => {
  expect(linkToken("#link=abc-123_x", "")).toBe("abc-123_x");
  expect(linkToken("", "?period=7d&link=abc-123_x")).toBe("abc-123_x");
});

it.each([
  ["", ""],
  ["#", "?"],
  ["#link=", "?link="],
  ["#other=1", "?period=7d"],
])("finds none in %j and %j", (fragment, search) => {
  expect(linkToken(fragment, search)).toBeNull();
});
