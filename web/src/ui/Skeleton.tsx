// The shape of what is on its way.

export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden className={`animate-breathe rounded-md bg-sunken ${className}`} />;
}
