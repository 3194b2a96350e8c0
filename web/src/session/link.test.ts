// The token of a sign-in link is found after the #, and nowhere else.
import { expect, it } from "vitest";
import { linkToken } from "./link.ts";

it("finds the token", () => {
  expect(linkToken("#link=abc-123_x")).toBe("abc-123_x");
});

it.each(["", "#", "#link=", "#other=1"])("finds none in %j", (fragment) => {
  expect(linkToken(fragment)).toBeNull();
});
