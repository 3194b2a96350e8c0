// The privacy page names every field of a stored request and none that there is not.
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { STORED, STORED_OF_ATTEMPTS } from "./stored.ts";

interface Described {
  components: { schemas: Record<string, { properties: Record<string, unknown> }> };
}

async function fieldsOf(schema: string): Promise<string[]> {
  const text = await readFile(new URL("../../../../openapi.json", import.meta.url), "utf8");
  const properties = (JSON.parse(text) as Described).components.schemas[schema]?.properties;
  return Object.keys(properties ?? {}).sort();
}

it("names each field of an event once", async () => {
  const named = STORED.flatMap(({ fields }) => fields.map(({ field }) => field));
  expect(named.sort()).toEqual(await fieldsOf("EventRow"));
});

it("names each field of an attempt once", async () => {
  expect(STORED_OF_ATTEMPTS.map(({ field }) => field).sort()).toEqual(await fieldsOf("AttemptRow"));
});
