// One user: with a name, or seen in requests without one.
import type { UserItem } from "../../../api/types.ts";
import { Button } from "../../../ui/Button.tsx";
import { ActsCell, NameCell, WordsCell } from "../Table.tsx";
import { TrafficCell } from "../TrafficCell.tsx";
import type { Traffic } from "../useTraffic.ts";

interface MemberRowProps {
  member: UserItem;
  traffic: Traffic;
  onRename: () => void;
  onForget: () => void;
}

export function MemberRow({ member: { id, name, email }, traffic, onRename, onForget }: MemberRowProps) {
  return (
    <tr className="border-b border-line last:border-0" data-member={id}>
      <NameCell>
        <span className="block truncate" title={name}>
          {name}
        </span>
      </NameCell>
      <WordsCell>{email ?? <span className="text-faint">{"\u2014"}</span>}</WordsCell>
      <IdCell id={id} />
      <TrafficCell traffic={traffic} id={id} name={name} />
      <ActsCell>
        <Button weight="small" aria-label={`Rename ${name}`} onClick={onRename}>
          Rename
        </Button>
        <Button weight="small" aria-label={`Remove name: ${name}`} onClick={onForget}>
          Remove name
        </Button>
      </ActsCell>
    </tr>
  );
}

interface UnnamedRowProps {
  id: string;
  traffic: Traffic;
  onName: () => void;
}

export function UnnamedRow({ id, traffic, onName }: UnnamedRowProps) {
  return (
    <tr className="border-b border-line last:border-0" data-member={id}>
      <NameCell past>No name</NameCell>
      <WordsCell>
        <span className="text-faint">{"\u2014"}</span>
      </WordsCell>
      <IdCell id={id} />
      <TrafficCell traffic={traffic} id={id} name={id} />
      <ActsCell>
        <Button weight="small" aria-label={`Name ${id}`} onClick={onName}>
          Name
        </Button>
      </ActsCell>
    </tr>
  );
}

function IdCell({ id }: { id: string }) {
  return (
    <WordsCell title={id}>
      <code className="font-mono text-xs">{id.slice(0, 8)}…</code>
    </WordsCell>
  );
}
