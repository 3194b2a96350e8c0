// What the rule in the editor would have done: a sentence, its figure against the bound, and when it would have fired.
import { lazy, Suspense } from "react";
import { PASTS, type Previewed, useAlertPreview } from "../../../api/alerts.ts";
import type { AlertRule } from "../../../api/types.ts";
import { dayMinute } from "../../../time/format.ts";
import { ErrorNote } from "../../../ui/ErrorNote.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { SimulatedTag } from "../../../ui/Tag.tsx";
import { useSettled } from "../../../ui/useSettled.ts";
import { ownOf } from "../../../url/own.ts";
import { PERIOD_LABELS } from "../../../url/range.ts";
import type { Around } from "../../Around.ts";
import { FigureLegend } from "../past/FigureLegend.tsx";
import { PastChoice } from "../past/PastChoice.tsx";
import { extremeOf, previewWords } from "../past/previewWords.ts";
import { spansOfPoints } from "../past/spans.ts";
import { Figure } from "../Reading.tsx";

const FigureChart = lazy(() => import("../past/FigureChart.tsx"));

/** How long typing must rest before the past is asked about. */
const REST_MS = 400;
const FIRINGS_SHOWN = 5;

export function Preview({ around, rule }: { around: Around; rule: AlertRule | null }) {
  const { scope, change } = around;
  const settled = useSettled(rule, REST_MS);
  const past = ownOf(scope, "past", PASTS);
  const { data, error, isFetching } = useAlertPreview(scope, settled, past);
  const old = rule === null || settled !== rule || isFetching;
  return (
    <section aria-label="On past data" data-testid="alert-preview" className="min-w-0 rounded-xl bg-ground p-4">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="flex items-center gap-2 text-sm font-semibold">
          In {PERIOD_LABELS[past].words} {data?.answer.simulated === true && <SimulatedTag small />}
        </h3>
        <PastChoice scope={scope} change={change} />
      </header>
      {error && rule !== null ? (
        <div className="mt-3">
          <ErrorNote error={error} />
        </div>
      ) : data ? (
        <div className={`mt-2 transition-opacity ${old ? "opacity-60" : ""}`} aria-busy={old}>
          <Past shown={data} />
        </div>
      ) : rule === null ? (
        <p className="mt-3 flex min-h-56 items-center justify-center text-center text-dense text-muted">
          With a threshold and a window, this shows what the rule would have done.
        </p>
      ) : (
        <Skeleton className="mt-3 h-72 w-full" />
      )}
    </section>
  );
}

function Past({ shown: { rule, answer } }: { shown: Previewed }) {
  const { period, as_of, points, changes, notes } = answer;
  const toMs = Math.min(Date.parse(as_of), Date.parse(period.to));
  const extreme = extremeOf(answer, rule.comparison);
  const firings = changes.filter(({ to }) => to === "ALERT");
  return (
    <>
      <p role="status" className="text-base font-medium">
        {previewWords(answer)}
      </p>
      {extreme !== null && (
        <p className="mt-0.5 mb-3 text-dense text-muted">
          The {rule.comparison === "below" ? "lowest" : "highest"} figure was{" "}
          <span className="text-ink">
            <Figure metric={rule.metric} value={extreme.value} />
          </span>
          , on {dayMinute(extreme.at, period.tz)}.
        </p>
      )}
      <FigureLegend rule={rule} shaded="Would be in alert" />
      <Suspense fallback={<Skeleton className="h-56 w-full" />}>
        <FigureChart rule={rule} points={points} spans={spansOfPoints(points, toMs)} fromMs={Date.parse(period.from)} toMs={toMs} tz={period.tz} />
      </Suspense>
      {firings.length > 0 && (
        <>
          <h4 className="mt-3 text-xs font-medium text-muted">
            {firings.length > FIRINGS_SHOWN ? `The last ${FIRINGS_SHOWN} times it would have fired` : "It would have fired"}
          </h4>
          <ul className="mt-1 space-y-0.5 text-dense">
            {firings.slice(-FIRINGS_SHOWN).map(({ at, value }) => (
              <li key={at} className="flex justify-between gap-3">
                <span className="figure">{dayMinute(at, period.tz)}</span>
                <Figure metric={rule.metric} value={value} />
              </li>
            ))}
          </ul>
        </>
      )}
      {notes.map((note) => (
        <p key={note} className="mt-2 text-2xs text-faint">
          {note}
        </p>
      ))}
    </>
  );
}
