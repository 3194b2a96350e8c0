// Changes to what is administered: each says what it touches, and that is asked for again.
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";

/** How a change stands: what a form or a question shows of it. */
export interface Standing {
  isPending: boolean;
  error: Error | null;
}

export function useChange<Input, Output>(change: (input: Input) => Promise<Output>, ...touches: readonly QueryKey[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      for (const queryKey of touches) void client.invalidateQueries({ queryKey });
    },
  });
}
