// The models to move to, each with its share of the requests; what they leave stays where it is.
import { X } from "lucide-react";
import { Button } from "../../ui/Button.tsx";
import { TextField } from "../../ui/Field.tsx";
import { candidateFields, type Refused } from "./case.ts";
import { type CandidateText, MOST_CANDIDATES } from "./form.ts";
import type { Edited } from "./useForm.ts";

interface CandidatesProps {
  edited: Edited;
  refused: Refused;
  /** The id of the list of models to offer. */
  offered: string;
}

export function Candidates({ edited, refused, offered }: CandidatesProps) {
  const { to } = edited.form;
  const type = (place: number, part: Partial<CandidateText>) => {
    const next = to.map((candidate, at) => (at === place ? { ...candidate, ...part } : candidate));
    edited.type({ to: next }, `${Object.keys(part).join()} ${place}`);
  };
  return (
    <>
      <ul className="space-y-1">
        {to.map((candidate, place) => {
          const fields = candidateFields(place);
          const number = place + 1;
          return (
            // A candidate has no name but its place: its model may be empty or stand there twice.
            <li key={place} className="grid grid-cols-[minmax(0,1fr)_4.5rem_1.75rem] gap-2">
              <TextField
                label={`Model ${number}`}
                list={offered}
                spellCheck={false}
                autoComplete="off"
                value={candidate.model}
                title={candidate.model}
                refused={refused[fields.model]}
                onChange={(event) => {
                  type(place, { model: event.target.value });
                }}
              />
              <TextField
                label={`Share ${number}, %`}
                inputMode="numeric"
                autoComplete="off"
                value={candidate.share}
                refused={refused[fields.share]}
                onChange={(event) => {
                  type(place, { share: event.target.value });
                }}
              />
              <button
                type="button"
                aria-label={`Take model ${number} out`}
                title="Take it out"
                onClick={() => {
                  edited.choose({ to: to.filter((_, at) => at !== place) });
                }}
                className="mt-6 flex h-8 items-center justify-center rounded-md text-faint hover:bg-hover hover:text-ink"
              >
                <X aria-hidden className="size-4" />
              </button>
            </li>
          );
        })}
      </ul>
      <div className="mt-1 flex flex-wrap items-center justify-between gap-2">
        <Rest to={to} refused={refused.candidates} />
        <Button
          weight="small"
          disabled={to.length >= MOST_CANDIDATES}
          title={to.length >= MOST_CANDIDATES ? `A case takes ${MOST_CANDIDATES} models at most` : undefined}
          onClick={() => {
            edited.choose({ to: [...to, { model: "", share: "" }] });
          }}
        >
          Add a model
        </Button>
      </div>
    </>
  );
}

/** What stays on the current model, or what is wrong with all shares together. */
function Rest({ to, refused }: { to: readonly CandidateText[]; refused: string | undefined }) {
  if (refused !== undefined) {
    return (
      <p role="alert" className="text-2xs text-loss">
        {refused}
      </p>
    );
  }
  if (to.length === 0) return <p className="text-2xs text-faint">Nothing moves yet: add a model to move to.</p>;
  const moved = to.reduce((sum, { share }) => sum + (/^\d+$/.test(share) ? Number(share) : 0), 0);
  return <p className="figure text-2xs text-faint">{moved <= 100 ? `${100 - moved}% stays on the current model` : ""}</p>;
}
