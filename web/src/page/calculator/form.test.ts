// The form comes back from the address as it was typed, whatever was typed.
import { describe, expect, it } from "vitest";
import { readScope, writeScope } from "../../url/scope.ts";
import { type Form, isWhole, MOST_CANDIDATES, readForm, writeForm } from "./form.ts";
import { EXAMPLE } from "./start.ts";

/** A small generator of reproducible chance: the tests must not differ from run to run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const SIGNS = ["a", "Z", "7", "/", ":", ",", "%", "%2C", "%25", "&", "=", "+", " ", "#", "?", "é", "模", "-", ".", "\""];

function anyForm(roll: () => number): Form {
  const text = () => Array.from({ length: Math.floor(roll() * 7) }, () => SIGNS[Math.floor(roll() * SIGNS.length)] ?? "").join("");
  const to = Array.from({ length: Math.floor(roll() * (MOST_CANDIDATES + 1)) }, () => ({ model: text(), share: text() }));
  return {
    requests: text(), input: text(), output: text(), current: text(), to, platform: text(), setup: text(), minutes: text(), hourly: text(),
  };
}

describe("the calculator's address", () => {
  it("gives back every form", () => {
    const roll = dice(20261130);
    for (let round = 0; round < 500; round += 1) {
      const form = anyForm(roll);
      const scope = { ...readScope("/ui/calculator"), own: writeForm(form) };
      const address = writeScope(scope);
      const own = readScope(address).own;
      expect(readForm(own, EXAMPLE)).toEqual(form);
      expect(isWhole(own)).toBe(true);
      // What is read is written the same again.
      expect(writeScope(readScope(address))).toBe(address);
    }
  });

  it("writes candidates as people would", () => {
    const to = [
      { model: "openai/gpt-5.4-mini", share: "60" },
      { model: "local/llama3:8b", share: "20" },
    ];
    expect(writeForm({ ...EXAMPLE, to })).toEqual({
      requests: "100000", input: "1500", output: "300", current: "openai/gpt-5.4", to: "openai/gpt-5.4-mini:60,local/llama3:8b:20",
    });
  });

  it("takes from the start what the address leaves out, and no candidates where it names none", () => {
    expect(readForm({ requests: "7" }, EXAMPLE)).toEqual({ ...EXAMPLE, requests: "7" });
    expect(readForm({ to: "" }, EXAMPLE).to).toEqual([]);
    expect(readForm({ to: "a/b" }, EXAMPLE).to).toEqual([{ model: "a/b", share: "" }]);
    expect(isWhole({ requests: "7" })).toBe(false);
  });

  it("leaves nothing out of a whole case: what its address does not hold was left empty", () => {
    const start = { ...EXAMPLE, platform: "49.5", setup: "100" };
    expect(readForm({ requests: "7" }, start)).toMatchObject({ platform: "49.5", setup: "100" });
    expect(readForm(writeForm({ ...start, platform: "" }), start)).toMatchObject({ platform: "", setup: "100" });
  });

  it("reads no more candidates than a case takes", () => {
    expect(readForm({ to: Array.from({ length: 30 }, () => "a/b:1").join(",") }, EXAMPLE).to).toHaveLength(MOST_CANDIDATES);
  });
});
