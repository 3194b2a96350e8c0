// Keys are taken only where they are not meant for something else.
import { expect, it } from "vitest";
import { askedBy } from "./keys.ts";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey", true>> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

it("opens the palette from anywhere, also from a field", () => {
  expect([press("k", { ctrlKey: true }), press("K", { metaKey: true })].map((event) => askedBy(event, true))).toEqual(["palette", "palette"]);
  expect([press("k"), press("k", { ctrlKey: true, metaKey: true }), press("k", { ctrlKey: true, altKey: true })].map((event) => askedBy(event, false))).toEqual([
    null,
    null,
    null,
  ]);
});

it("leaves a question mark to the field it is typed into", () => {
  expect([askedBy(press("?"), false), askedBy(press("?"), true), askedBy(press("?", { ctrlKey: true }), false)]).toEqual(["keys", null, null]);
});
