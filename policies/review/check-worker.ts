// A thread that checks one policy, and compares it with the one in force where that is asked. It ends with its answer.
import { parentPort, workerData } from "node:worker_threads";
import { compilePolicy } from "../engine/policy.ts";
import type { PolicyFiles, PolicySet } from "../engine/policy-set.ts";
import { judgePolicy, type Verdict } from "./check.ts";
import { changesOf, type PolicyChanges, type SightComparison, sightComparer } from "./compare-sight.ts";

/** `compare`: the files in force, and for each kind of people the facts that their roles give. */
export type CheckOrder = {
  readonly files: PolicyFiles;
  readonly compare?: { readonly inForce: PolicyFiles; readonly people: readonly (readonly string[])[] };
};
/** `comparison` is there where it was asked for and the policy holds; its sights are in the order of `people`. */
export type CheckResult = {
  readonly verdict: Verdict;
  readonly comparison?: { readonly policies: PolicyChanges; readonly sights: readonly SightComparison[] };
};

const { files, compare } = workerData as CheckOrder;
const judged = await judgePolicy(files);
const result: CheckResult = judged.kind === "flawed" ? { verdict: judged } : resultOf(judged.policy);
parentPort?.postMessage(result);

function resultOf(policy: PolicySet): CheckResult {
  const { version, digest, texts } = policy;
  const verdict: Verdict = { kind: "holds", policy: { files, version, digest, texts } };
  if (!compare) return { verdict };
  const before = compilePolicy(compare.inForce);
  const sightOf = sightComparer(before, policy);
  return { verdict, comparison: { policies: changesOf(before, policy), sights: compare.people.map(sightOf) } };
}
