// What a tenant's session sees where only the operator has something to do.
import { Card } from "../../ui/Card.tsx";
import { SECTION_FACTS, type SectionName } from "./sections.ts";

export function OperatorOnly({ section }: { section: SectionName }) {
  const { name, operator } = SECTION_FACTS[section];
  return (
    <Card title={section === "keys" ? "More keys" : name}>
      <p className="max-w-prose text-dense text-muted">
        Only the operator {operator}. You are signed in with a tenant&rsquo;s key; whoever runs this gateway signs in with the one in{" "}
        <code className="font-mono text-xs">admin-key</code> in its data folder.
      </p>
    </Card>
  );
}
