// What a machine can say about whether everyone can use a page: axe, with all of its rules.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const SOURCE = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** Fails with each rule that is broken, and the first element that breaks it. */
export async function breaksNoRule(page, name) {
  // Into the page's own world by the debugger, which the page's policy for scripts has no say in.
  await page.evaluate(SOURCE);
  const { violations } = await page.evaluate(() => window.axe.run());
  const told = violations.map(({ id, help, nodes }) => `${id} (${help}), ${nodes.length} times: ${nodes[0].html.slice(0, 200)}: ${nodes[0].failureSummary}`);
  assert.deepEqual(told, [], `${name}: ${page.url()}`);
}
