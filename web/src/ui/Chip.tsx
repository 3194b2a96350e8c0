// Something the figures are narrowed to; a click takes it away.
import { X } from "lucide-react";

interface ChipProps {
  label: string;
  value: string;
  title: string;
  /** Whether it narrows nothing here. */
  struck?: boolean;
  onRemove: () => void;
}

export function Chip({ label, value, title, struck = false, onRemove }: ChipProps) {
  return (
    <button
      type="button"
      onClick={onRemove}
      title={title}
      className={`flex items-center gap-1.5 rounded-full bg-surface px-2.5 py-1 text-xs shadow-card hover:bg-hover ${struck ? "line-through" : ""}`}
    >
      <span className="text-muted">{label}</span>
      <span className="max-w-60 truncate font-medium">{value}</span>
      <X aria-hidden className="size-3 shrink-0 text-faint" />
    </button>
  );
}
