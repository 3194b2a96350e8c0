// The gate: whoever is signed in sees the figures, anyone else the sign-in.
import { useEffect, useRef } from "react";
import { useSession, useSignIn } from "./api/session.ts";
import { Dashboard } from "./page/Dashboard.tsx";
import { takeLinkToken } from "./session/link.ts";
import { SignIn } from "./session/SignIn.tsx";
import { ErrorNote } from "./ui/ErrorNote.tsx";
import { Skeleton } from "./ui/Skeleton.tsx";

export function App() {
  const session = useSession();
  const signIn = useSignIn();
  const { mutate } = signIn;
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    const link = takeLinkToken();
    if (link !== null) mutate({ link });
  }, [mutate]);

  if (session.data) return <Dashboard session={session.data} />;
  if (session.isPending || signIn.isPending) return <Opening />;
  if (session.error) {
    return (
      <main className="mx-auto max-w-lg p-6 pt-24">
        <ErrorNote error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  return <SignIn linkError={signIn.error} />;
}

function Opening() {
  return (
    <main className="mx-auto max-w-lg space-y-4 p-6 pt-24" aria-label="Loading">
      <Skeleton className="h-8 w-40" />
      <Skeleton className="h-40 w-full" />
    </main>
  );
}
