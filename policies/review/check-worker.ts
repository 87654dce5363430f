// A worker thread that checks policies, and compares each with the one in force on request.
import { parentPort } from "node:worker_threads";
import { compilePolicy, loadPolicy } from "../engine/policy.ts";
import type { PolicyFiles, PolicySet } from "../engine/policy-set.ts";
import { judgePolicy, type Verdict } from "./check.ts";
import {
  changesOf,
  differencesOf,
  type PolicyChanges,
  type PolicyDifference,
  type SightComparison,
  sightComparer,
} from "./compare-sight.ts";

/** `compare`: the files in force, and the facts of each kind of people. */
export type CheckOrder = {
  readonly files: PolicyFiles;
  readonly compare?: { readonly inForce: PolicyFiles; readonly people: readonly (readonly string[])[] };
};
/** `comparison` is set if it was requested and the policy is valid; its sights are in the order of `people`. */
export type CheckResult = {
  readonly verdict: Verdict;
  readonly comparison?: {
    readonly policies: PolicyChanges;
    readonly differences: readonly PolicyDifference[];
    readonly sights: readonly SightComparison[];
  };
};

const hubs = loadPolicy();

parentPort?.on("message", async ({ files, compare }: CheckOrder) => {
  const judged = await judgePolicy(files, hubs);
  parentPort?.postMessage(judged.kind === "flawed" ? { verdict: judged } : resultOf(judged.policy, compare));
});

function resultOf({ files, version, digest, texts, ...policy }: PolicySet, compare: CheckOrder["compare"]): CheckResult {
  const verdict: Verdict = { kind: "holds", policy: { files, version, digest, texts } };
  if (!compare) return { verdict };
  const before = compilePolicy(compare.inForce, hubs);
  const after = { ...policy, files, version, digest, texts };
  const sightOf = sightComparer(before, after);
  const policies = changesOf(before, after);
  return {
    verdict,
    comparison: { policies, differences: differencesOf(policies, before, after), sights: compare.people.map(sightOf) },
  };
}
