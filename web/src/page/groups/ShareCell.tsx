// How much of the whole a row is: a bar, and the share beside it.
import { percent } from "../../figures/number.ts";

interface ShareCellProps {
  /** In [0, 1]; null where it is not known. */
  share: number | null;
  /** The bar's colour. */
  colour?: string;
}

export function ShareCell({ share, colour = "var(--cost)" }: ShareCellProps) {
  const width = share === null ? null : share * 100;
  return (
    <td className="px-3 py-2 align-top">
      <div className="flex items-center justify-end gap-2">
        <span aria-hidden className="h-1 w-16 rounded-full bg-sunken">
          <span className="block h-full rounded-full" style={{ width: `${width ?? 0}%`, background: colour }} />
        </span>
        <span className="figure w-12 text-right text-muted">{percent(width, 1)}</span>
      </div>
    </td>
  );
}
