// A word with a colour: states and marks.
import type { ReactNode } from "react";

export type Tone = "neutral" | "gain" | "loss" | "warn";

const TONES: Record<Tone, string> = {
  neutral: "bg-sunken text-muted",
  gain: "bg-gain-soft text-gain",
  loss: "bg-loss-soft text-loss",
  warn: "bg-warn-soft text-warn",
};

interface TagProps {
  tone?: Tone;
  title?: string | undefined;
  children: ReactNode;
}

export function Tag({ tone = "neutral", title, children }: TagProps) {
  return (
    <span
      title={title}
      className={`inline-flex items-center gap-1 rounded-md px-1.5 text-2xs leading-5 font-medium whitespace-nowrap ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}

/** The mark on everything a sandbox had a part in. */
export function SimulatedTag({ small = false }: { small?: boolean }) {
  const title = "Sandbox providers answered here: the figures are made up, and nobody was billed.";
  return (
    <Tag tone="warn" title={title}>
      {small ? "sim" : <span className="font-semibold tracking-wider">SIMULATED</span>}
    </Tag>
  );
}
