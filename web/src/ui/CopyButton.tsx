// Copies a text, and says that it did.
import { useEffect, useState } from "react";
import { Button } from "./Button.tsx";

const SAID_FOR_MS = 1600;

export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = window.setTimeout(() => {
      setCopied(false);
    }, SAID_FOR_MS);
    return () => {
      window.clearTimeout(timer);
    };
  }, [copied]);
  // Browsers offer the clipboard on https and localhost only; elsewhere the text can still be selected.
  if (!window.isSecureContext) return null;
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
    });
  };
  return <Button onClick={copy}>{copied ? "Copied" : label}</Button>;
}
