// Whether the gateway sends to a provider now.
import type { Breaker } from "../../api/types.ts";
import { exact } from "../../time/format.ts";
import { Tag, type Tone } from "../../ui/Tag.tsx";

const STATES: Record<Breaker["state"], { word: string; tone: Tone; meaning: string }> = {
  closed: { word: "Closed", tone: "gain", meaning: "Requests go through" },
  half_open: { word: "Half open", tone: "warn", meaning: "A few requests probe whether it works again" },
  open: { word: "Open", tone: "loss", meaning: "No requests go here" },
};

export function BreakerState({ breaker, tz }: { breaker: Breaker | null; tz: string }) {
  if (!breaker) {
    return (
      <span className="text-faint" title="The gateway has not sent to it yet">
        {"\u2014"}
      </span>
    );
  }
  const { word, tone, meaning } = STATES[breaker.state];
  const why = breaker.reason === null ? "" : `: ${breaker.reason}`;
  return (
    <Tag tone={tone} title={`${meaning}, since ${exact(breaker.since, tz)}${why}`}>
      {word}
      {breaker.reason !== null && breaker.state !== "closed" && <span className="font-normal">{breaker.reason}</span>}
    </Tag>
  );
}
