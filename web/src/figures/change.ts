// How figures of two spans differ.

/** How much more `now` is than `then`, in percent of it; null where there was nothing to compare with. */
export function changePercent(now: number, then: number): number | null {
  return then === 0 ? null : ((now - then) / then) * 100;
}

/** `part` of `whole` in percent; null where there is no whole. */
export function partPercent(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100;
}
