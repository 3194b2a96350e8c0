// What is sent is what was typed.
import { describe, expect, it } from "vitest";
import { readUsd } from "../../money/read.ts";
import { costText, readCost } from "./platformCost.ts";

describe("the platform's cost", () => {
  it("goes back as it came", () => {
    const cost = { monthly_usd: "1249.5", setup_usd: "0", since: "2026-11-01" };
    expect(readCost(costText(cost))).toEqual({ cost, refused: null });
    expect(readCost({ monthly_usd: " $1,249.50 ", setup_usd: "", since: "" })).toEqual({
      cost: { monthly_usd: "1249.50", setup_usd: "0", since: null }, refused: null,
    });
  });

  it("names each amount that is none", () => {
    const read = readCost({ monthly_usd: "-1", setup_usd: "1e3", since: "" });
    expect(read.cost).toBeNull();
    expect(Object.keys(read.refused ?? {})).toEqual(["monthly_usd", "setup_usd"]);
    expect(["0.0000000000001", "", ".5", "$", "1.2.3"].map(readUsd)).toEqual([null, null, null, null, null]);
  });
});
