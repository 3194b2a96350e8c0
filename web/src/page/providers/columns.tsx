// The columns in which providers and models are compared: how each is written, with what it is of, and how rows are ordered by it.
import type { ReactNode } from "react";
import type { Percentiles, Performance } from "../../api/types.ts";
import { count, countShort, counted, duration, percent, rate } from "../../figures/number.ts";
import type { Rank } from "../../figures/order.ts";
import { parsePicoOrNull } from "../../money/pico.ts";
import { FigureCell } from "../../ui/FigureCell.tsx";
import { Money } from "../../ui/Money.tsx";
import type { Column } from "../../ui/TableHead.tsx";
import type { Scope } from "../../url/scope.ts";
import { RowsLink } from "../requests/RowsLink.tsx";

export interface PerformanceColumn extends Column {
  order: { by: string; descendingFirst: boolean };
  /** `rows` are the requests behind the figures. */
  cell: (figures: Performance, rows: Scope) => ReactNode;
  rank: (figures: Performance) => Rank;
}

const SUCCESS: PerformanceColumn = {
  name: "Success",
  title: "Attempts that gave a complete answer; failures caused by clients are left out",
  order: { by: "success", descendingFirst: true },
  rank: ({ success_percent }) => success_percent,
  cell: ({ attempts, succeeded, failed_client, success_percent }) => (
    <FigureCell
      note={`n ${countShort(attempts - failed_client)}`}
      title={`${count(succeeded)} of ${counted(attempts - failed_client, "attempt")}; ${count(failed_client)} failed by the client, left out`}
    >
      <span className={successTone(success_percent)}>{percent(success_percent)}</span>
    </FigureCell>
  ),
};

/** Whether a success rate calls for attention. */
function successTone(success: number | null): string {
  if (success === null) return "text-faint";
  if (success >= 99) return "";
  return success >= 95 ? "text-warn" : "text-loss";
}

function latency(name: "p50" | "p95" | "p99", title: string): PerformanceColumn {
  return {
    name,
    title,
    order: { by: name, descendingFirst: false },
    rank: ({ latency_ms }) => latency_ms[name],
    cell: ({ latency_ms }) => (
      <FigureCell note={`n ${countShort(latency_ms.n)}`} title={`of ${counted(latency_ms.n, "successful attempt")}`}>
        {duration(latency_ms[name])}
      </FigureCell>
    ),
  };
}

function medianCell(values: Percentiles, written: (value: number | null) => string) {
  const title = `p95 ${written(values.p95)}, p99 ${written(values.p99)}, of ${counted(values.n, "streamed attempt")}`;
  return (
    <FigureCell note={`n ${countShort(values.n)}`} title={title}>
      {written(values.p50)}
    </FigureCell>
  );
}

const FIRST_TOKEN: PerformanceColumn = {
  name: "First token",
  title: "Median time to the first token of streamed attempts",
  order: { by: "first_token", descendingFirst: false },
  rank: ({ ttft_ms }) => ttft_ms.p50,
  cell: ({ ttft_ms }) => medianCell(ttft_ms, duration),
};

const SPEED: PerformanceColumn = {
  name: "Tokens/s",
  title: "Median output tokens a second of streamed attempts",
  order: { by: "speed", descendingFirst: true },
  rank: ({ tokens_per_s }) => tokens_per_s.p50,
  cell: ({ tokens_per_s }) => medianCell(tokens_per_s, rate),
};

function faults(name: string, title: string, by: string, of: (figures: Performance) => number, whole = false): PerformanceColumn {
  return {
    name,
    title,
    order: { by, descendingFirst: true },
    rank: of,
    cell: (figures) => (
      <FigureCell
        title={whole ? `${counted(figures.rate_limited, "rate limit")}, ${counted(figures.timed_out, "time-out")}, ${count(figures.failed_other)} failures in all` : title}
      >
        <span className={of(figures) === 0 ? "text-faint" : ""}>{count(of(figures))}</span>
      </FigureCell>
    ),
  };
}

const COST: PerformanceColumn = {
  name: "Cost",
  title: "Cost of requests whose final attempt was here",
  order: { by: "cost", descendingFirst: true },
  rank: ({ cost_usd }) => parsePicoOrNull(cost_usd),
  cell: ({ cost_usd, unpriced, requests }) => (
    <FigureCell note={unpriced > 0 ? `${count(unpriced)} unpriced` : counted(requests, "request")}>
      <Money value={cost_usd} unknown="No request here has a price" />
    </FigureCell>
  ),
};

const COST_OF_1000: PerformanceColumn = {
  name: "Per 1,000",
  title: "What a thousand of its requests cost, at the mean of those that have a price",
  order: { by: "cost_of_1000", descendingFirst: false },
  rank: ({ cost_per_1k_requests_usd }) => parsePicoOrNull(cost_per_1k_requests_usd),
  cell: ({ cost_per_1k_requests_usd, requests, unpriced }) => (
    <FigureCell note={`n ${countShort(requests - unpriced)}`} title={`of ${counted(requests - unpriced, "request")} with a price`}>
      <Money value={cost_per_1k_requests_usd} className="font-medium" unknown="No request here has a price" />
    </FigureCell>
  ),
};

const REQUESTS: PerformanceColumn = {
  name: "Requests",
  title: "Requests whose final attempt was here",
  order: { by: "requests", descendingFirst: true },
  rank: ({ requests }) => requests,
  cell: ({ requests }, rows) => (
    <FigureCell>
      <RowsLink to={rows}>{count(requests)}</RowsLink>
    </FigureCell>
  ),
};

const SPEEDS = [
  SUCCESS,
  latency("p50", "Half of the successful attempts took less"),
  latency("p95", "95 of 100 took less"),
  latency("p99", "99 of 100 took less"),
  FIRST_TOKEN,
  SPEED,
];

/** For the overview: what fits beside other cards. */
export const FEW_COLUMNS: readonly PerformanceColumn[] = [
  ...SPEEDS,
  faults("Faults", "Rate limits and time-outs among the failures", "faults", ({ failed_other }) => failed_other, true),
  COST,
];

/** For the page on which they are compared: faults by cause, and what they cost. */
export const ALL_COLUMNS: readonly PerformanceColumn[] = [
  ...SPEEDS,
  faults("Rate limits", "Attempts that were refused for their rate", "rate_limited", ({ rate_limited }) => rate_limited),
  faults("Time-outs", "Attempts that took too long", "timed_out", ({ timed_out }) => timed_out),
  faults("Other faults", "All other failures but those caused by clients", "other_faults", (row) => row.failed_other - row.rate_limited - row.timed_out),
  REQUESTS,
  COST_OF_1000,
];
