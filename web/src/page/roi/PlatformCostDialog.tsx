// Says what the platform costs: a month, once, and from which day it counts.
import { type SubmitEvent, useState } from "react";
import { Problem } from "../../api/client.ts";
import type { Owner } from "../../api/figures.ts";
import { useSetPlatformCost } from "../../api/roi.ts";
import type { PlatformCost } from "../../api/types.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import { TextField } from "../../ui/Field.tsx";
import { type CostText, costText, readCost } from "./platformCost.ts";

interface PlatformCostDialogProps {
  scope: Owner;
  /** What it costs now. */
  now: PlatformCost;
  onClose: () => void;
}

export function PlatformCostDialog({ scope, now, onClose }: PlatformCostDialogProps) {
  const [text, setText] = useState<CostText>(() => costText(now));
  const [refused, setRefused] = useState<Partial<Record<keyof PlatformCost, string>>>({});
  const set = useSetPlatformCost(scope);
  const problem = set.error instanceof Problem ? set.error : null;
  const wrong = (name: keyof PlatformCost) => refused[name] ?? (problem?.field === name ? `${problem.detail} ${problem.fix ?? ""}` : null);
  const field = (name: keyof PlatformCost) => ({
    value: text[name],
    refused: wrong(name),
    onChange: (event: { target: { value: string } }) => {
      setText({ ...text, [name]: event.target.value });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const read = readCost(text);
    setRefused(read.refused ?? {});
    if (read.cost !== null) set.mutate(read.cost, { onSuccess: onClose });
  };
  return (
    <Dialog title="What the platform costs" onClose={onClose}>
      <form noValidate onSubmit={submit} className="space-y-3">
        <p className="text-dense text-muted">
          What you pay to run Tollkeeper. It is taken off the savings, day by day; a month&rsquo;s days come to exactly the month.
        </p>
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
          <TextField label="A month, $" inputMode="decimal" autoFocus {...field("monthly_usd")} />
          <TextField label="Setup, $" hint="once" inputMode="decimal" {...field("setup_usd")} />
          <TextField label="Since" hint="empty: the first request" type="date" {...field("since")} />
        </div>
        {set.error && problem?.field == null && <ErrorNote error={set.error} />}
        <div className="flex justify-end gap-2 pt-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button weight="solid" type="submit" disabled={set.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
