// What the figures are narrowed to, each of which can be taken away, and a way to narrow them further.
import { Plus } from "lucide-react";
import { FILTERS, type FilterName, GROUP_LABELS, GROUPS, widened } from "../../url/cut.ts";
import type { Change, Scope } from "../../url/scope.ts";
import { nameOf } from "../names.ts";
import { Chip } from "../../ui/Chip.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { FilterChoice } from "./FilterChoice.tsx";

interface FilterBarProps {
  scope: Scope;
  change: Change;
  /** The filters that this page takes. */
  takes: readonly FilterName[];
}

export function FilterBar({ scope, change, takes }: FilterBarProps) {
  const { cut } = scope;
  const set = FILTERS.flatMap((name) => {
    const value = cut.filters[name];
    return value === undefined ? [] : [{ name, value, holds: takes.includes(name) }];
  });
  return (
    <ul aria-label="Narrowed to" className="flex flex-wrap items-center gap-1.5">
      {set.map(({ name, value, holds }) => (
        <li key={name}>
          <Chip
            label={labelOf(name)}
            value={nameOf(value)}
            title={holds ? `Only ${value}; click to show all again` : "These figures cannot be narrowed so; it holds on other pages"}
            struck={!holds}
            onRemove={() => {
              change({ cut: widened(cut, name) });
            }}
          />
        </li>
      ))}
      <li>
        <Popover
          label="Add a filter"
          opener={(props) => (
            <button type="button" {...props} className="flex items-center gap-1 rounded-full px-2 py-1 text-xs text-muted hover:bg-hover hover:text-ink">
              <Plus aria-hidden className="size-3" />
              Filter
            </button>
          )}
        >
          {(close) => (
            <FilterChoice
              scope={scope}
              takes={takes}
              onChoose={(name, value) => {
                close();
                change({ cut: { ...cut, filters: { ...cut.filters, [name]: value } } });
              }}
            />
          )}
        </Popover>
      </li>
    </ul>
  );
}

function labelOf(filter: FilterName): string {
  const group = GROUPS.find((each) => GROUP_LABELS[each].filter === filter);
  return group === undefined ? filter : GROUP_LABELS[group].name;
}
