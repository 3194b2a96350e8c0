// The alerts page: all rules and where they stand, or one of them with what happened to it.
import type { PageProps } from "../Around.ts";
import { AllRules } from "./AllRules.tsx";
import { OneRule } from "./rule/OneRule.tsx";

export default function Alerts({ around }: PageProps) {
  const id = around.scope.sub;
  return id === null ? <AllRules around={around} /> : <OneRule key={id} around={around} id={id} />;
}
