import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineChart } from "./line-chart.ts";

const value = fc.option(fc.double({ min: -1e15, max: 1e15, noNaN: true }), { nil: null });
const values = fc
  .integer({ min: 1, max: 80 })
  .chain((count) => fc.array(fc.array(value, { minLength: count, maxLength: count }), { minLength: 1, maxLength: 3 }));
const chartOf = (lines: readonly (readonly (number | null)[])[]) =>
  lineChart(
    (lines[0] ?? []).map((_, index) => `${2000 + index}/${index}`),
    lines.map((ofLine, index) => ({ name: `Line ${index}`, values: ofLine })),
  );

describe("A chart of lines", () => {
  it("has a mark for each value, in the order of the periods, higher for more, and all within its axes", () => {
    fc.assert(
      fc.property(values, (lines) => {
        const chart = chartOf(lines);
        const present = lines.flat().filter((one) => one !== null);
        expect(chart === undefined).toBe(present.length === 0);
        if (!chart) return;
        for (const [index, { points }] of chart.series.entries()) {
          const shown = (lines[index] ?? []).filter((one) => one !== null);
          expect(points).toHaveLength(shown.length);
          for (const [at, { x, y }] of points.entries()) {
            expect(x).toBeGreaterThanOrEqual(chart.left);
            expect(x).toBeLessThanOrEqual(chart.right);
            expect(y).toBeGreaterThanOrEqual(0);
            expect(y).toBeLessThanOrEqual(chart.bottom);
            const before = points[at - 1];
            if (before) expect(x).toBeGreaterThan(before.x);
            if (before && (shown[at] ?? 0) > (shown[at - 1] ?? 0)) expect(y).toBeLessThanOrEqual(before.y);
          }
        }
        expect(JSON.stringify(chart)).not.toMatch(/NaN|Infinity|null/);
      }),
    );
  });

  it("leaves a gap where a period has no value", () => {
    const [one] = chartOf([[1, 2, null, 4, 5]])?.series ?? [];
    expect(one?.path.match(/M/g)).toHaveLength(2);
    expect(one?.points).toHaveLength(4);
  });

  it("tells its lines apart by their marks and kinds of line", () => {
    const series = chartOf([[1], [2], [3]])?.series ?? [];
    expect(new Set(series.map(({ mark }) => mark)).size).toBe(3);
    expect(new Set(series.map(({ inWords }) => inWords)).size).toBe(3);
    expect(() => chartOf([[1], [2], [3], [4]])).toThrow("at most 3");
  });

  it("labels few periods, the last always, and its axis with plain numbers", () => {
    const chart = chartOf([Array.from({ length: 61 }, (_, index) => index * 1000)]);
    expect(chart?.xTicks.length).toBeLessThanOrEqual(4);
    expect(chart?.xTicks.at(-1)?.text).toBe("2060/60");
    expect(chart?.yTicks.map(({ text }) => text)).toEqual(["0", "10,000", "20,000", "30,000", "40,000", "50,000", "60,000"]);
    expect(chartOf([[7]])?.yTicks.map(({ text }) => text)).toEqual(["2", "4", "6", "8", "10", "12"]);
  });
});
