// What each job does, in a sentence; a job that is newer than this page shows its name alone.

export const JOB_WORDS: Readonly<Partial<Record<string, string>>> = {
  prices: "Watches the price list and prices again what a change touches",
  exports: "Makes the files of large exports, and deletes them after a day",
  outages: "Notes when a provider or a model is held back, and when it is back",
  alerts: "Holds the figures against the alert rules",
  rebuild: "Counts hours anew that were marked",
  unpriced: "Names models that are used and have no price",
  sessions: "Deletes sessions and sign-in links that have expired",
  partitions: "Makes room for the days ahead",
  rollup: "Brings days, weeks and months up to the quarter hours",
  reconcile: "Compares the sums of the last hours with their rows",
  "reconcile-daily": "Compares the sums of the last days with their rows",
  "reconcile-weekly": "Compares the sums of the last week with their rows",
  retention: "Deletes rows that are past their time; sums stay",
};
