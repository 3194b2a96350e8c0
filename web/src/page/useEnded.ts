// Whether an answer says that the session has ended; who hears it shows the sign-in.
import { useEffect } from "react";
import { Problem } from "../api/client.ts";

/** `signedOut` must be stable. */
export function useEnded(error: Error | null, signedOut: () => void): boolean {
  const ended = error instanceof Problem && error.status === 401;
  useEffect(() => {
    if (ended) signedOut();
  }, [ended, signedOut]);
  return ended;
}
