// The sentence says as much as the looks do.
import { expect, it } from "vitest";
import type { AlertPoint } from "../../../api/types.ts";
import { extremeOf, previewWords } from "./previewWords.ts";

const point = (value: string | null): AlertPoint => ({ at: `2026-11-23T0${value ?? "9"}:00:00.000Z`, value, state: "OK" });
const points = [point("2"), point(null), point("5"), point("1")];

it("says how often and how long", () => {
  expect(previewWords({ alerts: 3, minutes_in_alert: 135, points })).toBe("It would have alerted 3 times, 2 h 15 min in all.");
  expect(previewWords({ alerts: 1, minutes_in_alert: 15, points })).toBe("It would have alerted once, 15 min in all.");
  expect(previewWords({ alerts: 0, minutes_in_alert: 0, points })).toBe("It would not have alerted.");
  expect(previewWords({ alerts: 0, minutes_in_alert: 0, points: [point(null)] })).toContain("too few requests");
});

it("finds the figure on trouble's side", () => {
  expect(extremeOf({ points }, "above")?.value).toBe("5");
  expect(extremeOf({ points }, "below")?.value).toBe("1");
  expect(extremeOf({ points: [point(null)] }, "above")).toBeNull();
});
