// One error, or one conversation, to narrow the rows to.
import { type SubmitEvent, useId, useState } from "react";
import { Button } from "../../ui/Button.tsx";
import { TextField } from "../../ui/Field.tsx";
import { type Conditions, isErrorCode, isId } from "../../url/conditions.ts";

type Part = Pick<Conditions, "errorCode" | "sessionId">;

interface ConditionFormProps {
  first: Part;
  /** Error codes to choose from; any other may be typed. */
  codes: readonly string[];
  onChoose: (part: Part) => void;
}

export function ConditionForm({ first, codes, onChoose }: ConditionFormProps) {
  const list = useId();
  const [code, setCode] = useState(first.errorCode ?? "");
  const [session, setSession] = useState(first.sessionId ?? "");
  const [tried, setTried] = useState(false);
  const codeRefused = code === "" || isErrorCode(code) ? null : "An error code is of a-z, 0-9 and _, as rate_limited.";
  const sessionRefused = session === "" || isId(session) ? null : "A conversation is named by its id, as one stands in a request\u2019s details.";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (codeRefused === null && sessionRefused === null) onChoose({ errorCode: code || null, sessionId: session || null });
  };
  return (
    <form noValidate onSubmit={submit} className="space-y-2">
      <TextField
        label="Error code"
        hint="Leave empty for any."
        refused={tried ? codeRefused : null}
        value={code}
        list={list}
        autoFocus
        autoComplete="off"
        onChange={(event) => {
          setCode(event.target.value.trim());
        }}
      />
      <datalist id={list}>
        {codes.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <TextField
        label="Conversation"
        hint="The session_id of one of its requests."
        refused={tried ? sessionRefused : null}
        value={session}
        autoComplete="off"
        onChange={(event) => {
          setSession(event.target.value.trim());
        }}
      />
      <div className="flex justify-end">
        <Button weight="solid" type="submit">
          Show
        </Button>
      </div>
    </form>
  );
}
