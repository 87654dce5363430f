// The reports of the benchmarks must follow from the measurements.
import { describe, expect, it } from "vitest";
import { compare, compareRates, figureAlone, type Result, resultOf, worstOf } from "../../bench/harness.ts";
import { rateOf } from "../../bench/processor-time.ts";
import { costSummary, costTable, summary, table } from "../../bench/report.ts";
import { quantile } from "../../bench/spread.ts";

const about = (name: string, reach?: Result["reach"]) => ({ name, work: "some work", unit: "ms", reach });

describe("A comparison", () => {
  it("alternates, ignores the warm-up, and returns the ratio of the medians with the range of the rounds", async () => {
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

  it("reports a missed target, and nothing without a target", () => {
    const [slow, fast] = [resultOf(about("slow", { atMost: 1 }), [3], [2]), resultOf(about("fast", { atLeast: 2 }), [3], [2])];
    expect(table([slow, fast]).match(/NOT reached/g)).toHaveLength(2);
    expect(table([resultOf(about("any"), [3], [2])])).not.toContain("reached");
    expect(JSON.parse(summary([slow, fast]))).toEqual({ slow: 1.5, fast: 1.5 });
  });

  it("of something held against a number is the number, and the reach is its own", () => {
    const [slow, fast] = [figureAlone(about("slow", { atMost: 1 }), [3, 2, 4]), figureAlone(about("fast", { atMost: 1 }), [0.5])];
    expect(table([slow, fast])).toMatch(/^slow .*3\.00 \(2\.00 to 4\.00\) ms +<= 1 NOT reached$/m);
    expect(table([slow, fast])).toMatch(/^fast .* <= 1 reached$/m);
    expect(JSON.parse(summary([slow, fast]))).toEqual({ slow: 3, fast: 0.5 });
  });

  it("with several servers gives the rate beside the first, and beside each what one took of the processor", async () => {
    const turns: string[] = [];
    const taking = (who: string, rate: number, us: number) => async () => {
      turns.push(who);
      return { rate, each: { thread: us, process: 2 * us } };
    };
    const results = await compareRates({
      ...{ name: "lists", work: "some work", unit: "lists/s", rounds: 2, warmUps: 0, reaches: { process: 0.5, thread: 1 } },
      ours: taking("ours", 10, 100),
      theirs: { first: taking("first", 20, 40), "second-one": taking("second", 40, 10) },
    });
    expect(turns.join(" ")).toBe("ours first second second first ours");
    expect(JSON.parse(summary(results))).toEqual({
      lists: 0.5,
      lists_cpu: 0.4,
      lists_thread_cpu: 0.4,
      lists_cpu_second_one: 0.1,
    });
    expect(table(results)).toMatch(/^lists_cpu .*5,000 .*12,500 .*0\.40 .*>= 0\.5 NOT reached$/m);
    expect(JSON.parse(costSummary(results))).toEqual({ lists: { thread: 100, process: 200 } });
  });

  it("of several puts the one first that is furthest from its reach, under their common name", () => {
    const each = [2, 5, 3].map((ours) => resultOf(about(`role_${ours}`, { atMost: 3 }), [ours], [1]));
    const [worst, ...others] = worstOf("all", "worst role", each);
    expect([worst?.name, worst?.ratio?.median, others.map(({ name }) => name)]).toEqual([
      "all",
      5,
      ["role_2", "role_5", "role_3"],
    ]);
  });

  it("gives beside a rate what one took in processor time, and nothing beside a time", async () => {
    const turns = (rate: number, us: number) => async () => ({ rate, each: { thread: us, process: 2 * us } });
    const about = { work: "some work", unit: "lists/s", rounds: 3 };
    const rates = await compare({ ...about, name: "lists", ours: turns(10, 90), theirs: turns(20, 30) });
    const times = await compare({ ...about, name: "times", ours: async () => 2, theirs: async () => 1 });
    expect(rates.ratio.median).toBe(0.5);
    expect(costTable([rates, times])).toMatch(/^lists +serving thread .*3\.00\nlists +process .*3\.00$/m);
    expect(JSON.parse(costSummary([rates, times]))).toEqual({ lists: { thread: 90, process: 180 } });
    expect(costTable([times])).toBe("");
  });

  it("counts a process's own time, and that of another one by its number", async () => {
    const spin = () => {
      const start = process.threadCpuUsage().user;
      while (process.threadCpuUsage().user - start < 60_000);
      return 1;
    };
    for (const pid of [undefined, process.pid]) {
      const { each } = await rateOf(spin, pid);
      // The system counts in hundredths of a second.
      expect(each.process).toBeGreaterThanOrEqual(40_000);
    }
  });

  it("reads a quantile between two figures by their distance", () => {
    expect([0, 0.25, 0.5, 1].map((part) => quantile([4, 1, 3, 2], part))).toEqual([1, 1.75, 2.5, 4]);
  });
});
