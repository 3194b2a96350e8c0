// What the environment must say of the running demo.
import assert from "node:assert/strict";

export function given(name, where) {
  const value = process.env[name];
  assert.ok(value, `${name} is missing: ${where}`);
  return value.trim();
}

/** Where the demo is, and its tenant's key. */
export function demo() {
  const url = given("TOLLKEEPER_URL", "the address of a running `tollkeeper demo`").replace(/\/$/, "");
  return { url, key: given("TOLLKEEPER_KEY", "the demo writes one to <data_dir>/demo-key") };
}
