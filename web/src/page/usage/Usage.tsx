// The usage page: requests and tokens by class, over time and by the hour of the week, and who drives them.
import { useDeferredValue } from "react";
import type { UsageAnswer } from "../../api/types.ts";
import { useUsage } from "../../api/usage.ts";
import { ownOf } from "../../url/own.ts";
import type { Around, PageProps } from "../Around.ts";
import { Page } from "../Page.tsx";
import { HoursCard } from "./HoursCard.tsx";
import { layersOf } from "./layers.ts";
import { MEASURES } from "./measures.ts";
import { TokensCard } from "./TokensCard.tsx";
import { UsageCard } from "./UsageCard.tsx";
import { UsageGroups } from "./UsageGroups.tsx";

export default function Usage({ around }: PageProps) {
  return (
    <Page around={around} query={useUsage(around.scope)}>
      {(answer) => <Drawn around={around} answer={answer} />}
    </Page>
  );
}

function Drawn({ around, answer }: { around: Around; answer: UsageAnswer }) {
  const { scope, change } = around;
  // What is pressed shows at once; the chart and the table follow as soon as they are drawn.
  const drawn = useDeferredValue(scope);
  const measure = ownOf(drawn, "measure", MEASURES);
  const layers = layersOf(answer, drawn.cut.groupBy, measure);
  return (
    <>
      <UsageCard answer={answer} scope={scope} change={change} measure={measure} layers={layers} />
      <UsageGroups answer={answer} scope={drawn} measure={measure} layers={layers} />
      <TokensCard answer={answer} />
      <HoursCard around={around} answer={answer} measure={measure} />
    </>
  );
}
