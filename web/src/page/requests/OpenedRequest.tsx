// The request of the address, where it is not among the rows that were read.
import { useEvent } from "../../api/events.ts";
import { isoDay } from "../../time/format.ts";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import type { Scope } from "../../url/scope.ts";
import { Answered } from "../Answered.tsx";
import type { Around } from "../Around.ts";
import { RequestsTable } from "./RequestsTable.tsx";

interface OpenedRequestProps {
  id: string;
  around: Pick<Around, "signedOut">;
  scope: Scope;
  tz: string;
  onClose: () => void;
}

export function OpenedRequest({ id, around, scope, tz, onClose }: OpenedRequestProps) {
  const query = useEvent(scope, id);
  return (
    <Card
      title="One request"
      aside={
        <span className="flex items-center gap-3">
          not among the rows below
          <Button weight="small" onClick={onClose}>
            Close
          </Button>
        </span>
      }
      flush
    >
      <Answered around={around} query={query}>
        {(row) => {
          const date = isoDay(row.timestamp, tz);
          const ofItsDay: Scope = { ...scope, range: { start: date, end: date } };
          return <RequestsTable rows={[row]} tz={tz} scope={ofItsDay} dated open={id} onToggle={onClose} testId="opened" />;
        }}
      </Answered>
    </Card>
  );
}
