// The median and range of a figure's rounds, and how they are written.

/** The median and range of a figure over the rounds of a run. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number };

/** Returns NaN as the median of no numbers. */
export function spread(numbers: readonly number[]): Spread {
  return { median: quantile(numbers, 0.5), min: Math.min(...numbers), max: Math.max(...numbers) };
}

/** The value below which such a part of the numbers lies: 0.5 for the median. Between two, the mean of them by distance. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

/** Three significant figures; a whole number from a hundred on. */
const readable = (number: number): string => (number >= 100 ? Math.round(number).toLocaleString("en-GB") : number.toPrecision(3));
/** `12.3 (11.9 to 13.0)` */
export const shown = ({ median, min, max }: Spread, words: (number: number) => string = readable) =>
  `${words(median)} (${words(min)} to ${words(max)})`;
