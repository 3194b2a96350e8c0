// One bucket of the net chart, to the last digit: what was, or what may come.
import type { Window } from "../../api/types.ts";
import { Tip, TipLine } from "../../chart/Tip.tsx";
import { exactUsd } from "../../money/format.ts";
import { bucketName } from "../../time/format.ts";
import type { NetRow } from "./netRows.ts";

interface NetTooltipProps {
  row: NetRow;
  grain: Window;
  tz: string;
}

export function NetTooltip({ row, grain, tz }: NetTooltipProps) {
  const { bucket, ahead, start } = row;
  // Of a forecast by weeks each point is a day.
  const title = bucketName(start, bucket === null ? "day" : grain, tz);
  return (
    <Tip title={title} {...(ahead === null ? {} : { note: "What may come is modelled." })}>
      {bucket !== null && (
        <>
          <TipLine label="Net so far">{exactUsd(bucket.cumulative_net_usd)}</TipLine>
          <TipLine label="Savings so far">{exactUsd(bucket.cumulative_savings_usd)}</TipLine>
          <TipLine label="Platform so far">{exactUsd(bucket.cumulative_platform_usd)}</TipLine>
          <TipLine label={grain === "week" ? "Savings of the week" : "Savings of the day"}>{exactUsd(bucket.savings_usd)}</TipLine>
        </>
      )}
      {ahead !== null && (
        <>
          <TipLine label={bucket === null ? "Net, high" : "At its end, high"}>{exactUsd(ahead.high_net_usd)}</TipLine>
          <TipLine label="Expected">{exactUsd(ahead.base_net_usd)}</TipLine>
          <TipLine label="Low">{exactUsd(ahead.low_net_usd)}</TipLine>
        </>
      )}
    </Tip>
  );
}
