// Whether the figures move by themselves, and when they were read.
import type { Phase } from "../../live/machine.ts";
import { clock, exact } from "../../time/format.ts";

interface Look {
  word: string;
  dot: string;
  text: string;
  title: string;
}

const LIVE: Look = { word: "Live", dot: "bg-gain", text: "text-gain", title: "Figures arrive as they change." };
const JOINING: Look = { word: "Connecting", dot: "bg-faint animate-breathe", text: "text-muted", title: "Opening the live connection." };
const STALE: Look = {
  word: "Stale",
  dot: "bg-warn",
  text: "text-warn",
  title: "No news for over 12 seconds; the server promises some every 5. The figures are as of the time shown.",
};
const RECONNECTING: Look = {
  word: "Reconnecting",
  dot: "bg-warn animate-breathe",
  text: "text-warn",
  title: "The live connection broke and is tried again; meanwhile the figures are asked for every 30 seconds.",
};

const LOOKS: Record<Phase, Look> = {
  idle: JOINING,
  connecting: JOINING,
  open: JOINING,
  live: LIVE,
  stale: STALE,
  waiting: RECONNECTING,
  ended: { ...STALE, word: "Signed out", title: "The session has ended." },
};

interface LiveStatusProps {
  phase: Phase;
  asOf: string | null;
  tz: string;
}

export function LiveStatus({ phase, asOf, tz }: LiveStatusProps) {
  const look = LOOKS[phase];
  return (
    <div className="flex items-center gap-1.5 text-xs whitespace-nowrap" title={look.title} data-live={phase}>
      <span aria-hidden className={`size-2 rounded-full ${look.dot}`} />
      <span role="status" className={`font-medium ${look.text} ${look === LIVE ? "max-sm:sr-only" : ""}`}>
        {look.word}
      </span>
      {asOf !== null && (
        <time dateTime={asOf} title={`As of ${exact(asOf, tz)}`} className="figure text-muted">
          <span className="hidden sm:inline">as of </span>
          {clock(asOf, tz)}
        </time>
      )}
    </div>
  );
}
