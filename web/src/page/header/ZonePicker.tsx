// The zone days are counted in: the tenant's, the reader's own, or UTC.
import type { Scope } from "../../url/scope.ts";

interface ZonePickerProps {
  /** The zone chosen, or null for the tenant's. */
  tz: string | null;
  tenantZone: string | null;
  change: (change: Partial<Scope>) => void;
}

export function ZonePicker({ tz, tenantZone, change }: ZonePickerProps) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const others = [...new Set([own, "UTC", ...(tz === null ? [] : [tz])])].filter((zone) => zone !== tenantZone);
  return (
    <select
      aria-label="Time zone"
      title="The zone in which days and months are counted"
      value={tz === null || tz === tenantZone ? "" : tz}
      onChange={(event) => {
        change({ tz: event.target.value === "" ? null : event.target.value });
      }}
      className="max-w-40 shrink-0 rounded-md bg-transparent py-1 text-xs text-muted hover:text-ink"
    >
      <option value="">{tenantZone ?? "Tenant\u2019s zone"}</option>
      {others.map((zone) => (
        <option key={zone} value={zone}>
          {zone}
        </option>
      ))}
    </select>
  );
}
