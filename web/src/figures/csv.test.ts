// A file that is opened in a spreadsheet holds the exact figures, and runs nothing.
import { expect, it } from "vitest";
import { csv } from "./csv.ts";

it("keeps figures exact and leaves unknown ones empty", () => {
  expect(csv([["a", "b", "c"], ["0.000000000001", -3, null]])).toBe("a,b,c\r\n0.000000000001,-3,\r\n");
  expect(csv([["-0.5"]])).toBe("-0.5\r\n");
});

it("quotes what would break a line", () => {
  expect(csv([['say "hi", all', "two\nlines"]])).toBe('"say ""hi"", all","two\nlines"\r\n');
});

it("makes no formula of a name", () => {
  expect(csv([["=HYPERLINK(1)", "@x", "+1+1", "-2-3"]])).toBe("'=HYPERLINK(1),'@x,'+1+1,'-2-3\r\n");
});
