// What the benchmarks say must follow from what was measured.
import { describe, expect, it } from "vitest";
import { compare, quantile, type Result, resultOf, summary, table, worstOf } from "../../bench/harness.ts";

const about = (name: string, reach?: Result["reach"]) => ({ name, work: "some work", unit: "ms", reach });

describe("A comparison", () => {
  it("takes turns, counts no warming up, and gives the ratio of the medians with the range of the rounds", async () => {
    const turns: string[] = [];
    const taking = (who: string, figures: number[]) => async () => {
      turns.push(who);
      return figures.shift() ?? Number.NaN;
    };
    const result = await compare({
      ...{ name: "tried", work: "some work", unit: "ms", rounds: 3, warmUps: 2, reach: { atMost: 2 } },
      ours: taking("ours", [900, 900, 10, 40, 20]),
      theirs: taking("theirs", [900, 900, 10, 10, 20]),
    });
    expect(turns.join(" ")).toBe("ours theirs ours theirs ours theirs theirs ours ours theirs");
    expect(result.ratio).toEqual({ median: 2, min: 1, max: 4 });
    expect(table([result])).toMatch(/^tried .*2\.00 \(1\.00 to 4\.00\) +<= 2 reached$/m);
  });

  it("says when a reach is not reached, and not so of one that has none", () => {
    const [slow, fast] = [resultOf(about("slow", { atMost: 1 }), [3], [2]), resultOf(about("fast", { atLeast: 2 }), [3], [2])];
    expect(table([slow, fast]).match(/NOT reached/g)).toHaveLength(2);
    expect(table([resultOf(about("any"), [3], [2])])).not.toContain("reached");
    expect(JSON.parse(summary([slow, fast]))).toEqual({ slow: 1.5, fast: 1.5 });
  });

  it("of several puts the one first that is furthest from its reach, under their common name", () => {
    const each = [2, 5, 3].map((ours) => resultOf(about(`role_${ours}`, { atMost: 3 }), [ours], [1]));
    const [worst, ...others] = worstOf("all", "worst role", each);
    expect([worst?.name, worst?.ratio.median, others.map(({ name }) => name)]).toEqual([
      "all",
      5,
      ["role_2", "role_5", "role_3"],
    ]);
  });

  it("reads a quantile between two figures by their distance", () => {
    expect([0, 0.25, 0.5, 1].map((part) => quantile([4, 1, 3, 2], part))).toEqual([1, 1.75, 2.5, 4]);
  });
});
