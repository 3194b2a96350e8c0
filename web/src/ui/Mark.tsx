// The product's mark: a toll gate's T with its bar.

export function Mark({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden>
      <rect width="32" height="32" rx="8" className="fill-brand" />
      <path d="M8 10.5h16M16 10.5V24M11.5 15.5h9" className="stroke-white" strokeWidth="3" strokeLinecap="round" fill="none" />
    </svg>
  );
}
