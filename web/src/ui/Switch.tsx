// Something that is on or off, and changes at once.

interface SwitchProps {
  /** What it switches, for those who cannot see where it stands. */
  label: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

export function Switch({ label, on, disabled = false, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      title={on ? "On; click to switch it off" : "Off; click to switch it on"}
      disabled={disabled}
      onClick={() => {
        onChange(!on);
      }}
      className={`inline-flex h-5 w-9 shrink-0 items-center rounded-full p-0.5 transition-colors disabled:opacity-50 ${on ? "bg-brand" : "bg-line-strong"}`}
    >
      <span aria-hidden className={`size-4 rounded-full bg-surface transition-transform ${on ? "translate-x-4" : ""}`} />
    </button>
  );
}
