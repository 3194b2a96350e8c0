// The last days of a rule: its figure against the bound, and where it stood.
import { lazy, Suspense } from "react";
import { PASTS, useAlertPreview } from "../../../api/alerts.ts";
import type { AlertAnswer } from "../../../api/types.ts";
import { Card } from "../../../ui/Card.tsx";
import { ErrorNote } from "../../../ui/ErrorNote.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { ownOf } from "../../../url/own.ts";
import { rangeWords } from "../../../url/range.ts";
import type { Around } from "../../Around.ts";
import { FigureLegend } from "../past/FigureLegend.tsx";
import { PastChoice } from "../past/PastChoice.tsx";
import { spansOf } from "../past/spans.ts";
import { ruleOf } from "../words.ts";
import { StateBars } from "./StateBars.tsx";

const FigureChart = lazy(() => import("../past/FigureChart.tsx"));
const DAY_MS = 86_400_000;

interface PastCardProps {
  answer: AlertAnswer;
  around: Around;
  tz: string;
}

export function PastCard({ answer, around, tz }: PastCardProps) {
  const { scope, change } = around;
  const { alert, history } = answer;
  const past = ownOf(scope, "past", PASTS);
  const { data, error, isPlaceholderData } = useAlertPreview(scope, ruleOf(alert), past);
  const nowMs = Date.parse(answer.as_of);
  // Until the figures say when their span begins, so many days back from now.
  const days = past === "7d" ? 7 : 30;
  const fromMs = data && !isPlaceholderData ? Date.parse(data.answer.period.from) : nowMs - days * DAY_MS;
  const spans = spansOf(alert, history, fromMs, nowMs);
  return (
    <Card title={`Where it stood in ${rangeWords(past)}`} aside={<PastChoice scope={scope} change={change} />}>
      {error && <ErrorNote error={error} />}
      {!error && !data && <Skeleton className="h-60 w-full" />}
      {data && !error && (
        <div className={`transition-opacity ${isPlaceholderData ? "opacity-50" : ""}`}>
          <FigureLegend rule={data.rule} shaded="In alert" />
          <Suspense fallback={<Skeleton className="h-56 w-full" />}>
            <FigureChart rule={data.rule} points={data.answer.points} spans={spans} fromMs={fromMs} toMs={nowMs} tz={tz} />
          </Suspense>
        </div>
      )}
      <StateBars spans={spans} fromMs={fromMs} toMs={nowMs} tz={tz} />
    </Card>
  );
}
