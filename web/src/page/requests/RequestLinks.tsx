// From one request to others like it, and to its own address.
import type { EventRow } from "../../api/types.ts";
import type { Filters } from "../../url/cut.ts";
import { rowOf, rowsOf } from "../../url/rows.ts";
import type { Scope } from "../../url/scope.ts";
import { nameOf } from "../names.ts";
import { RowsLink } from "./RowsLink.tsx";

interface Like {
  name: string;
  value: string | null;
  filters?: Filters;
  own?: Record<string, string>;
}

function likes(row: EventRow): Like[] {
  const { key_id, user_id, session_id, error_code } = row;
  return [
    { name: "key", value: key_id, ...(key_id === null ? {} : { filters: { key_id } }) },
    { name: "user", value: user_id, ...(user_id === null ? {} : { filters: { user_id } }) },
    { name: "conversation", value: session_id, ...(session_id === null ? {} : { own: { session_id } }) },
    { name: "error", value: error_code, ...(error_code === null ? {} : { own: { error_code } }) },
  ];
}

export function RequestLinks({ row, scope }: { row: EventRow; scope: Scope }) {
  // Others like it are looked for in the whole range, not only among what the page is narrowed to.
  const whole = { ...scope, cut: { ...scope.cut, filters: {} } };
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-muted md:col-span-3">
      <RowsLink to={rowOf(scope, row.event_id)} title="An address to keep or to send">
        Link to this request
      </RowsLink>
      {likes(row).map(
        ({ name, value, filters, own }) =>
          value !== null && (
            <span key={name}>
              Others of the same {name}:{" "}
              <RowsLink to={rowsOf(whole, filters, own)} title={value}>
                {nameOf(value)}
              </RowsLink>
            </span>
          ),
      )}
    </p>
  );
}
