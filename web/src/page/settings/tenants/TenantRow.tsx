// One tenant of the list.
import type { TenantItem } from "../../../api/types.ts";
import { exact, longDay } from "../../../time/format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import { changed, type Scope } from "../../../url/scope.ts";
import { ScopeLink } from "../../../url/ScopeLink.tsx";
import { ActsCell, NameCell, WordsCell } from "../Table.tsx";

interface TenantRowProps {
  tenant: TenantItem;
  /** Whether the app shows this one. */
  shown: boolean;
  scope: Scope;
  tz: string;
  onChange: () => void;
  onClose: () => void;
}

export function TenantRow({ tenant, shown, scope, tz, onChange, onClose }: TenantRowProps) {
  const { id, name, timezone, created_at, closed_at } = tenant;
  return (
    <tr className="border-b border-line last:border-0" data-tenant={id}>
      <NameCell past={closed_at !== null}>
        <ScopeLink to={changed(scope, { tenantId: id })} aria-current={shown ? "true" : undefined} title={`Show ${name}`} className="block truncate hover:underline">
          {name}
        </ScopeLink>
      </NameCell>
      <WordsCell>{timezone}</WordsCell>
      <WordsCell title={exact(created_at, tz)}>{longDay(created_at, tz)}</WordsCell>
      <WordsCell title={closed_at === null ? undefined : exact(closed_at, tz)}>
        <span className="flex gap-1.5">
          {closed_at === null ? <Tag tone="gain">Open</Tag> : <Tag>Closed {longDay(closed_at, tz)}</Tag>}
          {shown && <Tag>Shown now</Tag>}
        </span>
      </WordsCell>
      <ActsCell>
        {closed_at === null && (
          <>
            <Button weight="small" aria-label={`Change ${name}`} onClick={onChange}>
              Change
            </Button>
            <Button weight="small" aria-label={`Close ${name}`} onClick={onClose}>
              Close
            </Button>
          </>
        )}
      </ActsCell>
    </tr>
  );
}
