// What a series is called, and what tells it apart.
import type { ProviderSeries } from "../../api/types.ts";

type Of = Pick<ProviderSeries, "provider" | "model">;

export function seriesName({ provider, model }: Of): string {
  return model ?? provider;
}

export function seriesId({ provider, model }: Of): string {
  return `${provider} ${model ?? ""}`;
}
