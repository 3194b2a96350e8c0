// Which provider is worth it: what each is best at, in words.
import type { ProviderRow } from "../../api/types.ts";
import { count, counted } from "../../figures/number.ts";
import { Card } from "../../ui/Card.tsx";
import { SimulatedTag, Tag } from "../../ui/Tag.tsx";
import { ENOUGH, type Verdict, verdicts } from "./verdicts.ts";

export function VerdictCard({ rows }: { rows: ProviderRow[] }) {
  return (
    <Card title="Which is worth it" aside={`judged from ${ENOUGH} attempts up`} flush>
      <ul className="divide-y divide-line border-t border-line" data-testid="verdicts">
        {verdicts(rows).map((verdict) => (
          <li key={verdict.provider} className="grid gap-x-4 gap-y-1 px-4 py-2.5 text-dense sm:grid-cols-[13rem_minmax(0,1fr)] sm:px-5">
            <p className="flex items-center gap-2 self-start font-medium">
              <span className="truncate">{verdict.provider}</span>
              {verdict.simulated && <SimulatedTag small />}
            </p>
            <Words verdict={verdict} alone={rows.length === 1} />
          </li>
        ))}
      </ul>
      <p className="border-t border-line px-4 py-2 text-2xs text-faint sm:px-5">
        Each provider had its own mix of models and prompts. Open it below to hold a model against the same model elsewhere.
      </p>
    </Card>
  );
}

function Words({ verdict: { best, behind, judged, attempts }, alone }: { verdict: Verdict; alone: boolean }) {
  if (!judged) {
    return (
      <p className="text-muted">
        Too little to judge: {counted(attempts, "attempt")}, and {count(ENOUGH)} are needed.
      </p>
    );
  }
  if (best.length === 0 && behind.length === 0) {
    return <p className="text-muted">{alone ? "There is no other to compare with." : "Nothing tells it apart from the others."}</p>;
  }
  return (
    <div className="space-y-1">
      {best.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {best.map((words) => (
            <li key={words} className="max-w-full">
              <Tag tone="gain">{words}</Tag>
            </li>
          ))}
        </ul>
      )}
      {behind.length > 0 && <p className="text-muted">{sentence(behind)}</p>}
    </div>
  );
}

function sentence(parts: readonly string[]): string {
  const joined = parts.join("; ");
  return `${joined.slice(0, 1).toUpperCase()}${joined.slice(1)}.`;
}
