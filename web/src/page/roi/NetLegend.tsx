// What the lines and areas of the net chart are.
import { Legend, LegendItem, Stroke, Swatch } from "../../chart/Legend.tsx";

interface NetLegendProps {
  withPlatform: boolean;
  withForecast: boolean;
  withPayback: boolean;
}

export function NetLegend({ withPlatform, withForecast, withPayback }: NetLegendProps) {
  return (
    <Legend>
      <LegendItem mark={<Stroke colour="var(--gain)" />}>Net so far</LegendItem>
      {withPlatform && <LegendItem mark={<Stroke colour="var(--baseline)" />}>Platform&rsquo;s cost so far, below zero</LegendItem>}
      {withForecast && <LegendItem mark={<Dashes />}>Expected, modelled</LegendItem>}
      {withForecast && <LegendItem mark={<Swatch colour="var(--gain-soft)" />}>80 of 100 outcomes</LegendItem>}
      {withPayback && <LegendItem mark={<Upright />}>Paid back</LegendItem>}
    </Legend>
  );
}

function Dashes() {
  return <span aria-hidden className="w-3.5 shrink-0 border-t-2 border-dashed border-gain" />;
}

function Upright() {
  return <span aria-hidden className="h-3 w-px shrink-0 bg-ink" />;
}
