// Which keys do what.
import { Dialog } from "../../ui/Dialog.tsx";
import { modKey } from "./keys.ts";

const KEYS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: [modKey(), "K"], does: "Go to a page, a view, a period or a request" },
  { keys: ["?"], does: "This list" },
  { keys: ["\u2191", "\u2193"], does: "In a list or a chart: the one before, the next" },
  { keys: ["Enter"], does: "Go to the chosen one; open or close a row" },
  { keys: ["Esc"], does: "Close what lies above the page" },
  { keys: ["Tab"], does: "The next control; the first leads past the menu to the page" },
];

export function KeysHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose} className="w-[28rem]">
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-2 text-dense">
        {KEYS.map(({ keys, does }) => (
          <div key={does} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd key={key} className="rounded-md bg-sunken px-1.5 font-sans text-xs leading-5 shadow-card">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="text-muted">{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
