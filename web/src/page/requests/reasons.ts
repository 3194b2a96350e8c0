// Why a figure is not known, in words.

export const UNPRICED: Readonly<Partial<Record<string, string>>> = {
  no_price: "Not known: no price for this model. The operator adds one in the settings",
  class_unpriced: "Not known: a class of its tokens has no price",
  out_of_range: "Not known: too large to be right",
};

export const NO_ESTIMATE: Readonly<Partial<Record<string, string>>> = {
  failed: "No estimate: it failed, so its cost is an overhead",
  no_baseline: "No estimate: neither a requested model nor a configured baseline",
  unpriced: "No estimate: its own cost is not known",
  baseline_unpriced: "No estimate: the baseline's model has no price",
};
