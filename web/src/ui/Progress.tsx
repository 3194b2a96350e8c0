// How far something is; a bar that only breathes while its end is not known.

interface ProgressProps {
  label: string;
  done: number;
  /** Null while it is not known. */
  whole: number | null;
}

export function Progress({ label, done, whole }: ProgressProps) {
  const percent = whole === null ? null : whole === 0 ? 100 : Math.min(100, (done / whole) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { "aria-valuenow": Math.floor(percent) })}
      className="h-1.5 overflow-hidden rounded-full bg-sunken"
    >
      <div className={`h-full rounded-full bg-cost transition-[width] ${percent === null ? "w-full animate-breathe opacity-40" : ""}`} style={percent === null ? {} : { width: `${percent}%` }} />
    </div>
  );
}
