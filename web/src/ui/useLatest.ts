// The value of the last render, for what happens later: a function that asks for it there need not be a new one when it changes.
import { useCallback, useEffect, useRef } from "react";

export function useLatest<T>(value: T): () => T {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return useCallback(() => latest.current, []);
}
