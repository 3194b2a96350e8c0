// What an export holds is said whole: a filter that is not named would be a surprise in the file.
import { expect, it } from "vitest";
import { readScope } from "../../url/scope.ts";
import { narrowedTo } from "./narrowedTo.ts";

const SESSION = "b003909d-ea7c-52a5-95f4-e143531eea80";

it("names every filter and condition", () => {
  const address = `/ui/requests?provider=openai&request_type=chat&succeeded=false&error_code=rate_limited&priced=true&session_id=${SESSION}`;
  expect(narrowedTo(readScope(address))).toEqual([
    "provider openai",
    "kind chat",
    "failed",
    "error rate_limited",
    "with a price",
    "conversation b003909d\u2026",
  ]);
  expect(narrowedTo(readScope("/ui/requests?period=7d"))).toEqual([]);
});
