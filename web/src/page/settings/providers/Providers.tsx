// The providers as the gateways are configured, each with whether it is sent to now; and how to add one.
import { useConfiguredProviders } from "../../../api/configured.ts";
import type { ProviderItem } from "../../../api/types.ts";
import { ago, exact } from "../../../time/format.ts";
import { Card } from "../../../ui/Card.tsx";
import { Snippet } from "../../../ui/Snippet.tsx";
import type { Column } from "../../../ui/TableHead.tsx";
import { SimulatedTag } from "../../../ui/Tag.tsx";
import { changed, type Scope } from "../../../url/scope.ts";
import { ScopeLink } from "../../../url/ScopeLink.tsx";
import { Answered } from "../../Answered.tsx";
import { BreakerState } from "../../providers/BreakerState.tsx";
import { Nothing } from "../Nothing.tsx";
import { scopeOf } from "../../providers/scopeOf.ts";
import type { SectionProps } from "../SectionProps.ts";
import { NameCell, Table, WordsCell } from "../Table.tsx";

const COLUMNS: readonly Column[] = [
  { name: "Provider", title: "Its name in events and before the slash of a model", left: true },
  { name: "Kind", title: "How it is spoken to", left: true },
  { name: "Catalogue", title: "Whose prices apply", left: true },
  { name: "Breaker", title: "Whether the gateways send to it now", left: true },
  { name: "Models held back", title: "Models whose own breaker is not closed", left: true },
];

const ADDING = `[[provider]]
name    = "anthropic"
kind    = "anthropic"          # openai | anthropic | openai-compatible | sandbox
api_key = { env = "ANTHROPIC_API_KEY" }
# base_url  = "https://…/v1"   # for openai-compatible
# catalogue = "anthropic"      # whose prices apply; the kind's own by default`;

export function Providers({ around, tz }: SectionProps) {
  return (
    <>
      <Card title="Providers" aside={<ScopeLink to={changed(around.scope, { page: "providers" })} className="underline underline-offset-2">How they perform</ScopeLink>} flush>
        <Answered around={around} query={useConfiguredProviders()}>
          {({ items, as_of }) =>
            items.length === 0 ? (
              <Nothing title="No gateway has a provider yet">Write one into the configuration, as below; a gateway takes it within seconds.</Nothing>
            ) : (
              <Table label="Providers" columns={COLUMNS} note={`Every provider that was ever configured; breakers as of ${exact(as_of, tz)}.`}>
                <tbody data-testid="configured-providers">
                  {items.map((item) => (
                    <ProviderLine key={item.name} item={item} scope={around.scope} asOf={as_of} tz={tz} />
                  ))}
                </tbody>
              </Table>
            )
          }
        </Answered>
      </Card>
      <Card title="Add a provider">
        <p className="mb-3 max-w-prose text-dense text-muted">
          Providers stand in the gateways&rsquo; configuration file, with their keys in the environment, so that no key of a provider ever passes this
          page. A gateway takes a changed file within seconds and refuses a wrong one; <code className="font-mono text-xs">tollkeeper check</code> says
          what is wrong with it.
        </p>
        <Snippet label="A provider in the configuration" text={ADDING} head="tollkeeper.toml" />
      </Card>
    </>
  );
}

function ProviderLine({ item, scope, asOf, tz }: { item: ProviderItem; scope: Scope; asOf: string; tz: string }) {
  const { name, kind, catalogue, simulated, breaker, models } = item;
  return (
    <tr className="border-b border-line last:border-0" data-provider={name}>
      <NameCell>
        <span className="flex items-center gap-2">
          <ScopeLink to={changed(scopeOf(scope, { provider: name, model: null }), { page: "providers" })} title={`How ${name} performs`} className="truncate hover:underline">
            {name}
          </ScopeLink>
          {simulated && <SimulatedTag small />}
        </span>
      </NameCell>
      <WordsCell>{kind}</WordsCell>
      <WordsCell>
        <ScopeLink to={changed(scope, { sub: "prices", own: { catalogue } })} title={`The prices of ${catalogue}`} className="hover:underline">
          {catalogue}
        </ScopeLink>
      </WordsCell>
      <WordsCell title={breaker === null ? undefined : exact(breaker.since, tz)}>
        <BreakerState breaker={breaker} tz={tz} />
        {breaker !== null && <span className="ml-1.5 text-2xs text-faint">{ago(breaker.since, Date.parse(asOf))}</span>}
      </WordsCell>
      <WordsCell>
        {models.length === 0 ? (
          <span className="text-faint">none</span>
        ) : (
          <ul className="space-y-1">
            {models.map(({ model, breaker: own }) => (
              <li key={model} className="flex items-center gap-2">
                <span>{model}</span>
                <BreakerState breaker={own} tz={tz} />
                <span className="text-2xs text-faint">{ago(own.since, Date.parse(asOf))}</span>
              </li>
            ))}
          </ul>
        )}
      </WordsCell>
    </tr>
  );
}
