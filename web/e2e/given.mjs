// What the environment must say of the running demo.
import assert from "node:assert/strict";

export function given(name, where) {
  const value = process.env[name];
  assert.ok(value, `${name} is missing: ${where}`);
  return value.trim();
}
