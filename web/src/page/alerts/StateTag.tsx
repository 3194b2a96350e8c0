// Where a rule stands, in a word.
import type { AlertItem } from "../../api/types.ts";
import { Tag, type Tone } from "../../ui/Tag.tsx";
import { type Standing, standingOf } from "./standing.ts";
import { STATE_WORDS } from "./words.ts";

export const STANDING_LOOKS: Record<Standing, { word: string; tone: Tone; title: string }> = {
  firing: { word: STATE_WORDS.ALERT, tone: "loss", title: "Its figure is beyond the threshold" },
  no_data: { word: STATE_WORDS.NO_DATA, tone: "warn", title: "Too few requests in its window to tell" },
  ok: { word: STATE_WORDS.OK, tone: "gain", title: "Its figure is on the safe side" },
  off: { word: "Off", tone: "neutral", title: "It is not looked at" },
};

export function StateTag({ item }: { item: AlertItem }) {
  const { word, tone, title } = STANDING_LOOKS[standingOf(item)];
  return (
    <Tag tone={tone} title={title}>
      {word}
    </Tag>
  );
}
