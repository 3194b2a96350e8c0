// The calculator's form as it is typed, and how the address holds all of it.

/** The most models to move to that one case takes. */
export const MOST_CANDIDATES = 20;

export interface CandidateText {
  model: string;
  share: string;
}

/** Every field as it was typed, right or wrong; empty where nothing was. */
export interface Form {
  requests: string;
  input: string;
  output: string;
  current: string;
  to: readonly CandidateText[];
  platform: string;
  setup: string;
  minutes: string;
  hourly: string;
}

type Own = Readonly<Record<string, string>>;

/** What a case cannot do without. The other fields are nothing unless they are given. */
const NEEDED = ["requests", "input", "output", "current", "to"] as const;

const NOTHING = { platform: "", setup: "", minutes: "", hourly: "" };

/** Whether the address holds a whole case. */
export function isWhole(own: Own): boolean {
  return NEEDED.every((name) => own[name] !== undefined);
}

/** The form that an address holds; what it does not name is as in `start`. In a whole case what may be left out was left out. */
export function readForm(own: Own, start: Form): Form {
  const { to } = own;
  const optional = isWhole(own) ? NOTHING : start;
  return {
    requests: own.requests ?? start.requests,
    input: own.input ?? start.input,
    output: own.output ?? start.output,
    current: own.current ?? start.current,
    to: to === undefined ? start.to : readCandidates(to),
    platform: own.platform ?? optional.platform,
    setup: own.setup ?? optional.setup,
    minutes: own.minutes ?? optional.minutes,
    hourly: own.hourly ?? optional.hourly,
  };
}

/** A form as the address holds it: `to` is `provider/model:share`, one after another with commas between. */
export function writeForm(form: Form): Record<string, string> {
  const { to, requests, input, output, current, ...optional } = form;
  const given = Object.entries(optional).filter(([, text]) => text !== "");
  return { requests, input, output, current, to: to.map(writeCandidate).join(","), ...Object.fromEntries(given) };
}

function writeCandidate({ model, share }: CandidateText): string {
  return `${escaped(model, /[%,]/g)}:${escaped(share, /[%,:]/g)}`;
}

function readCandidates(text: string): CandidateText[] {
  if (text === "") return [];
  return text.split(",", MOST_CANDIDATES).map((each) => {
    // Names of models may hold colons, so the last one is where the share begins.
    const colon = each.lastIndexOf(":");
    if (colon < 0) return { model: unescaped(each), share: "" };
    return { model: unescaped(each.slice(0, colon)), share: unescaped(each.slice(colon + 1)) };
  });
}

const ESCAPES = [
  ["%", "%25"],
  [",", "%2C"],
  [":", "%3A"],
] as const;

function escaped(text: string, signs: RegExp): string {
  return text.replace(signs, (found) => ESCAPES.find(([sign]) => sign === found)?.[1] ?? found);
}

function unescaped(text: string): string {
  return text.replace(/%(?:25|2C|3A)/g, (found) => ESCAPES.find(([, code]) => code === found)?.[0] ?? found);
}
