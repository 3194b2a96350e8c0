// The settings page: a list of sections, and the one that the path names.
import { type ComponentType, useState } from "react";
import type { Around, PageProps } from "../Around.ts";
import { Content } from "../frame/Content.tsx";
import { Audit } from "./audit/Audit.tsx";
import { Keys } from "./keys/Keys.tsx";
import { OwnKey } from "./keys/OwnKey.tsx";
import { Members } from "./members/Members.tsx";
import { OperatorOnly } from "./OperatorOnly.tsx";
import { Operations } from "./operations/Operations.tsx";
import { Prices } from "./prices/Prices.tsx";
import { Unpriced } from "./prices/Unpriced.tsx";
import { Privacy } from "./privacy/Privacy.tsx";
import { Providers } from "./providers/Providers.tsx";
import { Routes } from "./routes/Routes.tsx";
import { SectionLinks } from "./SectionLinks.tsx";
import type { SectionProps } from "./SectionProps.ts";
import { type SectionName, sectionOf } from "./sections.ts";
import { Tenants } from "./tenants/Tenants.tsx";

const OPERATORS: Record<Exclude<SectionName, "privacy">, ComponentType<SectionProps>> = {
  tenants: Tenants,
  keys: Keys,
  members: Members,
  providers: Providers,
  routes: Routes,
  prices: Prices,
  unpriced: Unpriced,
  operations: Operations,
  audit: Audit,
};

export default function Settings({ around }: PageProps) {
  const section = sectionOf(around.scope.sub, around.session.kind);
  return (
    <Content shown={null}>
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[10.5rem_minmax(0,1fr)] lg:gap-6">
        <SectionLinks scope={around.scope} section={section} />
        <Section key={section} around={around} section={section} />
      </div>
    </Content>
  );
}

function Section({ around, section }: { around: Around; section: SectionName }) {
  const [said, say] = useState("");
  return (
    <div className="min-w-0 space-y-4">
      <p role="status" className={said === "" ? "sr-only" : "rounded-lg bg-gain-soft px-4 py-2 text-dense text-gain"}>
        {said}
      </p>
      <SectionContent around={around} section={section} say={say} />
    </div>
  );
}

function SectionContent({ around, section, say }: { around: Around; section: SectionName; say: (text: string) => void }) {
  const { session, scope, tenant } = around;
  if (section === "privacy") return <Privacy />;
  if (session.kind !== "operator" || scope.tenantId === null) {
    return (
      <>
        {section === "keys" && <OwnKey session={session} />}
        <OperatorOnly section={section} />
      </>
    );
  }
  const Screen = OPERATORS[section];
  return <Screen around={around} tenantId={scope.tenantId} tz={scope.tz ?? tenant?.timezone ?? "UTC"} say={say} />;
}
