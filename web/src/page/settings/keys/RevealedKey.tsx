// A key that was just made: shown this once, with a first request to try it with.
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Snippet } from "../../../ui/Snippet.tsx";
import { RequestSnippet } from "../../empty/RequestSnippet.tsx";

export interface Revealed {
  key: string;
  name: string;
}

export function RevealedKey({ revealed: { key, name }, onKept }: { revealed: Revealed; onKept: () => void }) {
  return (
    <Dialog title={`The key ${name}`} onClose={onKept} insists className="w-[40rem]">
      <div className="space-y-4">
        <p className="text-dense text-muted">
          Copy it now, to a password store or the place that uses it. It is shown this once: only a hash is kept, and nobody can read it again.
        </p>
        <Snippet label="The key" text={key} head="The key" />
        <p className="text-dense text-muted">
          To try it, set <code className="font-mono text-xs">TOLLKEEPER_KEY</code> to it and send a first request:
        </p>
        <RequestSnippet />
        <div className="flex justify-end">
          <Button weight="solid" onClick={onKept}>
            I have kept it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
