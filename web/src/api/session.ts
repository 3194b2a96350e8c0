// Who is signed in, signing in and signing out.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, Problem, remove } from "./client.ts";
import type { Session, SignIn } from "./types.ts";

const PATH = "/api/v1/session";
export const SESSION = ["session"] as const;

/** The session, or null when nobody is signed in. */
export function useSession() {
  return useQuery({
    queryKey: SESSION,
    queryFn: async ({ signal }) => {
      try {
        return await get<Session>(PATH, {}, signal);
      } catch (error) {
        if (error instanceof Problem && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: Infinity,
  });
}

/** Signs in with a key or a one-time link. */
export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SignIn) => post<Session>(PATH, body),
    onSuccess: (session) => client.setQueryData(SESSION, session),
  });
}

/** Signs out, and forgets every figure that was read. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => remove(PATH),
    onSuccess: () => {
      client.setQueryData(SESSION, null);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] });
    },
  });
}
