// Which prices are shown: a catalogue, a part of the model's name, all or only one tenant's own. All of it stands in the address.
import { useState } from "react";
import { Choice, ChoiceGroup } from "../../../ui/Choice.tsx";
import { SelectField, TextField } from "../../../ui/Field.tsx";
import type { Change, Scope } from "../../../url/scope.ts";

interface PriceFiltersProps {
  scope: Scope;
  change: Change;
  tenantName: string;
  /** Those that the gateways' providers are priced by, and those of the list. */
  catalogues: { asked: string[]; others: string[] };
}

export function PriceFilters({ scope, change, tenantName, catalogues }: PriceFiltersProps) {
  const { own } = scope;
  const [typed, setTyped] = useState(own.find ?? "");
  const chosen = own.catalogue ?? "";
  const asked = [...catalogues.asked].sort();
  const others = [...new Set([...catalogues.others, ...(chosen === "" ? [] : [chosen])])].filter((name) => !asked.includes(name)).sort();
  const set = (name: string, value: string) => {
    const rest = Object.fromEntries(Object.entries(own).filter(([each]) => each !== name));
    if (value !== (own[name] ?? "")) change({ own: value === "" ? rest : { ...rest, [name]: value } });
  };
  const find = () => {
    set("find", typed.trim());
  };
  return (
    <form
      role="search"
      aria-label="Prices"
      className="grid grid-cols-1 items-start gap-x-4 gap-y-1 px-4 pb-3 sm:grid-cols-[12rem_minmax(0,16rem)_auto] sm:px-5"
      onSubmit={(event) => {
        event.preventDefault();
        find();
      }}
    >
      <SelectField
        label="Catalogue"
        value={chosen}
        onChange={(event) => {
          set("catalogue", event.target.value);
        }}
      >
        <option value="">All</option>
        <optgroup label="Of your providers">
          {asked.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </optgroup>
        {others.length > 0 && (
          <optgroup label="Others">
            {others.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </optgroup>
        )}
      </SelectField>
      <TextField
        label="Model holds"
        type="search"
        value={typed}
        placeholder="gpt-5"
        autoComplete="off"
        spellCheck={false}
        onBlur={find}
        onChange={(event) => {
          setTyped(event.target.value);
          if (event.target.value === "") set("find", "");
        }}
      />
      <div className="min-w-0 justify-self-start sm:mt-6">
        <ChoiceGroup label="Whose prices">
          <Choice
            pressed={own.whose !== "tenant"}
            onClick={() => {
              set("whose", "");
            }}
          >
            All
          </Choice>
          <Choice
            pressed={own.whose === "tenant"}
            onClick={() => {
              set("whose", "tenant");
            }}
          >
            Only {tenantName}&rsquo;s own
          </Choice>
        </ChoiceGroup>
      </div>
    </form>
  );
}
