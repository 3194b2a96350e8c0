// The live connection as a hook: up while the component is mounted, told of by snapshots.
import { useEffect, useState, useSyncExternalStore } from "react";
import { LiveSocket, nothingYet, type LiveSnapshot } from "./socket.ts";

const never = () => () => undefined;
const nothing = () => nothingYet;

export interface LiveScope {
  /** The tenant an operator looks at; null with a tenant's own session. */
  tenantId: string | null;
  tz: string | null;
}

/** Keeps a live connection for the scope. `onMissed` and `onSignedOut` must be stable. */
export function useLive(scope: LiveScope, onMissed: () => void, onSignedOut: () => void): LiveSnapshot {
  const { tenantId, tz } = scope;
  const [socket, setSocket] = useState<LiveSocket | null>(null);
  useEffect(() => {
    const made = new LiveSocket({ url: liveUrl(tenantId), tz, onMissed, onSignedOut });
    made.start();
    // A new scope is a new connection: figures of the old one must not show under the new name.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setSocket(made);
    return () => {
      made.stop();
    };
  }, [tenantId, tz, onMissed, onSignedOut]);
  return useSyncExternalStore(socket?.subscribe ?? never, socket?.read ?? nothing);
}

function liveUrl(tenantId: string | null): string {
  const url = new URL("/api/v1/analytics/live", window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  if (tenantId !== null) url.searchParams.set("tenant_id", tenantId);
  return url.href;
}
