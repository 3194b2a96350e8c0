// What a rule would have done in the past, in a sentence or two.
import type { AlertPoint, AlertPreview, AlertRule } from "../../../api/types.ts";
import { counted, lasting } from "../../../figures/number.ts";
import { parsePico } from "../../../money/pico.ts";

type Told = Pick<AlertPreview, "alerts" | "minutes_in_alert" | "points">;

/** `It would have alerted 3 times, 2 h 15 min in all.` */
export function previewWords({ alerts, minutes_in_alert, points }: Told): string {
  if (points.every(({ value }) => value === null)) return "There were too few requests to tell what it would have done.";
  if (alerts === 0) return "It would not have alerted.";
  return `It would have alerted ${alerts === 1 ? "once" : counted(alerts, "time")}, ${lasting(minutes_in_alert)} in all.`;
}

/** The look at which the figure came closest to trouble, or went furthest into it; null without any figure. */
export function extremeOf({ points }: Pick<AlertPreview, "points">, comparison: AlertRule["comparison"]): (AlertPoint & { value: string }) | null {
  let found: (AlertPoint & { value: string }) | null = null;
  for (const { value, ...rest } of points) {
    if (value === null) continue;
    const further = found === null || (comparison === "below" ? parsePico(value) < parsePico(found.value) : parsePico(value) > parsePico(found.value));
    if (further) found = { ...rest, value };
  }
  return found;
}
