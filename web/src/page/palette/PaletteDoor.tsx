// The way into the palette and the list of keys: a button, and the keys themselves.
import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import type { Scope } from "../../url/scope.ts";
import { type Asked, askedBy, isField, modKey } from "./keys.ts";
import { KeysHelp } from "./KeysHelp.tsx";
import { Palette } from "./Palette.tsx";

export function PaletteDoor({ scope }: { scope: Scope }) {
  const [shown, setShown] = useState<Asked | null>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const asked = askedBy(event, isField(event.target));
      if (asked === null) return;
      // The browser's own meaning of the key would take the focus away.
      event.preventDefault();
      if (document.querySelector("dialog[open]") === null) setShown(asked);
    };
    window.addEventListener("keydown", pressed);
    return () => {
      window.removeEventListener("keydown", pressed);
    };
  }, []);
  const close = () => {
    setShown(null);
  };
  return (
    <>
      <button
        type="button"
        aria-label="Go to"
        title={`Go to a page, a view, a period or a request (${modKey()} K); ? lists the keys`}
        onClick={() => {
          setShown("palette");
        }}
        className="rounded-md p-1.5 text-muted hover:bg-hover hover:text-ink"
      >
        <Search aria-hidden className="size-4" strokeWidth={1.75} />
      </button>
      {shown === "palette" && <Palette scope={scope} onClose={close} />}
      {shown === "keys" && <KeysHelp onClose={close} />}
    </>
  );
}
