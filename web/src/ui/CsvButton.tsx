// Keeps what is shown as a file: the very rows, with exact figures.
import { csv, download, type Cell } from "../figures/csv.ts";
import { Button } from "./Button.tsx";

interface CsvButtonProps {
  /** The file's name without its ending. */
  name: () => string;
  /** The lines, the names of the columns first. */
  rows: () => readonly (readonly Cell[])[];
  disabled?: boolean;
}

export function CsvButton({ name, rows, disabled = false }: CsvButtonProps) {
  return (
    <Button
      weight="small"
      disabled={disabled}
      title="These rows with exact figures"
      onClick={() => {
        download(`${name()}.csv`, csv(rows()));
      }}
    >
      CSV
    </Button>
  );
}
