// The rates of one tier, in dollars a million tokens, and for all but the first when it holds.
import { Button } from "../../../ui/Button.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { CLASSES } from "./classes.ts";
import type { Refusals, TierDraft } from "./draft.ts";

interface TierFieldsProps {
  tier: TierDraft;
  /** Its place; the first is the standard one. */
  at: number;
  refused: Refusals;
  onChange: (tier: TierDraft) => void;
  onRemove: () => void;
}

export function TierFields({ tier, at, refused, onChange, onRemove }: TierFieldsProps) {
  const standard = at === 0;
  return (
    <fieldset className="mt-4 rounded-xl border border-line px-4 pt-1 pb-3">
      <legend className="px-1 text-xs font-medium">{standard ? "Dollars a million tokens" : `Tier ${at + 1}, dollars a million tokens`}</legend>
      {standard ? (
        <p className="mb-2 text-2xs text-faint">Empty is not known or not offered, and leaves such requests without a cost. 0 is free.</p>
      ) : (
        <div className="grid grid-cols-2 items-start gap-x-4">
          <TextField
            label="Service tier"
            value={tier.serviceTier}
            autoComplete="off"
            spellCheck={false}
            hint="Such as batch; empty for the standard one."
            refused={refused[`${at}.serviceTier`]}
            onChange={(event) => {
              onChange({ ...tier, serviceTier: event.target.value });
            }}
          />
          <TextField
            label="Above input tokens"
            inputMode="numeric"
            value={tier.aboveInputTokens}
            autoComplete="off"
            hint="Empty for prompts of any size."
            refused={refused[`${at}.aboveInputTokens`]}
            onChange={(event) => {
              onChange({ ...tier, aboveInputTokens: event.target.value });
            }}
          />
        </div>
      )}
      <div className="grid grid-cols-2 items-start gap-x-4 sm:grid-cols-3">
        {CLASSES.map(({ field, name, meaning }) => (
          <TextField
            key={field}
            label={name}
            title={meaning}
            inputMode="decimal"
            value={tier.rates[field]}
            placeholder={standard ? "" : "as standard"}
            autoComplete="off"
            refused={refused[`${at}.${field}`]}
            onChange={(event) => {
              onChange({ ...tier, rates: { ...tier.rates, [field]: event.target.value } });
            }}
          />
        ))}
      </div>
      {!standard && (
        <Button weight="small" className="mt-2" aria-label={`Remove tier ${at + 1}`} onClick={onRemove}>
          Remove
        </Button>
      )}
    </fieldset>
  );
}
