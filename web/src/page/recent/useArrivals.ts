// Which rows came after the table was first shown: those are marked for a moment as they arrive.
import { useState } from "react";
import type { EventRow } from "../../api/types.ts";

/** The ids that were not among the rows of the first render. */
export function useArrivals(rows: readonly EventRow[]): ReadonlySet<string> {
  const [atFirst] = useState(() => new Set(rows.map((row) => row.event_id)));
  return new Set(rows.map((row) => row.event_id).filter((id) => !atFirst.has(id)));
}
