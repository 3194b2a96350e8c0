// The head of a table of figures: names at the left, figures at the right, on narrow screens only what matters most.

export interface Column {
  name: string;
  title?: string;
  /** Text, not figures. */
  left?: boolean;
  /** Only where there is room. */
  wide?: boolean;
}

interface TableHeadProps {
  columns: readonly Column[];
  /** Whether the first column stays where it is while the others are scrolled. */
  sticky?: boolean;
}

export function TableHead({ columns, sticky = false }: TableHeadProps) {
  return (
    <thead>
      <tr className="border-y border-line text-2xs text-muted">
        {columns.map((column, index) => (
          <th
            key={column.name}
            scope="col"
            title={column.title}
            className={`px-3 py-1.5 font-medium whitespace-nowrap first:pl-4 sm:first:pl-5 ${column.left === true ? "text-left" : "text-right"} ${
              sticky ? "sm:last:pr-5" : ""
            } ${sticky && index === 0 ? "sticky left-0 bg-surface" : ""} ${column.wide === true ? "hidden sm:table-cell" : ""}`}
          >
            {column.name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
