// What stands where no request matches: what to take away, or how to send a first one.
import { Button } from "../../ui/Button.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { narrows, readConditions } from "../../url/conditions.ts";
import { DEFAULT_CUT } from "../../url/cut.ts";
import { during, rangeWords } from "../../url/range.ts";
import { changed, type Change, type Scope } from "../../url/scope.ts";
import { LongerRange } from "../LongerRange.tsx";
import { RowsLink } from "./RowsLink.tsx";

export function NoRows({ scope, change }: { scope: Scope; change: Change }) {
  const narrowed = narrows(readConditions(scope.own)) || Object.keys(scope.cut.filters).length > 0;
  if (narrowed) {
    return (
      <Empty
        title="No such requests"
        action={
          <Button
            onClick={() => {
              change({ own: {}, cut: { ...scope.cut, filters: DEFAULT_CUT.filters } });
            }}
          >
            Show all of {rangeWords(scope.range)}
          </Button>
        }
      >
        Nothing passes all of the filters and conditions above. Take one of them away, or look at a longer range.
      </Empty>
    );
  }
  return (
    <Empty title={`No requests ${during(scope.range)}`} action={<LongerRange range={scope.range} change={change} />}>
      Every request that the gateway admits is a row here, as soon as it ends. Point a client at{" "}
      <code className="font-mono text-xs">{window.location.origin}</code>, or see{" "}
      <RowsLink to={changed(scope, { page: "overview" })} title="The overview">
        how to send the first one
      </RowsLink>
      .
    </Empty>
  );
}
