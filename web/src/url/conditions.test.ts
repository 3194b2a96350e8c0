// The address holds the conditions of rows, and what is no condition narrows nothing.
import { expect, it } from "vitest";
import { conditionParams, NO_CONDITIONS, narrows, readConditions } from "./conditions.ts";

const SESSION = "b003909d-ea7c-52a5-95f4-e143531eea80";
const HOUR = { from: "2026-11-23T14:00:00+01:00", to: "2026-11-23T14:00:00.001Z" };

it("reads back what it writes", () => {
  for (const succeeded of [true, false, null]) {
    for (const priced of [true, false, null]) {
      for (const errorCode of ["rate_limited", null]) {
        for (const sessionId of [SESSION, null]) {
          for (const moments of [HOUR, null]) {
            const conditions = { succeeded, priced, errorCode, sessionId, moments };
            expect(readConditions(conditionParams(conditions))).toEqual(conditions);
            expect(narrows(conditions)).toBe(Object.keys(conditionParams(conditions)).length > 0);
          }
        }
      }
    }
  }
});

it("lets everything through that it does not know", () => {
  const strange = { succeeded: "maybe", priced: "1", error_code: "Rate limited", session_id: "all", from: HOUR.from };
  expect(readConditions(strange)).toEqual(NO_CONDITIONS);
  for (const [from, to] of [[HOUR.to, HOUR.from], [HOUR.from, HOUR.from], ["2026-11-23", "2026-11-24"], ["2026-13-45T00:00:00Z", HOUR.to]] as const) {
    expect(readConditions({ from, to })).toEqual(NO_CONDITIONS);
  }
});
