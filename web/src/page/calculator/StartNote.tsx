// Where the figures of the form come from: what was measured of the current model, and a way back to that.
import type { ReactNode } from "react";
import type { UsageAnswer } from "../../api/types.ts";
import { count, counted } from "../../figures/number.ts";
import { daysOf } from "../../time/format.ts";
import { Button } from "../../ui/Button.tsx";
import { Money } from "../../ui/Money.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { rangeWords } from "../../url/range.ts";
import { formOf, type Month, MONTH_DAYS, type UsedModel } from "./start.ts";
import type { Edited } from "./useForm.ts";

interface StartNoteProps {
  edited: Edited;
  models: readonly UsedModel[];
  /** The current model; null where none was used and none was named. */
  model: string | null;
  /** Its last 30 days, and the same as a month; null where there was no request. */
  usage: UsageAnswer | null;
  month: Month | null;
}

export function StartNote({ edited, models, model, usage, month }: StartNoteProps) {
  if (models.length === 0) {
    return (
      <Note tag="Example">
        No request with a known price was measured in the last 30 days, so the case begins with example values. Send some requests, or put in
        your own figures.
      </Note>
    );
  }
  const cost = models.find(({ name }) => name === model)?.cost_usd ?? null;
  if (model === null || usage === null || month === null || cost === null) {
    return (
      <Note tag="Not measured">
        {model === null ? "This model" : <b className="font-medium">{model}</b>} was not used in the last 30 days, so its figures are your own.
      </Note>
    );
  }
  const measured = formOf(model, month);
  const { form } = edited;
  const differs = form.requests !== measured.requests || form.input !== measured.input || form.output !== measured.output;
  return (
    <Note tag="Measured">
      {counted(month.counted, "request")} to <b className="font-medium text-ink">{model}</b> from{" "}
      {rangeWords(daysOf({ from: month.from, to: usage.as_of, tz: usage.period.tz }))}, with a mean of {count(month.input)} input and {count(month.output)} output tokens; they cost <Money value={cost} />. Over{" "}
      {month.days.toFixed(1)} days, scaled to a month of {MONTH_DAYS.toFixed(1)}, that is {counted(month.requests, "request")}.
      {usage.total.tokens.cache_read > 0 && " Some of the input came from prompt caches and cost less; here all of it is priced as uncached."}
      {differs && (
        <span className="mt-2 block">
          <Button
            weight="small"
            onClick={() => {
              edited.choose(measured);
            }}
          >
            Use what was measured
          </Button>
        </span>
      )}
    </Note>
  );
}

function Note({ tag, children }: { tag: string; children: ReactNode }) {
  return (
    <p className="rounded-lg bg-ground px-3 py-2.5 text-xs leading-5 text-muted" data-testid="start-note">
      <Tag>{tag}</Tag> {children}
    </p>
  );
}
