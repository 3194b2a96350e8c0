// Money on the page is exact: parsing, rounding, axis labels and the counter.
import { describe, expect, it } from "vitest";
import { countTowards, easeOut } from "./count.ts";
import { formatDecimal, formatUsd, formatUsdAdaptive, formatUsdExact, roundPico } from "./format.ts";
import { parsePico, parsePicoOrNull, shareForPixels, writePico } from "./pico.ts";
import { niceTicks, tickLabel } from "./ticks.ts";

describe("parsing", () => {
  it.each([
    ["0", 0n],
    ["12.3456789", 12_345_678_900_000n],
    ["-0.000000000001", -1n],
    ["9007199254740993.000000000001", 9_007_199_254_740_993_000_000_000_001n],
  ])("reads %s without losing a digit, and writes it the same", (text, pico) => {
    expect(parsePico(text)).toBe(pico);
    expect(writePico(pico)).toBe(text);
  });

  it.each(["", "1e3", "1.", ".5", "+1", "1,000", "NaN", "1.0000000000001"])("refuses %j", (text) => {
    expect(() => parsePico(text)).toThrow(RangeError);
  });

  it("keeps unknown unknown", () => {
    expect(parsePicoOrNull(null)).toBeNull();
    expect(parsePicoOrNull("0")).toBe(0n);
  });
});

it("writes numbers that are no money with every digit", () => {
  const written = ["0", "100", "1234.50", "0.000000000001", "-2.5"].map((text) => formatDecimal(parsePico(text)));
  expect(written).toEqual(["0", "100", "1,234.5", "0.000000000001", "\u22122.5"]);
});

describe("rounding", () => {
  it.each([
    ["0.005", 2, 1n],
    ["0.0049999", 2, 0n],
    ["-0.005", 2, -1n],
    ["-0.0049", 2, 0n],
    ["1.9999", 2, 200n],
  ])("takes %s at %d places to the nearest, a half away from zero", (text, digits, units) => {
    expect(roundPico(parsePico(text), digits)).toBe(units);
  });

  it("floors towards the lesser amount, losses too", () => {
    expect(roundPico(parsePico("1.99999"), 4, "floor")).toBe(19_999n);
    expect(roundPico(parsePico("-0.00001"), 4, "floor")).toBe(-1n);
  });
});

describe("writing", () => {
  it.each([
    ["1234567.891", "$1,234,567.89"],
    ["0", "$0.00"],
    ["0.5", "$0.5000"],
    ["-3.456", "\u2212$3.46"],
    ["0.000123456", "$0.000123"],
    ["0.0000001", "<$0.000001"],
    ["-0.0000001", "\u2212<$0.000001"],
    ["9007199254740993.01", "$9,007,199,254,740,993.01"],
  ])("writes %s as %s", (text, shown) => {
    expect(formatUsdAdaptive(parsePico(text))).toBe(shown);
  });

  it("marks gains only when asked, and zero never", () => {
    expect(formatUsd(parsePico("2"), { digits: 2, plus: true })).toBe("+$2.00");
    expect(formatUsd(0n, { digits: 2, plus: true })).toBe("$0.00");
    expect(formatUsd(parsePico("-0.001"), { digits: 2 })).toBe("$0.00");
  });

  it("shows every digit in the exact form", () => {
    expect(formatUsdExact(parsePico("12.3456789"))).toBe("$12.3456789");
    expect(formatUsdExact(parsePico("-1200"))).toBe("\u2212$1,200.00");
    expect(formatUsdExact(1n)).toBe("$0.000000000001");
  });
});

describe("the axis", () => {
  it("encloses the figures with round steps and holds zero", () => {
    const ticks = niceTicks(parsePico("-1.2"), parsePico("3.7"), 4);
    expect(ticks.map((tick) => tickLabel(tick, ticks))).toEqual(["\u2212$2", "$0", "$2", "$4"]);
  });

  it("labels small steps with the places they need", () => {
    const ticks = niceTicks(0n, parsePico("0.0011"), 3);
    expect(ticks.map((tick) => tickLabel(tick, ticks))).toEqual(["$0", "$0.0005", "$0.0010", "$0.0015"]);
  });

  it("has one tick when there is nothing to draw", () => {
    expect(niceTicks(0n, 0n, 4)).toEqual([0n]);
  });
});

describe("the counter", () => {
  const from = parsePico("1.0000");
  const settled = parsePico("1.0007");

  it("climbs and is never ahead of the settled figure", () => {
    let before = from;
    for (let step = 0; step <= 100; step += 1) {
      const shown = countTowards(from, settled, easeOut(step / 100));
      expect(shown >= before && shown <= settled).toBe(true);
      before = shown;
    }
    expect(before).toBe(settled);
  });

  it("takes a lower figure at once", () => {
    expect(countTowards(settled, from, 0)).toBe(from);
  });
});

it("draws shares in bounds", () => {
  expect(shareForPixels(-5n, 10n)).toBe(0.5);
  expect(shareForPixels(50n, 10n)).toBe(1);
  expect(shareForPixels(1n, 0n)).toBe(0);
});
