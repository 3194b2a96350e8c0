// Names are what the API takes: 1 to 100 characters on one line.
import { expect, it } from "vitest";
import { whyNoName } from "./name.ts";

it.each(["a", "  spaced  ", "Größe & Söhne", "\u{1F600}".repeat(100)])("takes %j", (text) => {
  expect(whyNoName(text)).toBeNull();
});

it.each(["", "   ", "x".repeat(101), "two\nlines", "a\tb"])("refuses %j", (text) => {
  expect(whyNoName(text)).not.toBeNull();
});
