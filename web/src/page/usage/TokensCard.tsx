// All tokens of the span by class: what prices tell apart.
import type { UsageAnswer } from "../../api/types.ts";
import { Swatch } from "../../chart/Legend.tsx";
import { percent } from "../../figures/number.ts";
import { partPercent } from "../../figures/share.ts";
import { Card } from "../../ui/Card.tsx";
import { Count } from "../../ui/Count.tsx";
import { tokenClasses } from "./tokenClasses.ts";

export function TokensCard({ answer: { total } }: { answer: UsageAnswer }) {
  const classes = tokenClasses(total.tokens);
  const whole = total.tokens.input + total.tokens.output;
  return (
    <Card title="Tokens by class" aside={
        <>
          <Count value={whole} of="tokens" /> tokens, input and output
        </>
      }>
      {whole === 0 ? (
        <p className="text-dense text-muted">No request of this span was billed for tokens.</p>
      ) : (
        <>
          <div className="flex h-2.5 gap-px overflow-hidden rounded-full bg-sunken" aria-hidden>
            {classes
              .filter(({ tokens }) => tokens > 0)
              .map(({ name, tokens, colour }) => (
                <span key={name} className="min-w-0.5" style={{ flexGrow: tokens, background: colour }} />
              ))}
          </div>
          <dl data-testid="token-classes" className="mt-4 grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-5">
            {classes.map(({ name, meaning, tokens, colour }) => (
              <div key={name} title={meaning}>
                <dt className="flex items-center gap-1.5 text-xs text-muted">
                  <Swatch colour={colour} />
                  {name}
                </dt>
                <dd className="mt-0.5 font-semibold">
                  <Count value={tokens} of="tokens" />
                  <span className="figure ml-2 text-2xs font-normal text-muted">{percent(partPercent(tokens, whole), 1)}</span>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Card>
  );
}
