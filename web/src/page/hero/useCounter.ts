// Moves a shown amount to the settled one, never past it.
import { useEffect, useRef, useState } from "react";
import { countTowards, easeOut } from "../../money/count.ts";
import type { Pico } from "../../money/pico.ts";

const DURATION_MS = 1100;

/** The amount to show now. It starts at the settled figure: a figure is not an entrance. */
export function useCounter(settled: Pico): Pico {
  const [shown, setShown] = useState(settled);
  const latest = useRef(settled);
  useEffect(() => {
    const from = latest.current;
    if (from === settled) return;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const beganMs = performance.now();
    let frame = 0;
    const draw = (nowMs: number) => {
      const progress = still ? 1 : (nowMs - beganMs) / DURATION_MS;
      latest.current = countTowards(from, settled, easeOut(progress));
      setShown(latest.current);
      if (latest.current !== settled) frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [settled]);
  // A lower figure counts from the very render that brings it: nothing above the settled figure is ever drawn.
  return shown > settled ? settled : shown;
}
