// What is drawn from an answer: the skeleton before it, an error with its fix, and the answer, dimmed while another is on its way.
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorNote } from "../ui/ErrorNote.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import type { Around } from "./Around.ts";
import { useEnded } from "./useEnded.ts";

/** What is drawn of a query, whether it is of one answer or of pages. */
export type Asked<T> = Pick<UseQueryResult<T>, "data" | "error" | "isPlaceholderData"> & { refetch: () => Promise<unknown> };

interface AnsweredProps<T> {
  around: Pick<Around, "signedOut">;
  query: Asked<T>;
  /** The shape of what is on its way. */
  skeleton?: ReactNode;
  children: (answer: T) => ReactNode;
}

export function Answered<T>({ around, query, skeleton, children }: AnsweredProps<T>) {
  const { data, error, isPlaceholderData, refetch } = query;
  const ended = useEnded(error, around.signedOut);
  return (
    <>
      {error && !ended && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && (skeleton ?? <Skeleton className="h-40 w-full" />)}
      {data !== undefined && (
        <div className={`space-y-4 transition-opacity ${isPlaceholderData ? "opacity-50" : ""}`} aria-busy={isPlaceholderData}>
          {children(data)}
        </div>
      )}
    </>
  );
}
