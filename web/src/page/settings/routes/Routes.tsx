// The routes as the gateways are configured: names that a client may send as model, and who can serve them.
import { useConfiguredRoutes } from "../../../api/configured.ts";
import { Card } from "../../../ui/Card.tsx";
import { Snippet } from "../../../ui/Snippet.tsx";
import { Answered } from "../../Answered.tsx";
import { Nothing } from "../Nothing.tsx";
import type { SectionProps } from "../SectionProps.ts";
import { RouteLine } from "./RouteLine.tsx";

const ADDING = `[[route]]
name       = "auto"              # what clients send as model
strategy   = "cost_optimized"    # cost_optimized | performance | priority | weighted
candidates = ["openai/gpt-5.4-mini", "openai/gpt-5.4"]
baseline   = "openai/gpt-5.4"    # what savings are measured against`;

export function Routes({ around, tz }: SectionProps) {
  return (
    <>
      <Card title="Routes" aside="as the gateway that read its configuration last has them" flush>
        <Answered around={around} query={useConfiguredRoutes()}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing title="No route is configured">
                Clients name a model, and its provider is asked. With a route they name the route, and the gateway chooses.
              </Nothing>
            ) : (
              <ul className="border-t border-line" data-testid="routes">
                {items.map((route) => (
                  <RouteLine key={route.name} route={route} scope={around.scope} tz={tz} />
                ))}
              </ul>
            )
          }
        </Answered>
      </Card>
      <Card title="Add a route">
        <p className="mb-3 max-w-prose text-dense text-muted">
          Routes stand in the gateways&rsquo; configuration file. A gateway takes a changed file within seconds, and refuses one that names a model nobody
          serves.
        </p>
        <Snippet label="A route in the configuration" text={ADDING} head="tollkeeper.toml" />
      </Card>
    </>
  );
}
