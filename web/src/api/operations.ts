// What runs by the clock, and the events that could not be counted.
import { useQuery } from "@tanstack/react-query";
import { useChange } from "./changes.ts";
import { get, order, remove } from "./client.ts";
import { FIGURES } from "./figures.ts";
import type { DeadLetterList, JobList } from "./types.ts";

const JOBS = ["jobs"] as const;
const LETTERS = ["dead-letters"] as const;
/** Jobs begin within seconds of being asked for. */
const JOBS_POLL_MS = 5_000;
/** Letters that are shown at once; all of them are counted. */
export const LETTERS_SHOWN = 50;

export function useJobs() {
  return useQuery({
    queryKey: JOBS,
    queryFn: ({ signal }) => get<JobList>("/api/v1/admin/jobs", {}, signal),
    refetchInterval: JOBS_POLL_MS,
  });
}

export function useRunJob() {
  return useChange((name: string) => order(`/api/v1/admin/jobs/${encodeURIComponent(name)}/run`), JOBS);
}

export function useDeadLetters() {
  return useQuery({
    queryKey: LETTERS,
    queryFn: ({ signal }) => get<DeadLetterList>("/api/v1/admin/dead-letters", { limit: LETTERS_SHOWN }, signal),
  });
}

const letter = (id: string) => `/api/v1/admin/dead-letters/${encodeURIComponent(id)}`;

/** Publishes the event again as its known fields have it. */
export function useReplayLetter() {
  return useChange((id: string) => order(`${letter(id)}/replay`), LETTERS, FIGURES);
}

export function useGiveUpLetter() {
  return useChange((id: string) => remove(letter(id)), LETTERS);
}
