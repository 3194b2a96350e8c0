// How counts, shares and durations are written. Money has its own folder.

const MINUS = "\u2212";
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });

/** `12,345`. */
export function count(value: number): string {
  return whole.format(value);
}

/** `12.3K`, for where the exact count stands in the tooltip. */
export function countShort(value: number): string {
  return value < 10_000 ? count(value) : compact.format(value);
}

/** `98.21%`; unknown is a dash. */
export function percent(value: number | null, digits = 2): string {
  return value === null ? "\u2014" : `${value < 0 ? MINUS : ""}${Math.abs(value).toFixed(digits)}%`;
}

/** `812 ms`, `1.24 s`, `2 min 5 s`; unknown is a dash. */
export function duration(ms: number | null): string {
  if (ms === null) return "\u2014";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9_995 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `45 min`, `2 h 15 min`, `3 d 4 h`: how long something lasts, in whole minutes below two days, in whole hours above. */
export function lasting(minutes: number): string {
  if (minutes <= 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes < 2 * 1440 ? joined(hours, "h", minutes % 60, "min") : joined(Math.floor(hours / 24), "d", hours % 24, "h");
}

function joined(large: number, unit: string, small: number, smaller: string): string {
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smaller}`;
}

/** `84.2`; unknown is a dash. */
export function rate(value: number | null): string {
  if (value === null) return "\u2014";
  return value >= 100 ? count(value) : value.toFixed(1);
}

/** `1 request`, `2 requests`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

const SIZES = ["kB", "MB", "GB"];

/** `812 bytes`, `1.24 MB`, in thousands: how large a file is. */
export function bytes(value: number): string {
  if (value < 1_000) return counted(value, "byte");
  let [size, at] = [value / 1_000, 0];
  for (; size >= 999.5 && at < SIZES.length - 1; at += 1) size /= 1_000;
  return `${size.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0)} ${SIZES[at] ?? ""}`;
}
