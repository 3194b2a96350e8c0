// What a tenant sees before its first request: how to send one.
import { RequestSnippet } from "./RequestSnippet.tsx";

export function FirstRequest() {
  return (
    <section className="mx-auto mt-6 max-w-3xl sm:mt-12">
      <p className="flex items-center gap-2 text-dense text-muted">
        <span aria-hidden className="size-2 animate-breathe rounded-full bg-gain" />
        Listening for the first request
      </p>
      <h1 className="mt-2 text-2xl font-semibold tracking-[-0.025em]">Send one request, and its cost shows here</h1>
      <p className="mt-2 max-w-xl text-muted">
        Point a client you already have at this address. Only the base URL and the key change; the cost and the saving of each
        request appear on this page as it ends.
      </p>
      <div className="mt-6">
        <RequestSnippet />
      </div>
      <p className="mt-4 text-dense text-muted">
        <code className="font-mono text-xs">TOLLKEEPER_KEY</code> is the key you signed in with. Which models this gateway knows:{" "}
        <code className="font-mono text-xs">GET {window.location.origin}/v1/models</code>.
      </p>
    </section>
  );
}
