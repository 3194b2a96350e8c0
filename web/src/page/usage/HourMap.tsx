// The hours of a week as a table that is shaded by how much falls into each.
import { count, countShort, rate } from "../../figures/number.ts";
import { WEEKDAYS } from "../../time/format.ts";
import { busiest, type Cell, HOURS, meanOf } from "./hours.ts";

/** How much of the colour the busiest hour has, in percent: the text on it must stay readable. */
const DEEPEST = 55;

interface HourMapProps {
  week: Cell[][];
  /** What is counted. */
  of: string;
}

export function HourMap({ week, of }: HourMapProps) {
  const peak = busiest(week);
  return (
    <>
      <p className="text-dense text-muted">
        {peak === null ? (
          `There are no ${of} in these hours.`
        ) : (
          <>
            Busiest on <span className="font-medium text-ink">{hourName(peak.weekday, peak.hour)}</span>, with{" "}
            <span className="figure font-medium text-ink">{short(peak.mean)}</span> {of} an hour on average.
          </>
        )}
      </p>
      <div role="region" aria-label="Hours of the week" tabIndex={0} className="mt-3 overflow-x-auto">
        <table className="w-full min-w-[60rem] table-fixed border-separate border-spacing-px text-2xs" data-testid="hour-map">
          <caption className="sr-only">Mean {of} an hour, by weekday and hour of the day</caption>
          <thead>
            <tr className="text-muted">
              <th scope="col" className="sticky left-0 w-10 bg-surface">
                <span className="sr-only">Weekday</span>
              </th>
              {HOURS.map((hour) => (
                <th key={hour} scope="col" className="figure pb-1 font-normal">
                  {twoDigits(hour)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {week.map((day, weekday) => (
              <tr key={WEEKDAYS[weekday]}>
                <th scope="row" className="sticky left-0 bg-surface pr-2 text-left font-normal text-muted">
                  {WEEKDAYS[weekday]}
                </th>
                {day.map((cell, hour) => (
                  <HourCell key={HOURS[hour]} cell={cell} name={hourName(weekday, hour)} most={peak?.mean ?? 0} of={of} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface HourCellProps {
  cell: Cell;
  name: string;
  /** The busiest hour's mean. */
  most: number;
  of: string;
}

function HourCell({ cell, name, most, of }: HourCellProps) {
  const mean = meanOf(cell);
  // By the root, so that one busy hour does not make all others look alike.
  const shade = mean === null || most === 0 ? 0 : Math.sqrt(mean / most) * DEEPEST;
  return (
    <td
      title={mean === null ? `${name}: no such hour in the span` : `${name}: ${count(cell.sum)} ${of} in ${cell.times} such ${cell.times === 1 ? "hour" : "hours"}`}
      data-sum={cell.sum}
      className="figure h-7 rounded-xs text-center"
      style={{ background: `color-mix(in oklab, var(--series-1) ${shade}%, var(--sunken))` }}
    >
      {mean === null ? <span className="text-muted">{"\u2014"}</span> : short(mean)}
    </td>
  );
}

function short(mean: number): string {
  if (mean === 0) return "0";
  return mean < 100 ? rate(mean) : countShort(Math.round(mean));
}

function hourName(weekday: number, hour: number): string {
  return `${WEEKDAYS[weekday] ?? ""} ${twoDigits(hour)}:00\u2013${twoDigits((hour + 1) % 24)}:00`;
}

function twoDigits(hour: number): string {
  return String(hour).padStart(2, "0");
}
