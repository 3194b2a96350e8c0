// Copies a text, and says that it did.
import { type ComponentProps, useEffect, useState } from "react";
import { Button } from "./Button.tsx";

const SAID_FOR_MS = 1600;

interface CopyButtonProps extends Pick<ComponentProps<typeof Button>, "weight"> {
  text: string;
  label?: string;
}

export function CopyButton({ text, label = "Copy", weight = "quiet" }: CopyButtonProps) {
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
  return (
    <Button weight={weight} onClick={copy}>
      {copied ? "Copied" : label}
    </Button>
  );
}
