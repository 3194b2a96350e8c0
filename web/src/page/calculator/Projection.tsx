// What the case comes to: the base outlook in a sentence, all three against now, and what they rest on.
import type { UseQueryResult } from "@tanstack/react-query";
import type { RoiProjection } from "../../api/types.ts";
import { exact } from "../../time/format.ts";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import { Money } from "../../ui/Money.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { Tag } from "../../ui/Tag.tsx";
import type { Around } from "../Around.ts";
import { useEnded } from "../useEnded.ts";
import { refusedBy } from "./case.ts";
import { CostBars } from "./CostBars.tsx";
import { platformOf } from "./outlooks.ts";
import { OutlookTable } from "./OutlookTable.tsx";

interface ProjectionProps {
  around: Pick<Around, "signedOut">;
  query: UseQueryResult<RoiProjection>;
  /** The address of the whole case. */
  link: string;
  /** Whether the form holds what cannot be asked. */
  mend: boolean;
}

export function Projection({ around, query, link, mend }: ProjectionProps) {
  const { data, error, isPlaceholderData, isFetching } = query;
  const loading = isPlaceholderData && isFetching;
  const ended = useEnded(error, around.signedOut);
  const atField = mend || refusedBy(error) !== null;
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          What it comes to
          <Tag title="These figures are worked out from prices and your case. Nobody is billed by them.">Projected, never billed</Tag>
        </span>
      }
      aside={
        <div className="flex gap-2 print:hidden">
          <CopyButton text={link} label="Copy link" weight="small" />
          <Button
            weight="small"
            onClick={() => {
              window.print();
            }}
          >
            Print
          </Button>
        </div>
      }
    >
      {atField ? (
        <p role="status" className="mb-4 rounded-lg bg-warn-soft px-3 py-2 text-dense">
          The case cannot be reckoned yet: mend what is marked.{data !== undefined && " The figures below are of the case before."}
        </p>
      ) : (
        error && !ended && <ErrorNote error={error} onRetry={() => void query.refetch()} />
      )}
      {data === undefined && error === null && !mend && <Skeleton className="h-96 w-full" />}
      {data === undefined && atField && <Empty title="No figures for this case">Each field that needs another value says so below itself.</Empty>}
      {data !== undefined && (
        <div className={`space-y-6 transition-opacity ${loading ? "opacity-50" : ""}`} aria-busy={loading}>
          <Answer answer={data} />
        </div>
      )}
    </Card>
  );
}

function Answer({ answer }: { answer: RoiProjection }) {
  const base = answer.cases.find(({ name }) => name === "base");
  const platform = platformOf(answer);
  const { productivity_usd, assumptions, as_of, period } = answer;
  return (
    <>
      {base !== undefined && (
        <div data-testid="projection-headline">
          <p className="text-xs text-muted">{base.monthly_net_usd.startsWith("-") ? "Net loss" : "Net savings"} a month, base outlook</p>
          <p className="mt-0.5 text-3xl leading-9 font-semibold tracking-[-0.03em]">
            <Money value={base.monthly_net_usd} signed />
          </p>
          <p className="mt-1 text-dense text-muted">
            <Money value={base.monthly_savings_usd} signed /> on tokens, less <Money value={platform} /> for the platform; a month now costs{" "}
            <Money value={answer.current_monthly_cost_usd} className="text-ink" />, with all input priced as uncached.
          </p>
        </div>
      )}
      <CostBars answer={answer} platform={platform} />
      <OutlookTable cases={answer.cases} />
      {productivity_usd !== null && (
        <p className="rounded-lg bg-ground px-3 py-2.5 text-dense" data-testid="productivity">
          People&rsquo;s time won is worth <Money value={productivity_usd} className="font-medium" /> a month in the base outlook.{" "}
          <span className="text-muted">It is a figure of its own and part of no other.</span>
        </p>
      )}
      <div>
        <h3 className="text-xs font-medium text-muted">What this assumes</h3>
        <ul className="mt-1 list-disc space-y-0.5 pl-4 text-xs leading-5 text-muted" data-testid="assumptions">
          {assumptions.map((assumption) => (
            <li key={assumption}>{assumption}</li>
          ))}
          <li>Prices are those in force at {exact(as_of, period.tz)}.</li>
        </ul>
      </div>
    </>
  );
}
