// A first request to paste, for the client that is chosen.
import { useState } from "react";
import { Choice, ChoiceGroup } from "../../ui/Choice.tsx";
import { Snippet } from "../../ui/Snippet.tsx";
import { snippet, SNIPPETS, type SnippetName } from "./snippets.ts";

export function RequestSnippet() {
  const [name, setName] = useState<SnippetName>("openai");
  return (
    <Snippet
      label="A first request"
      text={snippet(name, window.location.origin)}
      head={
        <ChoiceGroup label="Client">
          {SNIPPETS.map((each) => (
            <Choice
              key={each.name}
              pressed={each.name === name}
              onClick={() => {
                setName(each.name);
              }}
            >
              {each.label}
            </Choice>
          ))}
        </ChoiceGroup>
      }
    />
  );
}
