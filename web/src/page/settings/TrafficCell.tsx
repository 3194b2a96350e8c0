// A key's or a user's requests of the last 30 days, and the way to what they cost.
import { count } from "../../figures/number.ts";
import { FigureCell } from "../../ui/FigureCell.tsx";
import { ScopeLink } from "../../url/ScopeLink.tsx";
import type { Traffic } from "./useTraffic.ts";

export function TrafficCell({ traffic, id, name }: { traffic: Traffic; id: string; name: string }) {
  const requests = traffic.of(id);
  if (requests === null || requests === 0) {
    return (
      <FigureCell title={requests === null ? "Not among the 50 dearest, which are told apart" : "None in the last 30 days"}>
        <span className="text-faint">{requests ?? "\u2014"}</span>
      </FigureCell>
    );
  }
  return (
    <FigureCell>
      <ScopeLink to={traffic.costsOf(id)} title={`What the requests of ${name} cost`} className="underline decoration-line-strong underline-offset-2 hover:decoration-ink">
        {count(requests)}
      </ScopeLink>
    </FigureCell>
  );
}
