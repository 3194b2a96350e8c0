// What stands above a page on paper, in place of the bars: what it is, whose figures, and as of when.
import { exact } from "../../time/format.ts";
import { Mark } from "../../ui/Mark.tsx";
import { SimulatedTag } from "../../ui/Tag.tsx";
import { PAGE_FACTS } from "../../url/pages.ts";
import type { Around } from "../Around.ts";
import type { Shown } from "./Shown.ts";

export function PrintHead({ around, shown }: { around: Around; shown: Shown | null }) {
  return (
    <div className="hidden items-center gap-2.5 border-b border-line px-6 pb-3 print:flex">
      <Mark className="size-5 shrink-0" />
      <span className="font-semibold">Tollkeeper: {PAGE_FACTS[around.scope.page].name}</span>
      <span>{around.tenant?.name}</span>
      {shown?.simulated === true && <SimulatedTag />}
      {shown !== null && <span className="figure ml-auto text-xs text-muted">as of {exact(shown.as_of, shown.period.tz)}</span>}
    </div>
  );
}
