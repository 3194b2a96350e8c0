// When providers were out or unwell: a lane each over the span, and the outages as a list.
import type { ProviderRow, ProvidersSeriesAnswer } from "../../api/types.ts";
import { Legend, LegendItem, Swatch } from "../../chart/Legend.tsx";
import { tickName, timeTicks } from "../../chart/time.ts";
import { span } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import type { Scope } from "../../url/scope.ts";
import { Lane } from "./Lane.tsx";
import { POOR, stretch, WELL } from "./lanes.ts";
import { OutageList } from "./OutageList.tsx";

const GRAIN_WORDS = { quarter: "quarters of an hour", hour: "hours", day: "days", week: "weeks", month: "months" } as const;

interface TimelineCardProps {
  answer: ProvidersSeriesAnswer;
  /** The providers as they stand now, for their breakers. */
  rows: readonly ProviderRow[];
  scope: Scope;
}

export function TimelineCard({ answer, rows, scope }: TimelineCardProps) {
  const { period, grain, outages, providers } = answer;
  // A provider that was out all the while was not asked, and has no series.
  const names = [...new Set([...providers.map(({ provider }) => provider), ...outages.map(({ provider }) => provider)])];
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
        {names.map((name) => (
          <Lane
            key={name}
            name={name}
            answer={answer}
            buckets={providers.find(({ provider }) => provider === name)?.buckets ?? []}
            outages={outages.filter(({ provider }) => provider === name)}
            breaker={rows.find(({ provider }) => provider === name)?.breaker ?? null}
          />
        ))}
        <Axis answer={answer} />
      </div>
      <OutageList answer={answer} scope={scope} />
    </Card>
  );
}

function Axis({ answer: { providers, grain, period, as_of } }: { answer: ProvidersSeriesAnswer }) {
  const series = { grain, buckets: providers[0]?.buckets ?? [] };
  const ticks = timeTicks(series, period.tz);
  return (
    <div aria-hidden className="sm:pl-44">
      <div className="relative h-4 sm:mr-24">
        {ticks.map((start, index) => (
          <span
            key={start}
            className={`figure absolute text-2xs text-faint ${index % 2 === 1 ? "max-sm:hidden" : ""}`}
            style={{ left: `${(stretch(period.from, start, period, as_of)?.width ?? 0) * 100}%` }}
          >
            {tickName(series, start, period.tz)}
          </span>
        ))}
      </div>
    </div>
  );
}
