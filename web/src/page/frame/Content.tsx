// A page's content, and what the frame around it is told: the span it shows, when it was read, and what can be done with all of it.
import { type ReactNode, use, useLayoutEffect } from "react";
import { createPortal } from "react-dom";
import { FrameContext } from "./FrameContext.ts";
import type { Shown } from "./Shown.ts";

interface ContentProps {
  /** Null before the first answer. */
  shown: Shown | null;
  /** Stands beside the page's name: what can be done with the whole of it. */
  actions?: ReactNode;
  children: ReactNode;
}

export function Content({ shown, actions, children }: ContentProps) {
  const { tell, slot } = use(FrameContext);
  useLayoutEffect(() => {
    tell(shown);
  }, [tell, shown]);
  return (
    <>
      {slot !== null && actions !== undefined && createPortal(actions, slot)}
      {children}
    </>
  );
}
