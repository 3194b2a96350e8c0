// One key of the list.
import type { KeyItem } from "../../../api/types.ts";
import { exact, longDay } from "../../../time/format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import { ActsCell, NameCell, WordsCell } from "../Table.tsx";
import { TrafficCell } from "../TrafficCell.tsx";
import type { Traffic } from "../useTraffic.ts";

interface KeyRowProps {
  item: KeyItem;
  /** What its user is called; null where it is nobody's or has no name. */
  userName: string | null;
  traffic: Traffic;
  tz: string;
  onRevoke: () => void;
}

export function KeyRow({ item, userName, traffic, tz, onRevoke }: KeyRowProps) {
  const { id, name, prefix, user_id, created_at, revoked_at } = item;
  return (
    <tr className="border-b border-line last:border-0" data-key={id}>
      <NameCell past={revoked_at !== null}>
        <span className="block truncate" title={name}>
          {name}
        </span>
      </NameCell>
      <WordsCell>
        <code className="font-mono text-xs">{prefix}…</code>
      </WordsCell>
      <WordsCell title={user_id ?? "It is nobody's in particular: each request may say who sent it"}>
        {user_id === null ? <span className="text-faint">{"\u2014"}</span> : (userName ?? `${user_id.slice(0, 8)}…`)}
      </WordsCell>
      <WordsCell title={exact(created_at, tz)}>{longDay(created_at, tz)}</WordsCell>
      <TrafficCell traffic={traffic} id={id} name={name} />
      <ActsCell>
        {revoked_at === null ? (
          <Button weight="small" aria-label={`Revoke ${name}`} onClick={onRevoke}>
            Revoke
          </Button>
        ) : (
          <Tag title={exact(revoked_at, tz)}>Revoked {longDay(revoked_at, tz)}</Tag>
        )}
      </ActsCell>
    </tr>
  );
}
