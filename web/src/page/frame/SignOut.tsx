// Ends the session.
import { useSignOut } from "../../api/session.ts";

export function SignOut() {
  const signOut = useSignOut();
  return (
    <button
      type="button"
      disabled={signOut.isPending}
      title={signOut.error ? "Signing out did not work: try again" : undefined}
      onClick={() => {
        signOut.mutate();
      }}
      className={`text-xs whitespace-nowrap hover:text-ink ${signOut.error ? "text-loss" : "text-muted"}`}
    >
      Sign out
    </button>
  );
}
