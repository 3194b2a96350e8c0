// Generates src/api/schema.ts from openapi.json; with --check, says whether the committed file has drifted from it.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const DOCUMENT = new URL("../openapi.json", import.meta.url);
const SCHEMA = new URL("../src/api/schema.ts", import.meta.url);
const HEADER = "// Generated from openapi.json by `npm run generate`; edit the API's Rust types instead.\n\n";

const made = HEADER + astToString(await openapiTS(DOCUMENT, { alphabetize: true }));
if (process.argv.includes("--check")) {
  const kept = await readFile(SCHEMA, "utf8").catch(() => "");
  if (kept !== made) {
    console.error("src/api/schema.ts has drifted from openapi.json: run `npm run generate` and commit the result.");
    process.exit(1);
  }
} else {
  await writeFile(SCHEMA, made);
}
