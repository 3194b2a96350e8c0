// What the figures are narrowed to; each can be taken away.
import { FILTERS, type FilterName, GROUP_LABELS, GROUPS, widened } from "../../url/cut.ts";
import type { Scope } from "../../url/scope.ts";
import { nameOf } from "./names.ts";

interface FilterChipsProps {
  scope: Scope;
  change: (change: Partial<Scope>) => void;
}

export function FilterChips({ scope, change }: FilterChipsProps) {
  const { cut } = scope;
  const set = FILTERS.flatMap((name) => {
    const value = cut.filters[name];
    return value === undefined ? [] : [{ name, value }];
  });
  if (set.length === 0) return null;
  return (
    <ul aria-label="Narrowed to" className="flex flex-wrap gap-2">
      {set.map(({ name, value }) => (
        <li key={name}>
          <button
            type="button"
            onClick={() => {
              change({ cut: widened(cut, name) });
            }}
            title={`Only ${value}; click to show all again`}
            className="flex items-center gap-1.5 rounded-full bg-surface px-3 py-1 text-xs shadow-card hover:bg-hover"
          >
            <span className="text-muted">{labelOf(name)}</span>
            <span className="max-w-60 truncate font-medium">{nameOf(value)}</span>
            <span aria-hidden className="text-faint">
              {"\u00d7"}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function labelOf(filter: FilterName): string {
  const group = GROUPS.find((each) => GROUP_LABELS[each].filter === filter);
  return group === undefined ? filter : GROUP_LABELS[group].name;
}
