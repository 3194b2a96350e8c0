// What each part of the savings is called, and what it means.
import type { DriverName } from "../../api/types.ts";

export const DRIVER_NAMES: Record<DriverName, { name: string; meaning: string }> = {
  response_cache: { name: "Response cache", meaning: "Answers given without asking a provider." },
  provider_price: { name: "Provider price", meaning: "The same model, cheaper at another provider." },
  routing: { name: "Routing", meaning: "A route chose another model than its baseline. Negative where it chose a dearer one." },
  prompt_cache: { name: "Prompt cache", meaning: "Cached input that the gateway's choice of provider brought about." },
  classifier: { name: "Classifier", meaning: "What deciding the route itself cost." },
  failed_attempts: { name: "Failed attempts", meaning: "Attempts that were billed and gave no answer." },
  cold_cache: { name: "Cold cache", meaning: "Prompt caches lost by switching providers." },
};
