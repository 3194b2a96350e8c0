// The usage page: requests and tokens by class, over time and by the hour of the week, and who drives them.
import { useUsage } from "../../api/usage.ts";
import { ownOf } from "../../url/own.ts";
import type { PageProps } from "../Around.ts";
import { Page } from "../Page.tsx";
import { HoursCard } from "./HoursCard.tsx";
import { layersOf } from "./layers.ts";
import { MEASURES } from "./measures.ts";
import { TokensCard } from "./TokensCard.tsx";
import { UsageCard } from "./UsageCard.tsx";
import { UsageGroups } from "./UsageGroups.tsx";

export default function Usage({ around }: PageProps) {
  const { scope, change } = around;
  const measure = ownOf(scope, "measure", MEASURES);
  return (
    <Page around={around} query={useUsage(scope)}>
      {(answer) => {
        const layers = layersOf(answer, scope.cut.groupBy, measure);
        const given = { answer, scope, change, measure, layers };
        return (
          <>
            <UsageCard {...given} />
            <UsageGroups {...given} />
            <TokensCard answer={answer} />
            <HoursCard around={around} answer={answer} measure={measure} />
          </>
        );
      }}
    </Page>
  );
}
