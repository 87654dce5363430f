import { describe, expect, it } from "vitest";
import { isRefusal } from "../refusals.ts";
import { decideSeries } from "./decide.ts";
import type { Series } from "./events.ts";

const series = (values: Series["values"], differing: Partial<Series> = {}): Series => ({
  ...{ metric: "990101", label: "Rate", unit: "Percent", valueType: "raw", period: { id: "fin_2024_25", label: "2024/25" } },
  ...{ values, ...differing },
});
const recorded = (held: Series | undefined, imported: Series) => {
  const events = decideSeries(held, imported);
  return isRefusal(events) ? events.code : events.map(({ data }) => data);
};

describe("An import of a series", () => {
  it("sets the values of the areas that it names, and leaves those of others", () => {
    expect(recorded(undefined, series({ X00000004: 1 }))).toEqual([series({ X00000004: 1 })]);
    const held = series({ X00000004: 1, X00000005: 2 });
    expect(recorded(held, series({ X00000005: 7, X00000001: 3 }))).toEqual([
      series({ X00000004: 1, X00000005: 7, X00000001: 3 }),
    ]);
    expect(recorded(held, series({ X00000005: null }))).toEqual([series({ X00000004: 1, X00000005: null })]);
  });

  it("records nothing if the same values are already stored, with any encoding of letters", () => {
    expect(recorded(series({ X00000004: 1, X00000005: 2 }), series({ X00000005: 2 }))).toEqual([]);
    const before = series(
      { X00000004: 1 },
      { label: "Cafe\u0301s\u200b", period: { id: "fin_2024_25", label: "20\u200b24/25" } },
    );
    expect(recorded(before, series({ X00000004: 1 }, { label: "Caf\u00e9s" }))).toEqual([]);
  });

  it("goes back to earlier values", () => {
    const then = series({ X00000004: 1, X00000005: 2 });
    const between = series({ X00000004: 3, X00000005: 4 });
    expect(recorded(between, then)).toEqual([then]);
  });

  it("keeps no value with another unit: a change of the unit needs all areas that have a value", () => {
    const held = series({ X00000004: 1, X00000005: null });
    expect(recorded(held, series({ X00000005: 7 }, { unit: "Pounds" }))).toBe("INVALID_INPUT");
    expect(recorded(held, series({ X00000004: 7 }, { unit: "Pounds" }))).toEqual([
      series({ X00000004: 7, X00000005: null }, { unit: "Pounds" }),
    ]);
  });

  it("is refused when its areas and those of earlier imports are more than 1,000", () => {
    const areas = (from: number) =>
      Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`X${String(from + index).padStart(8, "0")}`, 1]));
    expect(recorded(series(areas(0)), series(areas(400)))).toHaveLength(1);
    expect(recorded(series(areas(0)), series(areas(600)))).toBe("INVALID_INPUT");
  });
});
