// A check leaves out what a candidate has in common with the hub's own policy: it must find the same faults as one that leaves out nothing.
import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { judgePolicy } from "../../policies/review/check.ts";
import { openPolicyChecker } from "../../policies/review/policy-checker.ts";
import { reviewOf } from "../../policies/review/policy-review.ts";
import { changedFiles, changedPolicy, policyText, shipped } from "../helpers/policy-files.ts";
import { withProcessorTime } from "../helpers/processor-time.ts";
import { isSoak } from "../helpers/soak.ts";

const rule = (effect: "permit" | "forbid", action: string, when: string) =>
  policyText("added", `${effect} (principal, action ${action}, resource) when { ${when} };`);
const without = (id: string) => (text: string) => text.replace(new RegExp(`@id\\("${id}"\\)[^;]*;\n`), "");
const fineForbid = 'forbid (principal is Person, action == Action::"readOverview", resource) when { principal.administrator };';
const FINE = { "9-added.cedar": policyText("added", fineForbid) };
const BROAD = { "9-added.cedar": policyText("added", "permit (principal, action, resource);") };
/** Candidates that differ from the hub's policy in one place or everywhere. */
const CANDIDATES: readonly [string, Parameters<typeof changedFiles>[0]][] = [
  ["a permission on every action, which prohibitions narrow", BROAD],
  ["a prohibition in the way of a permission", { "9-added.cedar": rule("forbid", '== Action::"readApproach"', "true") }],
  ["a name", { "9-added.cedar": rule("forbid", '== Action::"readHeadline"', 'resource.council == "E09000001"') }],
  ["a policy less", { "3-council.cedar": without("council-answers") }],
  ["a promise less", { "7-promises.cedar": without("only-boards-read-figures") }],
];
/** Two more that take as long as all of these. */
const MORE_CANDIDATES: typeof CANDIDATES = [
  ["a permission for nobody", { "9-added.cedar": rule("permit", '== Action::"readSummary"', "!resource.councilAware") }],
  ["a prohibition on every action", { "9-added.cedar": policyText("added", "forbid (principal, action, resource);") }],
];

describe("The check of a candidate", () => {
  it.each([...CANDIDATES, ...(isSoak ? MORE_CANDIDATES : [])])(
    "finds the same whether or not all of it is checked: %s",
    async (_, changes) => {
      const files = changedFiles(changes);
      const found = await judgePolicy(files, shipped);
      const all = await judgePolicy(files, shipped, { all: true });
      expect(found.kind === "flawed" && found.flaws).toEqual(all.kind === "flawed" && all.flaws);
      expect(found.kind).toBe(changes === BROAD ? "holds" : "flawed");
    },
  );

  it("finds the same of a prohibition that is fine, and costs what differs from the hub's own and nothing for the rest", async () => {
    const candidate = changedPolicy(FINE);
    const { isUnchanged } = reviewOf(candidate, shipped);
    expect(Object.keys(candidate.schema.actions).filter((action) => !isUnchanged(action))).toEqual(["readOverview"]);
    const check = (all: boolean) => withProcessorTime(() => judgePolicy(candidate.files, shipped, { all }));
    await check(false);
    const [differing, everything] = [await check(false), await check(true)];
    expect([differing.result.kind, everything.result.kind]).toEqual(["holds", "holds"]);
    expect(differing.ms).toBeLessThan(everything.ms / 3);
  });

  it("is done in one thread with the next, and in another after a policy that was refused", async () => {
    let threads = 0;
    const count = () => {
      threads += 1;
    };
    process.on("worker", count);
    const checker = openPolicyChecker();
    const used: (readonly [string, number])[] = [];
    for (const changes of [FINE, {}, { "9-broken.cedar": "permit (" }, FINE]) {
      const { verdict } = await checker.check({ files: changedFiles(changes) });
      used.push([verdict.kind, threads]);
    }
    await checker.close();
    process.off("worker", count);
    expect(used).toEqual([
      ["holds", 1],
      ["holds", 1],
      ["flawed", 1],
      ["holds", 2],
    ]);
    await expect(checker.check({ files: shipped.files })).rejects.toThrow();
  });

  it("whose thread fails does not fail the next one", async () => {
    const checker = openPolicyChecker();
    const started = once(process, "worker") as Promise<[Worker]>;
    const failed = checker.check({ files: { "1.cedar": "permit (" } });
    const next = checker.check({ files: shipped.files });
    const [thread] = await started;
    // A thread reports an uncaught error like this, some time before it ends.
    thread.emit("error", new Error("The thread has failed."));
    await expect(failed).rejects.toThrow("The thread has failed.");
    expect((await next).verdict.kind).toBe("holds");
    await checker.close();
  });
});
