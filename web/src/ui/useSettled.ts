// A value once it has stood still: what is typed is not asked about at every key.
import { useEffect, useState } from "react";

/** `value` after it stayed the same for `ms`; it is compared by identity. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => {
      setSettled(value);
    }, ms);
    return () => {
      window.clearTimeout(timer);
    };
  }, [value, ms]);
  return settled;
}
