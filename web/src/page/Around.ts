// What every page is given by the app.
import type { Session, TenantCard, TenantItem } from "../api/types.ts";
import type { LiveSnapshot } from "../live/socket.ts";
import type { Change, Scope } from "../url/scope.ts";

export interface Around {
  session: Session;
  scope: Scope;
  change: Change;
  /** Whose figures these are; null while that is not known. */
  tenant: Pick<TenantCard, "name" | "timezone"> | null;
  /** The tenants to choose from; empty where there is no choice. */
  tenants: TenantItem[];
  /** What the socket said last. */
  live: LiveSnapshot;
  /** Asks for all figures again; stable. */
  refetch: () => void;
  /** Shows the sign-in; stable. */
  signedOut: () => void;
}

export interface PageProps {
  around: Around;
}
