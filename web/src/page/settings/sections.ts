// The sections of the settings: their place in the path, their names, and whose they are.
import type { Session } from "../../api/types.ts";

export const SECTIONS = ["tenants", "keys", "members", "providers", "routes", "prices", "unpriced", "operations", "audit", "privacy"] as const;
export type SectionName = (typeof SECTIONS)[number];

interface SectionFacts {
  name: string;
  /** What an operator does there, as the end of "Only the operator …"; null where there is something for everyone. */
  operator: string | null;
}

export const SECTION_FACTS: Record<SectionName, SectionFacts> = {
  tenants: { name: "Tenants", operator: "makes, renames and closes tenants" },
  keys: { name: "API keys", operator: "makes and revokes keys" },
  members: { name: "Members", operator: "gives names to the users of a tenant" },
  providers: { name: "Providers", operator: "sees how the gateways reach their providers" },
  routes: { name: "Routes", operator: "sees how the gateways choose among models" },
  prices: { name: "Prices", operator: "sees and changes the price list" },
  unpriced: { name: "Unpriced models", operator: "sees which models of all tenants lack a price" },
  operations: { name: "Operations", operator: "runs jobs and settles what could not be counted" },
  audit: { name: "Audit", operator: "sees who changed what" },
  privacy: { name: "Privacy", operator: null },
};

/** The section of a path; what is none is the first that has something for whoever is signed in. */
export function sectionOf(sub: string | null, kind: Session["kind"]): SectionName {
  return SECTIONS.find((name) => name === sub) ?? (kind === "operator" ? "tenants" : "keys");
}
