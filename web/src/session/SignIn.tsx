// Signing in with an API key.
import { useState, type SubmitEvent } from "react";
import { Problem } from "../api/client.ts";
import { useSignIn } from "../api/session.ts";
import { Button } from "../ui/Button.tsx";
import { Mark } from "../ui/Mark.tsx";

const WRONG_KEY = "It is not known here, or was revoked. Keys begin with tk_; paste the whole of it.";
const OLD_LINK = "It works once and not for long. Sign in with an API key instead.";

export function SignIn({ linkError }: { linkError: Error | null }) {
  const [key, setKey] = useState("");
  const signIn = useSignIn();
  const error = signIn.error ?? linkError;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    signIn.mutate({ key: key.trim() });
  };
  return (
    <main className="mx-auto flex min-h-dvh max-w-[26rem] flex-col justify-center px-5 py-10">
      <div className="mb-7 flex items-center gap-2.5">
        <Mark className="size-8" />
        <span className="text-lg font-semibold tracking-[-0.02em]">Tollkeeper</span>
      </div>
      <div className="rounded-2xl bg-surface p-6 shadow-card">
        <h1 className="text-xl font-semibold tracking-[-0.02em]">Sign in</h1>
        <p className="mt-1 text-dense text-muted">
          With the API key your programs use. It shows what its tenant spends and saves.
        </p>
        <form onSubmit={submit} className="mt-5">
          <label htmlFor="key" className="text-xs font-medium text-muted">
            API key
          </label>
          <input
            id="key"
            type="password"
            value={key}
            onChange={(event) => {
              setKey(event.target.value);
            }}
            placeholder="tk_…"
            autoComplete="current-password"
            autoFocus
            spellCheck={false}
            aria-invalid={error !== null}
            aria-describedby={error ? "sign-in-error" : undefined}
            className="mt-1 w-full rounded-lg border border-line-strong bg-ground px-3 py-2 font-mono text-dense placeholder:text-faint"
          />
          {error && <SignInError error={error} byLink={signIn.error === null} />}
          <Button weight="solid" type="submit" disabled={key.trim() === "" || signIn.isPending} className="mt-4 w-full py-2">
            {signIn.isPending ? "Signing in…" : "Sign in"}
          </Button>
        </form>
      </div>
      <p className="mt-5 text-xs leading-5 text-faint">
        <code className="font-mono">make run</code> prints a sign-in link and writes the demo's key to{" "}
        <code className="font-mono">tollkeeper-demo/demo-key</code>. The operator's key stands in{" "}
        <code className="font-mono">admin-key</code> in the data folder.
      </p>
    </main>
  );
}

// A refusal is told in the page's own words: the API's speak of headers, which nobody types here.
function SignInError({ error, byLink }: { error: Error; byLink: boolean }) {
  const problem = error instanceof Problem ? error : null;
  const refused = problem?.status === 401 || problem?.status === 403;
  return (
    <div id="sign-in-error" role="alert" className="mt-3 rounded-lg bg-loss-soft px-3 py-2 text-dense">
      <p className="font-medium text-loss">
        {refused ? `This ${byLink ? "link" : "key"} does not work` : (problem?.title ?? "Signing in failed")}
      </p>
      {refused && <p className="mt-0.5 text-ink">{byLink ? OLD_LINK : WRONG_KEY}</p>}
      {problem && !refused && (
        <p className="mt-0.5 text-ink">
          {problem.detail} {problem.fix}
        </p>
      )}
    </div>
  );
}
