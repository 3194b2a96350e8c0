// When in the week the measure falls: a mean for each hour of each weekday, in the zone that is shown.
import type { UsageAnswer } from "../../api/types.ts";
import { useHours } from "../../api/usage.ts";
import { clock, span } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { Answered } from "../Answered.tsx";
import type { Around } from "../Around.ts";
import { HourMap } from "./HourMap.tsx";
import { foldHours, MOST_DAYS, rangeOfHours } from "./hours.ts";
import { MEASURE_LABELS, type Measure } from "./measures.ts";

interface HoursCardProps {
  around: Around;
  answer: UsageAnswer;
  measure: Measure;
}

export function HoursCard({ around, answer, measure }: HoursCardProps) {
  const { range, part } = rangeOfHours(around.scope.range, answer.period, answer.as_of);
  const query = useHours(around.scope, range);
  const { data } = query;
  const over = data && span(data.period.from, data.period.to, data.period.tz);
  return (
    <Card
      title="By hour and weekday"
      aside={data && `${over ?? ""}${part ? `, the last ${MOST_DAYS} days of the span` : ""}; ${data.period.tz}, read at ${clock(data.as_of, data.period.tz)}`}
    >
      <Answered around={around} query={query} skeleton={<Skeleton className="h-64 w-full" />}>
        {({ buckets, as_of, period }) => <HourMap week={foldHours(buckets, measure, as_of, period.tz)} of={MEASURE_LABELS[measure].of} />}
      </Answered>
    </Card>
  );
}
