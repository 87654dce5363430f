import { describe, expect, it } from "vitest";
import { comparePeriods } from "./read-metrics.ts";

describe("The periods of a comparison", () => {
  it.each([
    ["quarters", ["fq_Q4_2009_10", "fq_Q1_2010_11", "fq_Q2_2010_11", "fq_Q1_2011_12"]],
    ["years", ["fin_1999_00", "fin_2009_10", "fin_2010_11"]],
    ["labels", ["2019/20", "2020/21", "2021/22"]],
  ])("are in the order of time: %s", (_, ids) => {
    const periods = ids.toReversed().map((id) => ({ id }));
    expect(periods.sort(comparePeriods).map(({ id }) => id)).toEqual(ids);
  });
});
