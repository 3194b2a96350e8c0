// One bucket's exact counts, the top layer first.
import type { UsageAnswer } from "../../api/types.ts";
import { Stroke, Swatch } from "../../chart/Legend.tsx";
import { Tip, TipLine } from "../../chart/Tip.tsx";
import { count } from "../../figures/number.ts";
import { bucketName } from "../../time/format.ts";
import type { ChartRow, Layer } from "./layers.ts";

interface UsageTipProps {
  row: ChartRow;
  layers: Layer[];
  answer: UsageAnswer;
}

export function UsageTip({ row, layers, answer: { grain, period, compared } }: UsageTipProps) {
  const written = (amount: number | null | undefined) => (amount === null || amount === undefined ? "\u2014" : count(amount));
  return (
    <Tip title={bucketName(row.start, grain, period.tz)} note="Click for the requests">
      {layers
        .map(({ id, name, colour }, index) => (
          <TipLine key={id} label={name} mark={<Swatch colour={colour} />}>
            {written(row.amounts[index])}
          </TipLine>
        ))
        .reverse()}
      <TipLine label="All" mark={null}>
        {written(row.whole)}
      </TipLine>
      {compared && (
        <TipLine label="In the span compared with" mark={<Stroke colour="var(--warn)" />}>
          {written(row.then)}
        </TipLine>
      )}
    </Tip>
  );
}
