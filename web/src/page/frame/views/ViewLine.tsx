// One saved view: the way to it, and, opened, what can be done to it.
import { Check, Ellipsis } from "lucide-react";
import { useState } from "react";
import type { ViewItem } from "../../../api/types.ts";
import { useChangeView } from "../../../api/views.ts";
import { Button } from "../../../ui/Button.tsx";
import { PAGE_FACTS } from "../../../url/pages.ts";
import type { Scope } from "../../../url/scope.ts";
import { ScopeLink } from "../../../url/ScopeLink.tsx";
import { isShown, scopeOf, viewOf } from "../../../url/view.ts";
import { NameForm } from "./NameForm.tsx";

interface ViewLineProps {
  view: ViewItem;
  scope: Scope;
  onGo: () => void;
}

export function ViewLine({ view, scope, onGo }: ViewLineProps) {
  const [opened, setOpened] = useState(false);
  const shown = isShown(view, scope);
  return (
    <li className={`rounded-md ${opened ? "bg-ground" : ""}`}>
      <div className="flex items-center gap-1">
        <ScopeLink
          to={scopeOf(view, scope.tenantId)}
          onClick={onGo}
          aria-current={shown ? "true" : undefined}
          title={view.query === "" ? "As the page opens" : view.query.replaceAll("&", "\n")}
          className="flex min-w-0 grow items-center gap-2 rounded-md px-2 py-1 text-dense hover:bg-hover"
        >
          <span className={`truncate ${shown ? "font-medium" : ""}`}>{view.name}</span>
          <span className="ml-auto shrink-0 text-2xs text-faint">{PAGE_FACTS[view.page].name}</span>
          {shown && <Check aria-label="Shown now" className="size-3.5 shrink-0 text-gain" />}
        </ScopeLink>
        <button
          type="button"
          aria-expanded={opened}
          aria-label={`Change ${view.name}`}
          onClick={() => {
            setOpened(!opened);
          }}
          className="rounded-md p-1 text-muted hover:bg-hover hover:text-ink"
        >
          <Ellipsis aria-hidden className="size-4" />
        </button>
      </div>
      {opened && (
        <ChangeView
          view={view}
          scope={scope}
          onDone={() => {
            setOpened(false);
          }}
        />
      )}
    </li>
  );
}

function ChangeView({ view, scope, onDone }: { view: ViewItem; scope: Scope; onDone: () => void }) {
  const { mutate, error, isPending } = useChangeView(scope.tenantId);
  const [sure, setSure] = useState(false);
  const now = viewOf(scope);
  const { id, name, page, query } = view;
  return (
    <div className="space-y-2 px-2 pt-1 pb-2">
      <NameForm
        label="New name"
        first={name}
        verb="Rename"
        error={error}
        busy={isPending}
        onName={(renamed) => {
          mutate({ id, body: { name: renamed, page, query } }, { onSuccess: onDone });
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          weight="small"
          disabled={now === null || isShown(view, scope) || isPending}
          title="The name then leads to the address of now"
          onClick={() => {
            if (now) mutate({ id, body: { name, ...now } }, { onSuccess: onDone });
          }}
        >
          Replace by what is shown
        </Button>
        <Button
          weight="small"
          className="text-loss"
          disabled={isPending}
          onClick={() => {
            if (sure) mutate({ id, body: null });
            else setSure(true);
          }}
        >
          {sure ? "Delete it for everyone" : "Delete"}
        </Button>
      </div>
    </div>
  );
}
