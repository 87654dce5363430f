// Simulates a policy before it is published: which policies differ, and to which sample concerns each kind of people would gain or lose
// access. The result depends only on the two texts and on people's roles: no concern, share or council is
// read, so neither a result nor the difference of two discloses any content. Only access to concerns is simulated; for all other changes
// the result names the policies that differ.

import type { PolicyFiles, PolicySet } from "../../policies/engine/policy-set.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import type { PolicyChanges, PolicyDifference, SightChange } from "../../policies/review/compare-sight.ts";
import type { PolicyChecker } from "../../policies/review/policy-checker.ts";
import type { PolicyFlaw } from "../../policies/review/principles.ts";
import type { PeopleQueries } from "../../projections/people/people.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import { ROLE_NAMES, type RoleName, roleOf } from "../../services/people/roles.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { THE_POLICY } from "../../services/policy/service.ts";
import { mayReadAnybody } from "../people/read-people.ts";

/** A file of the candidate; without text, the file of the policy in force. */
type CandidateFile = { readonly name: string; readonly text?: string | null | undefined };

/** The changes for people with all of these roles, in one part of concerns. */
export type Shift = SightChange & {
  readonly roles: readonly RoleName[];
  /** The number of people with exactly these roles today; undefined for a viewer who may not see people. */
  readonly people: number | undefined;
};
export type Simulation = {
  /** Undefined if the candidate is not valid: it is then not compared. */
  readonly version: string | undefined;
  readonly problems: readonly string[];
  /** Undefined if the candidate is not valid. */
  readonly policies: PolicyChanges | undefined;
  /** The same in words. */
  readonly differences: readonly PolicyDifference[];
  readonly shifts: readonly Shift[];
  /** False if there are too many kinds of people or of concerns to compare all. */
  readonly complete: boolean;
};

type SimulationDeps = {
  /** A snapshot of the policy in force, because the simulation compares with one text. */
  readonly policies: { now(): PolicySet };
  readonly policy: PolicySet;
  readonly rights: Rights;
  readonly people: Follower<PeopleQueries>;
  readonly simulations: Simulations;
};

/** Runs simulations, one at a time for each person. */
export type Simulations = { readonly checker: PolicyChecker; readonly running: Set<string> };

const MAX_KINDS = 100;
const PAGE = 50;

/** Undefined for a person who may not publish a policy. Takes seconds, in another thread. */
export async function simulatePolicy(
  deps: SimulationDeps,
  viewer: Viewer,
  files: readonly CandidateFile[],
): Promise<Simulation | undefined> {
  const before = deps.policies.now();
  if (!before.decide({ type: "Person", facts: viewer.facts }, "publishPolicy", THE_POLICY).allowed) return undefined;
  const { running } = deps.simulations;
  if (running.has(viewer.person)) return refusedBy([STILL_RUNNING]);
  running.add(viewer.person);
  try {
    return await simulate(deps, viewer, candidateOf(files, before), before);
  } finally {
    running.delete(viewer.person);
  }
}

const STILL_RUNNING = "You are already trying out a policy. Wait until that has ended, then try again.";
const refusedBy = (problems: readonly string[]): Simulation => ({
  ...{ version: undefined, problems, policies: undefined, differences: [], shifts: [], complete: true },
});

async function simulate(deps: SimulationDeps, viewer: Viewer, files: PolicyFiles, before: PolicySet): Promise<Simulation> {
  const kinds = await kindsOfPeople(deps, viewer);
  const tried = kinds.slice(0, MAX_KINDS);
  const compare = { inForce: before.files, people: tried.map(({ roles }) => factsOf(roles)) };
  const { verdict, comparison } = await deps.simulations.checker.check({ files, compare });
  if (verdict.kind === "flawed" || !comparison)
    return refusedBy(verdict.kind === "flawed" ? verdict.flaws.map(({ why }: PolicyFlaw) => why) : []);
  const { policies, differences, sights } = comparison;
  return {
    version: verdict.policy.version,
    problems: [],
    policies,
    differences,
    shifts: tried.flatMap((kind, index) => (sights[index]?.changes ?? []).map((change) => ({ ...kind, ...change }))),
    complete: kinds.length === tried.length && sights.every(({ complete }) => complete),
  };
}

const candidateOf = (files: readonly CandidateFile[], { files: inForce }: PolicySet): PolicyFiles =>
  Object.fromEntries(files.map(({ name, text }) => [name, text ?? (Object.hasOwn(inForce, name) ? inForce[name] : "") ?? ""]));

type Kind = { readonly roles: readonly RoleName[]; readonly people: number | undefined };

/** Returns each single role, and each combination of roles of a person; the most frequent first. */
async function kindsOfPeople(deps: SimulationDeps, viewer: Viewer): Promise<readonly Kind[]> {
  if (!mayReadAnybody(deps, viewer)) return ROLE_NAMES.map((role) => ({ roles: [role], people: undefined }));
  const counts = new Map(ROLE_NAMES.map((role) => [role as string, 0]));
  for (let after: string | undefined = ""; after !== undefined; ) {
    const page = deps.people.queries().page(after, PAGE);
    for (const { assignments } of page) {
      const roles = new Set(assignments.filter(({ current }) => current).map(({ role }) => role));
      const key = ROLE_NAMES.filter((role) => roles.has(role)).join();
      if (key !== "") counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    after = page.length < PAGE ? undefined : page.at(-1)?.person;
    await new Promise(setImmediate);
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([key, people]) => ({ roles: key.split(",") as RoleName[], people }));
}

const factsOf = (roles: readonly RoleName[]): readonly string[] => [
  ...new Set(roles.map(roleOf).flatMap(({ fact, regionFact }) => [...(fact ? [fact] : []), ...(regionFact ? [regionFact] : [])])),
];
