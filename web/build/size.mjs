// Fails when what the first screen loads at once weighs more than its budget, gzipped.
import { readdir, readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = 200_000;
const dist = new URL("../dist/", import.meta.url);
const html = await readFile(new URL("index.html", dist), "utf8");
const initial = new Set([...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]));
let total = 0;
for (const name of (await readdir(new URL("assets/", dist))).filter((file) => file.endsWith(".js"))) {
  const bytes = gzipSync(await readFile(new URL(`assets/${name}`, dist)), { level: 9 }).length;
  const first = initial.has(`assets/${name}`);
  if (first) total += bytes;
  console.log(`${first ? "initial" : "lazy   "}  ${String(bytes).padStart(7)} B gzip  ${name}`);
}
console.log(`initial JavaScript: ${total} B gzip of ${BUDGET_BYTES}`);
if (total === 0 || total > BUDGET_BYTES) process.exit(1);
