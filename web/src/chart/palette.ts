// Colours that tell groups apart, the same for the same place in the order; told apart in both themes and by most colour-blind eyes.

export const SERIES_COLOURS = ["var(--series-1)", "var(--series-2)", "var(--series-3)", "var(--series-4)", "var(--series-5)", "var(--series-6)"];
/** For all groups that have no colour of their own. */
export const OTHER_COLOUR = "var(--series-other)";

/** The colour of the group at a place, counted from 0. */
export function colourAt(index: number): string {
  return SERIES_COLOURS[index] ?? OTHER_COLOUR;
}
