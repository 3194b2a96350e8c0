// How a page reaches the frame that it stands in.
import { createContext } from "react";
import type { Shown } from "./Shown.ts";

interface FrameReach {
  /** Says what the page shows; null before its first answer. */
  tell: (shown: Shown | null) => void;
  /** Where the page's own buttons stand; null until the frame is drawn. */
  slot: HTMLElement | null;
}

export const FrameContext = createContext<FrameReach>({ tell: () => undefined, slot: null });
