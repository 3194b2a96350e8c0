// The path picks the section, and a path that names none opens one that has something to show.
import { expect, it } from "vitest";
import { SECTIONS, sectionOf } from "./sections.ts";

it("takes the section of the path", () => {
  for (const name of SECTIONS) expect(sectionOf(name, "tenant")).toBe(name);
});

it.each([null, "", "nothing", "tenants/x"])("falls back for %j", (sub) => {
  expect(sectionOf(sub, "operator")).toBe("tenants");
  expect(sectionOf(sub, "tenant")).toBe("keys");
});
