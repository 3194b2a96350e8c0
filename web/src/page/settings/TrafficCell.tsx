// A key's or a user's requests of the last 30 days, and the way to what they cost.
import { count } from "../../figures/number.ts";
import { FigureCell } from "../../ui/FigureCell.tsx";
import { RowsLink } from "../requests/RowsLink.tsx";
import type { Traffic } from "./useTraffic.ts";

export function TrafficCell({ traffic, id, name }: { traffic: Traffic; id: string; name: string }) {
  const requests = traffic.of(id);
  if (requests === null || requests === 0) {
    return (
      <FigureCell title={requests === null ? traffic.unknown : "None in the last 30 days"}>
        <span className="text-faint">{requests ?? "\u2014"}</span>
      </FigureCell>
    );
  }
  return (
    <FigureCell>
      <RowsLink to={traffic.costsOf(id)} title={`What the requests of ${name} cost`}>
        {count(requests)}
      </RowsLink>
    </FigureCell>
  );
}
