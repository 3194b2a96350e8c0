// The order of a table's rows, as its address holds it: a column's name, with a minus before it for the largest first.

export interface Order {
  by: string;
  descending: boolean;
}

/** Reads an order of one of the `columns`; null for the order that the rows come in. */
export function readOrder(text: string | undefined, columns: readonly string[]): Order | null {
  if (text === undefined) return null;
  const descending = text.startsWith("-");
  const by = descending ? text.slice(1) : text;
  return columns.includes(by) ? { by, descending } : null;
}

export function writeOrder(order: Order | null): string | null {
  return order === null ? null : `${order.descending ? "-" : ""}${order.by}`;
}

/** The order after a click on a column: its better way round first, then the other, then as the rows come. */
export function nextOrder(order: Order | null, by: string, descendingFirst: boolean): Order | null {
  if (order?.by !== by) return { by, descending: descendingFirst };
  return order.descending === descendingFirst ? { by, descending: !descendingFirst } : null;
}

export type Rank = string | number | bigint | null;

/** Rows in order; what is not known comes last either way, and equal rows stay as they come. */
export function inOrder<T>(rows: readonly T[], rank: (row: T) => Rank, descending: boolean): T[] {
  const ranked = rows.map((row) => ({ row, at: rank(row) }));
  const sign = descending ? -1 : 1;
  return ranked
    .sort(({ at: a }, { at: b }) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      if (a === b) return 0;
      return a < b ? -sign : sign;
    })
    .map(({ row }) => row);
}
