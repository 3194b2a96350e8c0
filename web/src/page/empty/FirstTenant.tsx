// What an operator sees before there is a tenant: how to make one.
import { CopyButton } from "../../ui/CopyButton.tsx";
import { SignOut } from "../frame/SignOut.tsx";

export function FirstTenant() {
  const command = `curl ${window.location.origin}/api/v1/admin/tenants \\
  -H "Authorization: Bearer $TOLLKEEPER_ADMIN_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"name": "acme", "timezone": "Europe/Berlin"}'`;
  return (
    <main className="mx-auto max-w-2xl space-y-4 px-5 py-20">
      <h1 className="text-xl font-semibold tracking-[-0.02em]">Make the first tenant</h1>
      <p className="text-muted">Figures belong to a tenant. Make one, give it a key, and its requests show here.</p>
      <pre className="overflow-x-auto rounded-xl bg-surface p-4 font-mono text-xs leading-5 shadow-card">{command}</pre>
      <div className="flex items-center gap-4">
        <CopyButton text={command} />
        <SignOut />
      </div>
    </main>
  );
}
