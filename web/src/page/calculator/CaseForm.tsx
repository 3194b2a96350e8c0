// The case to reckon: what there is now, what would move, what it costs, and what people's time is worth.
import type { ReactNode } from "react";
import { Card } from "../../ui/Card.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Candidates } from "./Candidates.tsx";
import type { Refused } from "./case.ts";
import type { Form } from "./form.ts";
import type { UsedModel } from "./start.ts";
import type { Edited } from "./useForm.ts";

interface CaseFormProps {
  edited: Edited;
  models: readonly UsedModel[];
  /** What is wrong, by the API's name of the field. */
  refused: Refused;
  /** Where the figures come from. */
  note: ReactNode;
}

type TextName = Exclude<keyof Form, "to">;

/** The models that were used, offered as one types. */
const OFFERED = "calculator-models";

export function CaseForm({ edited, models, refused, note }: CaseFormProps) {
  const { form, type, settle } = edited;
  const field = (name: TextName, apiName: string) => ({
    value: form[name],
    refused: refused[apiName],
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => {
      type({ [name]: event.target.value }, name);
    },
  });
  return (
    <Card title="The case" aside="Figures follow as you type" className="print:hidden">
      <form
        noValidate
        aria-label="The case"
        onBlur={settle}
        onSubmit={(event) => {
          event.preventDefault();
          settle();
        }}
        className="space-y-5"
      >
        {note}
        <Group name="A month now">
          <TextField label="Current model" list={OFFERED} spellCheck={false} {...field("current", "current_model")} />
          <div className="grid grid-cols-3 gap-2.5">
            <TextField label="Requests" hint="a month" inputMode="numeric" {...field("requests", "requests_per_month")} />
            <TextField label="Input tokens" hint="a request" inputMode="numeric" {...field("input", "input_tokens")} />
            <TextField label="Output tokens" hint="a request" inputMode="numeric" {...field("output", "output_tokens")} />
          </div>
        </Group>
        <Group name="What would move">
          <Candidates edited={edited} refused={refused} offered={OFFERED} />
        </Group>
        <Group name="What Tollkeeper costs">
          <div className="grid grid-cols-2 gap-2.5">
            <TextField label="Platform, $" hint="a month" inputMode="decimal" placeholder="0" {...field("platform", "platform_cost_usd_per_month")} />
            <TextField label="Setup, $" hint="once" inputMode="decimal" placeholder="0" {...field("setup", "setup_cost_usd")} />
          </div>
        </Group>
        <Group name="People's time, if you want it valued">
          <div className="grid grid-cols-2 gap-2.5">
            <TextField label="Minutes won" hint="a month, all people" inputMode="numeric" {...field("minutes", "minutes_won_per_month")} />
            <TextField label="Hourly rate, $" hint="needs both fields" inputMode="decimal" {...field("hourly", "hourly_rate_usd")} />
          </div>
        </Group>
        <datalist id={OFFERED}>
          {models.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </form>
    </Card>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-dense font-semibold">{name}</legend>
      {children}
    </fieldset>
  );
}
