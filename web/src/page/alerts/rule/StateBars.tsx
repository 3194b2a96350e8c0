// Where a rule stood, as a bar of its states under the days of its chart.
import { AXIS_WIDTH, MARGIN } from "../../../chart/axis.ts";
import { Legend, LegendItem } from "../../../chart/Legend.tsx";
import { lasting } from "../../../figures/number.ts";
import { dayMinute } from "../../../time/format.ts";
import type { StateSpan } from "../past/spans.ts";
import { STATE_WORDS } from "../words.ts";

const MINUTE_MS = 60_000;

const LOOKS: Record<StateSpan["state"], { word: string; colour: string }> = {
  ALERT: { word: STATE_WORDS.ALERT, colour: "bg-loss" },
  NO_DATA: { word: STATE_WORDS.NO_DATA, colour: "bg-line-strong" },
  OK: { word: STATE_WORDS.OK, colour: "bg-gain" },
  off: { word: "Off", colour: "bg-transparent" },
};
const STATES = ["ALERT", "NO_DATA", "OK"] as const;

interface StateBarsProps {
  spans: StateSpan[];
  fromMs: number;
  toMs: number;
  tz: string;
}

export function StateBars({ spans, fromMs, toMs, tz }: StateBarsProps) {
  const unknownMs = (spans[0]?.from ?? toMs) - fromMs;
  const minutes = (state: StateSpan["state"]) => spans.reduce((sum, span) => sum + (span.state === state ? span.to - span.from : 0), 0) / MINUTE_MS;
  const moment = (ms: number) => dayMinute(new Date(ms).toISOString(), tz);
  return (
    <div className="mt-3" style={{ paddingLeft: AXIS_WIDTH, paddingRight: MARGIN.right }}>
      <div aria-hidden className="flex h-4 overflow-hidden rounded-sm bg-sunken" data-testid="state-bars">
        <span style={{ flexGrow: unknownMs }} />
        {spans.map(({ from, to, state }) => (
          <span
            key={from}
            data-state={state}
            title={`${LOOKS[state].word}: ${moment(from)} to ${moment(to)}`}
            className={`min-w-0.5 ${LOOKS[state].colour}`}
            style={{ flexGrow: to - from }}
          />
        ))}
      </div>
      <div className="mt-2">
        <Legend>
          {STATES.filter((state) => minutes(state) > 0).map((state) => (
            <LegendItem key={state} mark={<span aria-hidden className={`size-2.5 shrink-0 rounded-xs ${LOOKS[state].colour}`} />}>
              {LOOKS[state].word}, {lasting(Math.ceil(minutes(state)))}
            </LegendItem>
          ))}
          {unknownMs > 0 && (
            <LegendItem mark={<span aria-hidden className="size-2.5 shrink-0 rounded-xs bg-sunken" />}>Before it was made, or not known</LegendItem>
          )}
        </Legend>
      </div>
    </div>
  );
}
