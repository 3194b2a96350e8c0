// The head of a table of figures: names at the left, figures at the right, on narrow screens only what matters most. A click on a
// column that the table can be ordered by orders it.
import { nextOrder, type Order } from "../figures/order.ts";

export interface Column {
  name: string;
  title?: string;
  /** Text, not figures. */
  left?: boolean;
  /** Only where there is room. */
  wide?: boolean;
  /** What the address calls an order by this column, and whether its largest come first; it orders nothing without. */
  order?: { by: string; descendingFirst: boolean };
}

interface TableHeadProps {
  columns: readonly Column[];
  /** Whether the first column stays where it is while the others are scrolled. */
  sticky?: boolean;
  /** The order of the rows; null for the one they come in. */
  order?: Order | null;
  /** Orders the rows; without it no column can be clicked. */
  onOrder?: (order: Order | null) => void;
}

export function TableHead({ columns, sticky = false, order = null, onOrder }: TableHeadProps) {
  return (
    <thead>
      <tr className="border-y border-line text-2xs text-muted">
        {columns.map((column, index) => {
          const ordered = onOrder !== undefined && column.order !== undefined;
          return (
            <th
              key={column.name}
              scope="col"
              title={column.title}
              aria-sort={ordered ? sortOf(order, column) : undefined}
              className={`px-3 py-1.5 font-medium whitespace-nowrap first:pl-4 sm:first:pl-5 ${column.left === true ? "text-left" : "text-right"} ${
                sticky ? "sm:last:pr-5" : ""
              } ${sticky && index === 0 ? "sticky left-0 bg-surface" : ""} ${column.wide === true ? "hidden sm:table-cell" : ""}`}
            >
              {ordered ? <OrderButton column={column} order={order} onOrder={onOrder} /> : column.name}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function sortOf(order: Order | null, column: Column): "ascending" | "descending" | "none" {
  if (order === null || order.by !== column.order?.by) return "none";
  return order.descending ? "descending" : "ascending";
}

interface OrderButtonProps {
  column: Column;
  order: Order | null;
  onOrder: (order: Order | null) => void;
}

function OrderButton({ column, order, onOrder }: OrderButtonProps) {
  const sort = sortOf(order, column);
  return (
    <button
      type="button"
      onClick={() => {
        if (column.order) onOrder(nextOrder(order, column.order.by, column.order.descendingFirst));
      }}
      className={`relative hover:text-ink ${sort === "none" ? "" : "text-ink"}`}
    >
      {column.name}
      {sort !== "none" && (
        <span aria-hidden className={column.left === true ? "ml-1" : "absolute right-full mr-1"}>
          {sort === "descending" ? "\u2193" : "\u2191"}
        </span>
      )}
    </button>
  );
}
