// A chart of lines over periods: where its axes, lines and marks are. A template writes it as SVG, and the page has the same values as a table.
import { scaleLinear, scalePoint } from "d3-scale";
import { line, symbol, symbolCircle, symbolSquare, symbolTriangle } from "d3-shape";
import { numberOnPage } from "../words.ts";

/** One value for each period; null where there is none. */
export type ChartSeries = { readonly name: string; readonly values: readonly (number | null)[] };

const [WIDTH, HEIGHT] = [400, 260];
const MARGIN = { top: 12, right: 36, bottom: 32 };
/** Of the letters of an axis, about. */
const LETTER = 7;
const MARK_AREA = 40;
const MOST_LABELS = 4;
const TICKS = 5;

/** Each series has another mark and another kind of line, so that nothing depends on colour. There are no more. */
const STYLES = [
  { mark: symbolCircle, inWords: "circles, unbroken line" },
  { mark: symbolSquare, inWords: "squares, dashed line" },
  { mark: symbolTriangle, inWords: "triangles, dotted line" },
] as const;

/** Undefined if no series has a value. */
export function lineChart(periods: readonly string[], series: readonly ChartSeries[]) {
  const values = series.flatMap((one) => one.values.filter((value) => value !== null));
  if (values.length === 0) return undefined;
  const y = scaleLinear().domain(domainOf(values)).nice(TICKS);
  const yTexts = y.ticks(TICKS).map((value) => ({ value, text: numberOnPage(value) }));
  const left = 10 + LETTER * Math.max(...yTexts.map(({ text }) => text.length));
  y.range([HEIGHT - MARGIN.bottom, MARGIN.top]);
  const places = periods.map((_, index) => index);
  const x = scalePoint(places, [left + 10, WIDTH - MARGIN.right]);
  const isLabelled = everyFew(periods.length);
  return {
    width: WIDTH,
    height: HEIGHT,
    left,
    right: WIDTH - MARGIN.right,
    bottom: HEIGHT - MARGIN.bottom,
    yTicks: yTexts.map(({ value, text }) => ({ y: y(value), text })),
    xTicks: periods.flatMap((text, index) => (isLabelled(index) ? [{ x: x(index) ?? 0, text }] : [])),
    series: series.map(({ name, values: ofSeries }, index) => {
      const style = STYLES[index];
      if (!style) throw new TypeError(`A chart has at most ${STYLES.length} series.`);
      const path = line<number | null>(
        (_, place) => x(place) ?? 0,
        (value) => y(value ?? 0),
      ).defined((value) => value !== null);
      return {
        name,
        inWords: style.inWords,
        number: index + 1,
        path: path(ofSeries) ?? "",
        mark: symbol(style.mark, MARK_AREA)() ?? "",
        points: ofSeries.flatMap((value, place) => (value === null ? [] : [{ x: x(place) ?? 0, y: y(value) }])),
      };
    }),
  };
}

/** Values that are written alike get room on both sides. */
function domainOf(values: readonly number[]): readonly [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const size = Math.max(1, Math.abs(least), Math.abs(most));
  return most - least < size * SMALLEST_SPAN ? [least - size / 2, most + size / 2] : [least, most];
}
/** Of a page's numbers. */
const SMALLEST_SPAN = 1e-6;

/** Which labels there is room for; the last is one of them. */
const everyFew = (count: number) => (index: number) => (count - 1 - index) % Math.ceil(count / MOST_LABELS) === 0;
