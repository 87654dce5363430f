// Transient faults of the machine, each under a load of commands and reads: the hub reports what it cannot do, loses nothing, and recovers by
// itself. `npm run soak` tries each by itself; here some of each kind are met by one hub, one after the other.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clocks } from "../helpers/faults/clocks.ts";
import { callsThatFail, fileSizes, smallDisks } from "../helpers/faults/disks.ts";
import { buildFailingCalls, failingCalls, type Rule } from "../helpers/faults/failing-calls.ts";
import { handles, locks, smallHeaps } from "../helpers/faults/machine.ts";
import { whyNoSmallDisk } from "../helpers/faults/small-disk.ts";
import { type Outcome, reportOf } from "../helpers/faults/table.ts";
import {
  type Case,
  type FaultUnderLoad,
  makeFolder,
  outcomeUnderLoad,
  type PassingFault,
} from "../helpers/faults/transient-faults.ts";
import { isSoak } from "../helpers/soak.ts";

const calls = buildFailingCalls();
const whyNoDisk = isSoak ? whyNoSmallDisk() : undefined;
if (calls.why) console.warn(`Failing calls are not tried: ${calls.why}.`);
if (whyNoDisk) console.warn(`Small disks are not tried: ${whyNoDisk}.`);
const whyNoLimits = process.platform === "linux" ? undefined : "limits of a process that runs can be set on Linux alone";

let base: Awaited<ReturnType<typeof makeFolder>>;
const outcomes: (Outcome & { readonly kind: string })[] = [];
beforeAll(async () => {
  base = await makeFolder();
});
afterAll(() => {
  base.remove();
  calls.remove();
  if (isSoak) console.info(reportOf(outcomes));
});

async function tryOne(kind: string, fault: PassingFault): Promise<void> {
  const outcome = await outcomeUnderLoad(base.dir, fault);
  outcomes.push({ ...outcome, kind });
  if (isSoak) console.log(JSON.stringify(outcome));
  expect(["held", "told"], JSON.stringify(outcome)).toContain(outcome.verdict);
}

describe.runIf(isSoak)("A fault that passes", () => {
  const groups: readonly (readonly [cases: () => readonly Case[], whyNot: string | undefined])[] = [
    [() => callsThatFail(calls.library), calls.why],
    [smallDisks, whyNoDisk],
    [() => fileSizes, whyNoLimits],
    [() => locks, undefined],
    [() => handles, whyNoLimits],
    [() => smallHeaps, undefined],
    [() => clocks, undefined],
  ];
  for (const [cases, whyNot] of groups)
    describe.skipIf(whyNot)(whyNot ?? "", () => {
      const named = cases().map(([kind, fault]) => [kind, fault.name, fault] as const);
      it.each(named)("%s: %s", (kind, _, fault) => tryOne(kind, fault));
    });
});

describe.skipIf(calls.why ?? whyNoLimits)("A hub with one fault after the other", () => {
  const failing = failingCalls(calls.library);
  const rule = (...rules: readonly Rule[]) => ({
    begin() {
      failing.begin(...rules);
      return failing.end;
    },
  });
  const named = (cases: readonly Case[], name: string): FaultUnderLoad => {
    const found = cases.find(([, fault]) => fault.name === name)?.[1];
    if (!found || !("begin" in found)) throw new Error(`There is no such fault: ${name}.`);
    return found;
  };

  it("reports what it cannot do meanwhile, loses nothing and recovers by itself each time", () =>
    tryOne("one after the other", {
      name: "one after the other",
      env: failing.env,
      ...rule({ error: "EIO", calls: "ws", on: "log/events.sqlite" }),
      next: [
        rule({ error: "ENOSPC", calls: "w", on: "log/disclosures.sqlite" }),
        rule({ error: "EROFS", calls: "wsot", on: "/read-models/" }),
        named(fileSizes, "no file may be longer than 0 bytes"),
        named(handles, "1 file handles left"),
        named(locks, "the register: the write lock"),
      ],
    }));

  it("at the start ends the hub with what to do and a code that systemd restarts it after; it starts once the fault is over", () => {
    const { begin } = rule({ error: "EIO", calls: "rs", on: "log/events.sqlite" });
    return tryOne("at the start", { name: "at the start", env: failing.env, before: begin });
  });
});
