// The sums of everything that is shown, each against the span that it is compared with.
import type { ReactNode } from "react";
import type { UsageAnswer } from "../../api/types.ts";
import { count, countShort, percent } from "../../figures/number.ts";
import { partPercent } from "../../figures/share.ts";
import { countChange } from "../../money/change.ts";
import { span } from "../../time/format.ts";
import { Count } from "../../ui/Count.tsx";
import { Delta } from "../../ui/Delta.tsx";
import { Fact } from "../../ui/Fact.tsx";

export function UsageFigures({ answer: { total, compared } }: { answer: UsageAnswer }) {
  const { tokens, requests } = total;
  const before = compared?.total ?? null;
  const against = compared ? span(compared.period.from, compared.period.to, compared.period.tz) : "";
  const delta = (now: number, then: number | undefined, plain: string) =>
    then === undefined ? <Aside>{plain}</Aside> : <Delta value={countChange(now, then)} more="neither" against={against} />;
  const was = (then: number | null | undefined, plain: string) =>
    then === undefined ? <Aside>{plain}</Aside> : <Aside title={against}>was {percent(then, 1)}</Aside>;
  const each = (amount: number) => (requests === 0 ? "" : `${countShort(Math.round(amount / requests))} a request`);
  return (
    <dl data-testid="usage-totals" className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
      <Fact label="Requests" aside={delta(requests, before?.requests, `${percent(partPercent(total.streamed, requests), 0)} streamed`)}>
        <Count value={requests} of="requests" whole />
      </Fact>
      <Fact label="Succeeded" aside={was(before?.success_percent, `${count(total.failed_other + total.failed_client)} failed`)}>
        <span className="figure" title={`${count(total.failed_other)} failed of themselves; ${count(total.failed_client)} that their clients caused are left out of the share`}>
          {percent(total.success_percent)}
        </span>
      </Fact>
      <Fact label="Input tokens" aside={delta(tokens.input, before?.tokens.input, each(tokens.input))}>
        <Count value={tokens.input} of="tokens, cached parts included" />
      </Fact>
      <Fact label="Output tokens" aside={delta(tokens.output, before?.tokens.output, each(tokens.output))}>
        <Count value={tokens.output} of="tokens, reasoning included" />
      </Fact>
      <Fact
        label="Read from a cache"
        aside={was(before ? partPercent(before.tokens.cache_read, before.tokens.input) : undefined, `${countShort(tokens.cache_read)} tokens`)}
      >
        <span className="figure" title={`${count(tokens.cache_read)} of ${count(tokens.input)} tokens of input`}>
          {percent(partPercent(tokens.cache_read, tokens.input), 1)}
        </span>
      </Fact>
      <Fact
        label="Reasoning tokens"
        aside={delta(tokens.reasoning, before?.tokens.reasoning, `${percent(partPercent(tokens.reasoning, tokens.output), 1)} of output`)}
      >
        <Count value={tokens.reasoning} of="tokens of output" />
      </Fact>
    </dl>
  );
}

function Aside({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span className="figure block truncate text-2xs text-muted" title={title}>
      {children}
    </span>
  );
}
