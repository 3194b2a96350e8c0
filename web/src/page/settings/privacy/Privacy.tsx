// What is stored of a request, what never is, and what sees to it.
import type { ReactNode } from "react";
import { Card } from "../../../ui/Card.tsx";
import { Snippet } from "../../../ui/Snippet.tsx";
import { type Stored, STORED, STORED_OF_ATTEMPTS } from "./stored.ts";

const NEVER = [
  "Prompts and system prompts",
  "Completions and reasoning",
  "Source code and diffs",
  "Tool definitions, arguments and results",
  "File names and paths",
  "Images, audio and documents",
  "Provider keys and API keys",
  "Addresses of callers",
];

const RETENTION = `[retention]
raw = "90d"          # requests, one by one; 35d to 3650d`;

export function Privacy() {
  return (
    <>
      <Card title="What never is stored">
        <p className="max-w-prose text-dense text-muted">
          A prompt passes through the gateway&rsquo;s memory to the provider you chose, and its answer comes back the same way. Neither is written down,
          logged, cached or published. What providers keep is theirs to say.
        </p>
        <ul className="mt-3 grid grid-cols-1 gap-x-6 gap-y-1 text-dense sm:grid-cols-2 xl:grid-cols-4">
          {NEVER.map((what) => (
            <li key={what} className="flex gap-2">
              <span aria-hidden className="mt-2 h-px w-2.5 shrink-0 bg-loss" />
              {what}
            </li>
          ))}
        </ul>
      </Card>
      <Card title="What sees to it">
        <dl className="grid grid-cols-1 gap-x-8 gap-y-3 text-dense sm:grid-cols-2">
          <Held by="The code has no way to">
            What a user typed or a model wrote has a type of its own, which prints as its length only: no log, error or panic can show it.
          </Held>
          <Held by="Only known fields get in">
            An event with a field that is not listed below is refused and counted nowhere. Names that are stored are short and have few characters to
            choose from.
          </Held>
          <Held by="A test looks for it">
            It sends marked text through the real program, kills it half-way, then searches every file it wrote and every answer of this API for the mark.
          </Held>
          <Held by="Tenants are apart">
            Figures are reachable only with what a verified key gives. In PostgreSQL the database itself keeps tenants apart, row by row.
          </Held>
          <Held by="Keys are hashed">
            Of an API key its SHA-256 and its first characters are kept. A key is shown once, when it is made.
          </Held>
          <Held by="This page asks nobody else">
            Scripts, fonts and figures come from this server alone, and the browser is told to refuse all others. It keeps a session cookie that scripts
            cannot read, and your choice of light or dark.
          </Held>
        </dl>
      </Card>
      <Card title="What is stored of a request">
        <p className="max-w-prose text-dense text-muted">These fields and no others, as the API describes them.</p>
        <div className="mt-4 gap-8 lg:columns-2">
          {STORED.map(({ name, fields }) => (
            <Fields key={name} name={name} fields={fields} />
          ))}
          <Fields name="Of each try" fields={STORED_OF_ATTEMPTS} />
        </div>
        <p className="mt-2 max-w-prose text-dense text-muted">
          Beside requests: the names of tenants, keys and routes; names and addresses of members that the operator entered; alert rules and saved views;
          outages of providers; what the platform costs; and who changed what.
        </p>
      </Card>
      <Card title="For how long">
        <p className="mb-3 max-w-prose text-dense text-muted">
          Requests are kept one by one for 90 days unless the operator&rsquo;s configuration says otherwise; sums by quarter hour, which hold no single
          request, are kept when they go. The file of an export holds the same fields and is deleted after a day. The API does not tell what is set here; it stands in the configuration file:
        </p>
        <Snippet label="Retention in the configuration" text={RETENTION} head="tollkeeper.toml" />
      </Card>
    </>
  );
}

function Held({ by, children }: { by: string; children: ReactNode }) {
  return (
    <div>
      <dt className="font-medium">{by}</dt>
      <dd className="mt-0.5 text-muted">{children}</dd>
    </div>
  );
}

function Fields({ name, fields }: { name: string; fields: readonly Stored<string>[] }) {
  return (
    <section className="mb-5 break-inside-avoid-column" aria-label={name}>
      <h3 className="mb-1.5 text-xs font-semibold">{name}</h3>
      <dl className="grid grid-cols-1 text-dense sm:grid-cols-[11.5rem_minmax(0,1fr)] sm:gap-x-4 sm:gap-y-1">
        {fields.map(({ field, says }) => (
          <div key={field} className="contents">
            <dt className="break-all">
              <code className="font-mono text-xs">{field}</code>
            </dt>
            <dd className="mb-1.5 text-muted sm:mb-0">{says}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
