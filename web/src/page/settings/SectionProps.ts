// What every section of the operator is given.
import type { Around } from "../Around.ts";

export interface SectionProps {
  around: Around;
  /** The tenant looked at. */
  tenantId: string;
  /** The zone moments are written in. */
  tz: string;
  /** Says what was done, to eyes and ears. */
  say: (text: string) => void;
}
