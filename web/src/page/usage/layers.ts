// The layers of the usage chart: the groups that have most of the measure, and all others as one. They sum to the whole.
import type { GroupKind, UsageAnswer, UsageGroup } from "../../api/types.ts";
import { colourAt, OTHER_COLOUR, SERIES_COLOURS } from "../../chart/palette.ts";
import { inOrder } from "../../figures/order.ts";
import type { GroupBy } from "../../url/cut.ts";
import { groupId, groupName } from "../groups/groupScope.ts";
import { amountOf, type Measure } from "./measures.ts";

export interface Layer {
  id: string;
  name: string;
  colour: string;
  total: number;
  /** One a bucket. */
  amounts: number[];
}

export interface ChartRow {
  start: string;
  /** All layers together; null where the bucket has not begun. */
  whole: number | null;
  /** The same in the span that it is compared with; null where there is none. */
  then: number | null;
  /** One a layer. */
  amounts: (number | null)[];
}

/** The kind of the group that holds what is left over. */
const REST: GroupKind = "other";

/** Groups by the measure, the largest first; what is left over comes last however much it is. */
export function byMeasure(groups: readonly UsageGroup[], measure: Measure): UsageGroup[] {
  const alone = groups.filter(({ kind }) => kind !== REST);
  return [...inOrder(alone, ({ total }) => amountOf(total, measure), true), ...groups.filter(({ kind }) => kind === REST)];
}

/** The layers from the bottom up; one that has nothing of the measure is left out. */
export function layersOf({ groups, buckets, total }: UsageAnswer, by: GroupBy, measure: Measure): Layer[] {
  const first = byMeasure(groups, measure)
    .filter((group) => group.kind !== REST && amountOf(group.total, measure) > 0)
    .slice(0, SERIES_COLOURS.length)
    .map((group, index) => ({
      id: groupId(group),
      name: groupName(group, by),
      colour: colourAt(index),
      total: amountOf(group.total, measure),
      amounts: group.buckets.map((bucket) => amountOf(bucket, measure)),
    }));
  const left = first.reduce((amount, layer) => amount - layer.total, amountOf(total, measure));
  if (left <= 0) return first;
  const amounts = buckets.map((bucket, at) => first.reduce((amount, layer) => amount - (layer.amounts[at] ?? 0), amountOf(bucket, measure)));
  return [...first, { id: REST, name: "Other", colour: OTHER_COLOUR, total: left, amounts }];
}

/** The rows in time order; buckets that have not begun stay on the axis with nothing drawn. */
export function chartRows({ buckets, compared, as_of }: UsageAnswer, layers: readonly Layer[], measure: Measure): ChartRow[] {
  const nowMs = Date.parse(as_of);
  return buckets.map((bucket, at) => {
    const before = compared?.buckets[at];
    const begun = Date.parse(bucket.start) <= nowMs;
    return {
      start: bucket.start,
      whole: begun ? amountOf(bucket, measure) : null,
      then: before === undefined ? null : amountOf(before, measure),
      amounts: layers.map(({ amounts }) => (begun ? (amounts[at] ?? 0) : null)),
    };
  });
}
