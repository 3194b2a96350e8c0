// One provider's lane: tints where it was unwell, bars where it was out, and whether it is served now.
import type { Breaker, Outage, ProviderSeriesAnswer } from "../../api/types.ts";
import { counted, percent } from "../../figures/number.ts";
import { bucketName, dayMinute } from "../../time/format.ts";
import { BreakerState } from "./BreakerState.tsx";
import { howLong, type Stretch, stretch, timeOut, tints, type Track } from "./lanes.ts";
import { seriesName } from "./seriesName.ts";

interface LaneProps {
  track: Track;
  answer: Pick<ProviderSeriesAnswer, "period" | "grain" | "as_of">;
  outages: readonly Outage[];
  breaker: Breaker | null;
}

export function Lane({ track, answer: { period, grain, as_of }, outages, breaker }: LaneProps) {
  // All that a model's lane shows concerns it; a provider is out only where all of it is.
  const whole = outages.filter(({ model }) => track.model !== null || model === null);
  const out = timeOut(whole, period, as_of);
  const summary = whole.length === 0 ? "never out" : `${counted(whole.length, "outage")}, ${howLong(out)}`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 sm:grid-cols-[10.25rem_minmax(0,1fr)_5.25rem]">
      <div className="min-w-0">
        <p className="truncate text-dense font-medium">{seriesName(track)}</p>
        <p className="figure text-2xs leading-4 text-muted">{summary}</p>
      </div>
      <div className="relative h-7 overflow-hidden rounded-sm bg-sunken max-sm:order-last max-sm:col-span-2">
        {tints(track.buckets, period, as_of).map((tint) => (
          <span
            key={tint.start}
            title={`${bucketName(tint.start, grain, period.tz)}: ${percent(tint.percent)} succeeded`}
            className="absolute inset-y-0"
            style={{ ...placed(tint), background: tint.poor ? "var(--tint-poor)" : "var(--tint-unwell)" }}
          />
        ))}
        {outages.map((outage) => {
          const where = stretch(outage.from, outage.to, period, as_of);
          if (where === null) return null;
          return (
            <span
              key={`${outage.from} ${outage.model ?? ""}`}
              data-outage={outage.from}
              title={inWords(outage, period.tz, as_of)}
              className={`absolute min-w-[3px] rounded-xs ${outage.model === null ? "inset-y-1 bg-loss" : "bottom-1 h-1.5 bg-warn"}`}
              style={placed(where)}
            />
          );
        })}
      </div>
      <div className="justify-self-end sm:justify-self-start">
        <BreakerState breaker={breaker} tz={period.tz} />
      </div>
    </div>
  );
}

function placed({ left, width }: Stretch) {
  return { left: `${left * 100}%`, width: `${width * 100}%` };
}

function inWords({ model, from, to, reason }: Outage, tz: string, asOf: string): string {
  const long = howLong(Date.parse(to ?? asOf) - Date.parse(from));
  const until = to === null ? `until now, ${long}` : `to ${dayMinute(to, tz)}, ${long}`;
  return `${model === null ? "" : `${model}: `}${dayMinute(from, tz)} ${until}${reason === null ? "" : `: ${reason}`}`;
}
