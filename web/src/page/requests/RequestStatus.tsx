// How a request ended, and how many tries it took.
import type { EventRow } from "../../api/types.ts";
import { Tag } from "../../ui/Tag.tsx";

export function RequestStatus({ row }: { row: EventRow }) {
  return (
    <span className="flex flex-wrap gap-1">
      {row.succeeded ? (
        <Tag tone="gain">ok</Tag>
      ) : (
        <Tag tone="loss" title="The provider gave no complete answer">
          {row.error_code ?? "failed"}
        </Tag>
      )}
      {row.client_gone && row.error_code !== "client_gone" && (
        <Tag tone="warn" title="The client left before the end; the answer was read on, so that its usage is known">
          client left
        </Tag>
      )}
      {row.attempts.length > 1 && (
        <Tag title={row.attempts.map((each) => `${each.provider}/${each.model}: ${each.error_code ?? each.outcome}`).join("\n")}>
          {row.attempts.length} attempts
        </Tag>
      )}
      {row.cache_hit && <Tag title="A response cache answered">cached</Tag>}
      {row.simulated && (
        <Tag tone="warn" title="A sandbox answered: the figures are made up">
          sim
        </Tag>
      )}
    </span>
  );
}
