// The conditions that only rows have, beside the range and the filters: how it ended, whether its cost is known, which conversation,
// between which moments. They are the requests page's own parameters, in the API's names.

/** RFC 3339, the first included and the second not. */
export interface Moments {
  from: string;
  to: string;
}

export interface Conditions {
  /** Only complete answers, or only failures. */
  succeeded: boolean | null;
  errorCode: string | null;
  /** Only rows whose cost is known, or is not. */
  priced: boolean | null;
  sessionId: string | null;
  /** Stand in the range's place. */
  moments: Moments | null;
}

export const NO_CONDITIONS: Conditions = { succeeded: null, errorCode: null, priced: null, sessionId: null, moments: null };

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Reads the page's own parameters; what is none of the API's values lets everything through. */
export function readConditions(own: Readonly<Record<string, string>>): Conditions {
  const { succeeded, error_code = "", priced, session_id = "", from = "", to = "" } = own;
  const moments = isMoment(from) && isMoment(to) && Date.parse(from) < Date.parse(to);
  return {
    succeeded: flag(succeeded),
    errorCode: isErrorCode(error_code) ? error_code : null,
    priced: flag(priced),
    sessionId: isId(session_id) ? session_id : null,
    moments: moments ? { from, to } : null,
  };
}

/** Conditions as the API takes them, and as the address holds them. */
export function conditionParams({ succeeded, errorCode, priced, sessionId, moments }: Conditions): Record<string, string> {
  return {
    ...(succeeded === null ? {} : { succeeded: String(succeeded) }),
    ...(errorCode === null ? {} : { error_code: errorCode }),
    ...(priced === null ? {} : { priced: String(priced) }),
    ...(sessionId === null ? {} : { session_id: sessionId }),
    ...moments,
  };
}

/** Whether sums that know the range and the filters alone are sums of other rows too. */
export function narrows(conditions: Conditions): boolean {
  return Object.values(conditions).some((value) => value !== null);
}

export function isErrorCode(text: string): boolean {
  return /^[a-z0-9_]{1,64}$/.test(text);
}

/** Whether a text is an id: of a request, or of a conversation. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

function isMoment(text: string): boolean {
  return MOMENT.test(text) && !Number.isNaN(Date.parse(text));
}

function flag(text: string | undefined): boolean | null {
  return text === "true" ? true : text === "false" ? false : null;
}
