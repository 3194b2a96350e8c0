// First requests, by client.

export type SnippetName = "openai" | "anthropic" | "python";

export const SNIPPETS: readonly { name: SnippetName; label: string }[] = [
  { name: "openai", label: "curl, OpenAI" },
  { name: "anthropic", label: "curl, Anthropic" },
  { name: "python", label: "Python" },
];

/** The text to paste, with the address this page was opened at. */
export function snippet(name: SnippetName, origin: string): string {
  switch (name) {
    case "openai":
      return `curl ${origin}/v1/chat/completions \\
  -H "Authorization: Bearer $TOLLKEEPER_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "model": "openai/gpt-5.4-mini",
    "messages": [{"role": "user", "content": "Say hello."}]
  }'`;
    case "anthropic":
      return `curl ${origin}/v1/messages \\
  -H "x-api-key: $TOLLKEEPER_KEY" \\
  -H "anthropic-version: 2023-06-01" \\
  -H "Content-Type: application/json" \\
  -d '{
    "model": "anthropic/claude-haiku-4-5",
    "max_tokens": 256,
    "messages": [{"role": "user", "content": "Say hello."}]
  }'`;
    case "python":
      return `import os
from openai import OpenAI

client = OpenAI(base_url="${origin}/v1", api_key=os.environ["TOLLKEEPER_KEY"])
answer = client.chat.completions.create(
    model="openai/gpt-5.4-mini",
    messages=[{"role": "user", "content": "Say hello."}],
)
print(answer.choices[0].message.content)`;
  }
}
