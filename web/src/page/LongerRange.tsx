// A way to a longer range, where the one that is chosen holds nothing.
import { Button } from "../ui/Button.tsx";
import { type Range, rangeWords } from "../url/range.ts";
import type { Change } from "../url/scope.ts";

export function LongerRange({ range, change }: { range: Range; change: Change }) {
  if (range === "12mo") return null;
  const longer = range === "90d" ? "12mo" : "90d";
  return (
    <Button
      onClick={() => {
        change({ range: longer });
      }}
    >
      Show {rangeWords(longer)}
    </Button>
  );
}
