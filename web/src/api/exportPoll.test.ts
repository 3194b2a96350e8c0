// Whoever just asked for a file hears of it each second; a long one is asked for less often, and what is made not at all.
import { expect, it } from "vitest";
import { pollAfterMs } from "./exportPoll.ts";

const NOW_MS = Date.parse("2026-11-23T12:00:00Z");
const made = (state: "queued" | "running" | "done" | "failed", secondsAgo: number) => ({
  state,
  created_at: new Date(NOW_MS - secondsAgo * 1_000).toISOString(),
});

it("asks each second at first, and less often later", () => {
  const waits = [0, 5, 10, 60, 3_600].map((seconds) => pollAfterMs([made("running", seconds)], NOW_MS));
  expect(waits).toEqual([1_000, 1_000, 1_000, 6_000, 15_000]);
  expect(pollAfterMs([made("queued", -30)], NOW_MS)).toBe(1_000);
});

it("goes by the newest that is not made, and rests when all are", () => {
  expect(pollAfterMs([made("running", 3_600), made("queued", 1), made("done", 0)], NOW_MS)).toBe(1_000);
  expect(pollAfterMs([made("done", 1), made("failed", 1)], NOW_MS)).toBeNull();
  expect(pollAfterMs([], NOW_MS)).toBeNull();
});
