// When providers were out or unwell: a lane each over the span, and the outages as a list.
import type { Breaker, ProviderRow, ProviderSeriesAnswer } from "../../api/types.ts";
import { Legend, LegendItem, Swatch } from "../../chart/Legend.tsx";
import { tickName, timeTicks } from "../../chart/time.ts";
import { span } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import type { Scope } from "../../url/scope.ts";
import { Lane } from "./Lane.tsx";
import { outagesOf, POOR, stretch, type Track, tracks, WELL } from "./lanes.ts";
import { OutageList } from "./OutageList.tsx";
import { seriesId } from "./seriesName.ts";

const GRAIN_WORDS = { quarter: "quarters of an hour", hour: "hours", day: "days", week: "weeks", month: "months" } as const;

/** A name that begins further right would stick out. */
const RIGHTMOST = 0.95;

interface TimelineCardProps {
  answer: ProviderSeriesAnswer;
  /** The providers as they stand now, for their breakers. */
  rows: readonly ProviderRow[];
  scope: Scope;
}

export function TimelineCard({ answer, rows, scope }: TimelineCardProps) {
  const { period, grain, outages, providers } = answer;
  return (
    <Card title="Outages" aside={span(period.from, period.to, period.tz)}>
      <Legend>
        <LegendItem mark={<Swatch colour="var(--loss)" />}>Breaker open: no requests went there</LegendItem>
        <LegendItem mark={<Swatch colour="var(--warn)" />}>One model only</LegendItem>
        <LegendItem mark={<Swatch colour="var(--tint-unwell)" />}>
          {GRAIN_WORDS[grain]} with less than {WELL}% success
        </LegendItem>
        <LegendItem mark={<Swatch colour="var(--tint-poor)" />}>less than {POOR}%</LegendItem>
      </Legend>
      <div className="mt-2 space-y-1.5" data-testid="lanes">
        {tracks(providers, outages).map((track) => (
          <Lane key={seriesId(track)} track={track} answer={answer} outages={outagesOf(track, outages)} breaker={breakerOf(track, rows)} />
        ))}
        <Axis answer={answer} />
      </div>
      <OutageList answer={answer} scope={scope} />
    </Card>
  );
}

/** Where the breaker stands: a model's own where it has one that is not closed, its provider's otherwise. */
function breakerOf({ provider, model }: Track, rows: readonly ProviderRow[]): Breaker | null {
  const row = rows.find((each) => each.provider === provider);
  return row?.models.find((each) => each.model === model)?.breaker ?? row?.breaker ?? null;
}

function Axis({ answer: { providers, grain, period, as_of } }: { answer: ProviderSeriesAnswer }) {
  const series = { grain, buckets: providers[0]?.buckets ?? [] };
  const ticks = timeTicks(series, period.tz)
    .map((start) => ({ start, left: stretch(period.from, start, period, as_of)?.width ?? 0 }))
    .filter(({ left }) => left < RIGHTMOST);
  return (
    <div aria-hidden className="sm:pl-44">
      <div className="relative h-4 sm:mr-24">
        {ticks.map(({ start, left }, index) => (
          <span
            key={start}
            className={`figure absolute text-2xs text-faint ${index % 2 === 1 ? "max-sm:hidden" : ""}`}
            style={{ left: `${left * 100}%` }}
          >
            {tickName(series, start, period.tz)}
          </span>
        ))}
      </div>
    </div>
  );
}
