// The hub's memory is bounded for any load and duration: different queries each time, people who sign in again for each,
// new concerns. `npm run soak` runs this for half an hour.
import v8 from "node:v8";
import vm from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, concern } from "../examples/api-inputs.ts";
import { done } from "../helpers/send-command.ts";
import { isSoak } from "../helpers/soak.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const MINUTES = 30;
const PEOPLE = ["adviser", "chief-executive", "cib-lead", "governance-officer", "second-adviser"];

describe.runIf(isSoak)("Half an hour without a pause", () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startHub();
  });
  afterAll(() => hub.close());

  it("uses no more memory at its end than after its first third", async () => {
    v8.setFlagsFromString("--expose-gc");
    const collect: () => void = vm.runInNewContext("gc");
    const samples: { readonly heap: number; readonly rss: number }[] = [];
    const until = performance.now() + MINUTES * 60_000;
    for (let n = 0; performance.now() < until; n += 1) {
      const id = await done(hub, "adviser", "logConcern", { ...concern, observed: `Observed number ${n} of a long run.` });
      await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
      const aliases = Array.from({ length: 300 }, (_, index) => `a${index}_${n}: stage`).join(" ");
      for (const person of PEOPLE) {
        await hub.ask(
          person,
          `query Q${n} { concerns(first: 20) { totalCount nodes { id summary { text } } } inbox { nodes { sentence } } }`,
        );
        await hub.ask(person, `query($id: ID!) { concern(id: $id) { ${aliases} } }`, { id });
      }
      hub.logged.length = 0;
      if (n % 50 > 0) continue;
      collect();
      const { heapUsed, rss } = process.memoryUsage();
      samples.push({ heap: heapUsed, rss });
      console.info(`${n} concerns: heap ${Math.round(heapUsed / 1e6)} MB, resident ${Math.round(rss / 1e6)} MB`);
    }
    const third = Math.ceil(samples.length / 3);
    const most = (of: readonly { readonly heap: number; readonly rss: number }[], what: "heap" | "rss") =>
      Math.max(...of.map((sample) => sample[what]));
    for (const what of ["heap", "rss"] as const)
      expect(most(samples.slice(-third), what), what).toBeLessThan(most(samples.slice(0, third), what) * 1.3);
  });
});
