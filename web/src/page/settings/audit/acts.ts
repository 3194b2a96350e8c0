// Who did what, in words.

const ACTS: Readonly<Partial<Record<string, string>>> = {
  "tenant.create": "made a tenant",
  "tenant.rename": "renamed a tenant",
  "tenant.rezone": "moved a tenant to another zone",
  "tenant.close": "closed a tenant",
  "key.create": "made a key",
  "key.revoke": "revoked a key",
  "user.put": "named a user",
  "user.remove": "removed a user's name",
  "price.add": "added a price",
  "price.close": "closed a price",
  "job.run": "asked for a job to run",
  "dead_letter.replay": "replayed a dead letter",
  "dead_letter.delete": "gave a dead letter up",
  "alert.create": "made an alert rule",
  "alert.replace": "changed an alert rule",
  "alert.delete": "deleted an alert rule",
  "export.create": "asked for an export",
  "export.delete": "deleted an export",
  "platform_cost.put": "said what the platform costs",
  "view.create": "saved a view",
  "view.replace": "changed a saved view",
  "view.delete": "deleted a saved view",
};

/** What was done; the API's own word where this page does not know it. */
export function actWords(action: string): string {
  return ACTS[action] ?? action;
}

/** Who: the operator, or the id of the key that was used. */
export function actorOf(actor: string): { keyId: string | null } {
  return { keyId: actor.startsWith("key:") ? actor.slice("key:".length) : null };
}
