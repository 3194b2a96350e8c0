// What the bars and marks of the cost chart are.
import { Legend as List, LegendItem, Stroke, Swatch } from "../../chart/Legend.tsx";

/** `second` names the span to compare with, where there is one. */
export function Legend({ second = null }: { second?: string | null }) {
  return (
    <List>
      <LegendItem mark={<Swatch colour="var(--cost)" />}>Cost of requests with a baseline</LegendItem>
      <LegendItem mark={<Swatch colour="var(--cost-soft)" />}>Cost of the others</LegendItem>
      <LegendItem mark={<Stroke colour="var(--baseline-mark)" />}>Baseline</LegendItem>
      {second !== null && <LegendItem mark={<Stroke colour="var(--warn)" />}>Cost, {second}</LegendItem>}
    </List>
  );
}
