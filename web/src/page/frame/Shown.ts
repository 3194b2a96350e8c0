// What a page says of itself to the frame around it.
import type { Period } from "../../api/types.ts";

export interface Shown {
  /** The span that the page shows. */
  period: Period;
  /** When it was read. */
  as_of: string;
  /** Whether anything in it is simulated. */
  simulated: boolean;
}
