// Where it stands: net so far, whether that paid the platform back or when it may, and what the platform costs.
import { useState } from "react";
import type { RoiTimeline } from "../../api/types.ts";
import { parsePico, ZERO } from "../../money/pico.ts";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Fact } from "../../ui/Fact.tsx";
import { Money } from "../../ui/Money.tsx";
import { dateWords } from "../../url/range.ts";
import { changed, type Scope } from "../../url/scope.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";
import { count } from "../../figures/number.ts";
import { PlatformCostDialog } from "./PlatformCostDialog.tsx";
import { isFree, standingOf, standingWords } from "./standing.ts";

interface StandingCardProps {
  answer: RoiTimeline;
  scope: Scope;
}

export function StandingCard({ answer, scope }: StandingCardProps) {
  const [asked, setAsked] = useState(false);
  const { platform, net_usd, buckets, coverage } = answer;
  const last = buckets.at(-1);
  const free = isFree(platform);
  const loss = parsePico(net_usd) < ZERO;
  const costs = { platform: platform.monthly_usd, setup: platform.setup_usd };
  return (
    <Card>
      <div className="grid gap-x-10 gap-y-5 lg:grid-cols-[minmax(0,1fr)_auto] lg:items-end" data-testid="standing">
        <div className="min-w-0">
          <p className="text-xs text-muted">{loss ? "Net loss so far" : "Net so far"}</p>
          <p className="mt-0.5 text-4xl leading-11 font-semibold tracking-[-0.035em]">
            <Money value={net_usd} signed digits={2} />
          </p>
          <p className="mt-1 text-dense text-muted" data-testid="standing-words">
            {standingWords(standingOf(answer))}
          </p>
        </div>
        <dl className="grid grid-cols-2 gap-x-8 gap-y-4 sm:grid-cols-3">
          <Fact label="Savings so far" aside={<Aside>{`${count(coverage.with_baseline)} of ${count(coverage.requests)} requests`}</Aside>}>
            <Money value={last?.cumulative_savings_usd ?? "0"} signed />
          </Fact>
          <Fact label="Platform so far" aside={<Aside>setup included</Aside>}>
            <Money value={last?.cumulative_platform_usd ?? "0"} />
          </Fact>
          <Fact label="Platform a month" aside={<Aside>{platform.since === null ? "since the first request" : `since ${dateWords(platform.since)}`}</Aside>}>
            <Money value={platform.monthly_usd} />
          </Fact>
        </dl>
      </div>
      <div className="mt-5 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-4">
        <Button
          weight={free ? "solid" : "small"}
          onClick={() => {
            setAsked(true);
          }}
        >
          {free ? "Set the platform\u2019s cost" : "Change the platform\u2019s cost"}
        </Button>
        {free && <p className="min-w-0 flex-1 basis-64 text-dense text-muted">Until you say what Tollkeeper costs you, its cost counts as zero and net is all savings.</p>}
        <ScopeLink
          to={changed(scope, { page: "calculator", own: free ? {} : costs })}
          className="ml-auto text-dense font-medium whitespace-nowrap text-ink underline decoration-line-strong underline-offset-4 hover:decoration-ink"
        >
          What would other models save?
        </ScopeLink>
      </div>
      {asked && (
        <PlatformCostDialog
          scope={scope}
          now={platform}
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </Card>
  );
}

function Aside({ children }: { children: string }) {
  return <span className="figure text-2xs text-muted">{children}</span>;
}
