// The zone days are counted in: the tenant's, the reader's own, or UTC.
import { Select } from "../../ui/Select.tsx";
import type { Change } from "../../url/scope.ts";

interface ZonePickerProps {
  /** The zone chosen, or null for the tenant's. */
  tz: string | null;
  tenantZone: string | null;
  change: Change;
}

export function ZonePicker({ tz, tenantZone, change }: ZonePickerProps) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const others = [...new Set([own, "UTC", ...(tz === null ? [] : [tz])])].filter((zone) => zone !== tenantZone);
  return (
    <Select
      aria-label="Time zone"
      title="The zone in which days and months are counted"
      value={tz === null || tz === tenantZone ? "" : tz}
      onChange={(event) => {
        change({ tz: event.target.value === "" ? null : event.target.value });
      }}
    >
      <option value="">{tenantZone ?? "Tenant\u2019s zone"}</option>
      {others.map((zone) => (
        <option key={zone} value={zone}>
          {zone}
        </option>
      ))}
    </Select>
  );
}
