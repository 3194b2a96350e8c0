// What is asked is what was typed, and what cannot be meant is said at its field.
import { describe, expect, it } from "vitest";
import { Problem } from "../../api/client.ts";
import { checked, refusedBy } from "./case.ts";
import { EXAMPLE } from "./start.ts";

describe("a case", () => {
  it("is asked in the API's fields, without those that are empty", () => {
    expect(checked(EXAMPLE)).toEqual({
      body: {
        requests_per_month: 100_000, input_tokens: 1500, output_tokens: 300, current_model: "openai/gpt-5.4",
        candidates: [{ model: "openai/gpt-5.4-mini", share_percent: 50 }],
      },
      refused: null,
    });
  });

  it("reads digits grouped and money exactly", () => {
    const { body } = checked({ ...EXAMPLE, requests: " 1,250 000", platform: "$1,049.123456789012", setup: "0", minutes: "90", hourly: "60.5" });
    expect(body).toMatchObject({
      requests_per_month: 1_250_000, platform_cost_usd_per_month: "1049.123456789012", setup_cost_usd: "0", minutes_won_per_month: 90,
      hourly_rate_usd: "60.5",
    });
  });

  it("names every field that cannot be meant", () => {
    const form = {
      ...EXAMPLE, requests: "", input: "-1", output: "1000000000001", current: "gpt-5.4", platform: "free", setup: "1.1234567890123",
      minutes: "1.5", hourly: "1000000000001", to: [{ model: "", share: "101" }],
    };
    const { body, refused } = checked(form);
    expect(body).toBeNull();
    expect(Object.keys(refused ?? {}).sort()).toEqual([
      "candidates[0].model", "candidates[0].share_percent", "current_model", "hourly_rate_usd", "input_tokens", "minutes_won_per_month",
      "output_tokens", "platform_cost_usd_per_month", "requests_per_month", "setup_cost_usd",
    ]);
  });

  it("holds the shares to the whole", () => {
    const to = [60, 40, 1].map((share) => ({ model: "a/b", share: String(share) }));
    expect(checked({ ...EXAMPLE, to }).refused).toEqual({ candidates: "The shares come to 101%. Together they can be 100% at most." });
    expect(checked({ ...EXAMPLE, to: to.slice(0, 2) }).refused).toBeNull();
  });

  it("puts the API's refusal at the API's field", () => {
    const problem = (field: string | null) => new Problem(400, "A value cannot be used", "`a/b` has no price now.", "Name another.", field);
    expect(refusedBy(problem("candidates[1].model"))).toEqual({ "candidates[1].model": "`a/b` has no price now. Name another." });
    expect(refusedBy(problem(null))).toBeNull();
    expect(refusedBy(problem("body"))).toBeNull();
    expect(refusedBy(new Error("no problem"))).toBeNull();
  });
});
