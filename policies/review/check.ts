// What must hold of a policy set, beyond that it parses and validates. Before the hub starts: that the facts this code makes are the ones
// the schema asks for, and that lists can follow every policy. Better no hub than one whose lists fail, or say something else. Before a set
// is published also: that it keeps the principles, names nobody and locks nobody out, and that no policy of it is idle.
import { MOST, operatorsIn, sameTokens } from "../engine/bounds.ts";
import {
  type ConcernFacts,
  NO_SIGNAL,
  NO_SUBMISSION,
  NO_SUPPORT,
  type PersonFacts,
  READ_ACTIONS,
  type Resource,
} from "../engine/facts.ts";
import { compilePolicy, isPolicyFile, PolicyInvalid, SCHEMA_FILE } from "../engine/policy.ts";
import type { PolicyFiles, PolicySet } from "../engine/policy-set.ts";
import { conditionOf, residualFor } from "../engine/residual.ts";
import { checkShape } from "../engine/shape.ts";
import { LISTED, toSql } from "../engine/sql.ts";
import { findDeadPolicies } from "./dead-policies.ts";
import { lockOuts } from "./guaranteed-access.ts";
import { namingFlaws } from "./names.ts";
import { OTHER_SCHEMA, type PolicyFlaw, principleFlaws, shippedPolicy } from "./principles.ts";
import { promiseFlaws } from "./promises.ts";

// Every set holds something, so that no policy is simplified away before it has been looked at.
const some = ["x"];
const person: PersonFacts = {
  id: "x",
  adviserScopes: some,
  councils: some,
  memberPeerBodies: some,
  cibBodies: some,
  adassBodies: some,
  regionalImprovementBodies: some,
  groupOfficeBodies: some,
  panelBodies: some,
  departmentBodies: some,
  inspectorateBodies: some,
  bodies: some,
  adviserRegions: some,
  leadRegions: some,
  advisoryBoard: true,
  improvementBoard: true,
  governanceOfficer: true,
  administrator: true,
};
const concern: ConcernFacts = {
  council: "x",
  region: "x",
  strand: "x",
  scope: "x",
  cause: "x",
  stage: "logged",
  councilAware: true,
  evidenced: true,
  headlineSharedWith: some,
  summarySharedWith: some,
  evidenceSharedWith: some,
};
const SAMPLES: readonly (readonly [action: string, resource: Resource])[] = [
  ["readHeadline", { type: "Concern", id: "x", facts: concern }],
  ["readShareTerms", { type: "Share", id: "x", facts: { body: "x", live: true, councilAware: true, evidenced: true } }],
  ["readStandingAgreements", { type: "Council", id: "x", facts: { code: "x", region: "x" } }],
  ["readSupport", { type: "Support", id: "x", facts: NO_SUPPORT }],
  ["readSubmission", { type: "Submission", id: "x", facts: NO_SUBMISSION }],
  ["readSignal", { type: "Signal", id: "x", facts: NO_SIGNAL }],
  ["readApproach", { type: "Approach", id: "x", facts: { council: "x", region: "x", body: "x" } }],
  ["readOverview", { type: "Overview", id: "x", facts: {} }],
  ["readPerson", { type: "PersonRecord", id: "x", facts: { person: "x" } }],
  ["importMetrics", { type: "Metrics", id: "x", facts: {} }],
  ["publishPolicy", { type: "Policy", id: "x", facts: {} }],
];

/** Throws PolicyInvalid, naming what does not fit. */
export function checkPolicy(policy: PolicySet): void {
  for (const number of [1, 2, 3])
    if (![...policy.texts.values()].some(({ id, effect }) => effect === "forbid" && id.startsWith(`principle-${number}-`)))
      throw new PolicyInvalid(`Principle ${number} has no policy that forbids: there is no "principle-${number}-…".`);
  checkShape(policy);
  // Lists join what all policies on an action leave into one expression, and SQLite takes one no deeper than a thousand.
  for (const action of Object.keys(policy.actions))
    if (Object.values(policy.policiesOn(action)).reduce((sum, text) => sum + 1 + operatorsIn(text), 0) > MOST.onAction.operators)
      throw new PolicyInvalid(
        `The policies on ${action} are more than ${MOST.onAction.operators}, counted with their operators.`,
      );
  for (const [action, resource] of SAMPLES) policy.decide({ type: "Person", facts: person }, action, resource);
  for (const action of Object.values(READ_ACTIONS))
    toSql(conditionOf(residualFor(policy, { type: "Person", facts: person }, action)), { row: "c", key: "seq", sets: "shared" });
  for (const [action, columns] of Object.entries(LISTED))
    toSql(conditionOf(residualFor(policy, { type: "Person", facts: person }, action)), { row: "c", columns });
}

/** A policy that holds, without what it takes to decide by it. */
export type SoundPolicy = Pick<PolicySet, "files" | "version" | "digest" | "texts">;

/** What comes of looking at a candidate: that it holds, or everything that is wrong with it. */
export type Verdict =
  | { readonly kind: "holds"; readonly policy: SoundPolicy }
  | { readonly kind: "flawed"; readonly flaws: readonly [PolicyFlaw, ...PolicyFlaw[]] };

type Judged = { readonly kind: "holds"; readonly policy: PolicySet } | Extract<Verdict, { kind: "flawed" }>;

/** Everything that is asked of a set before it is published. Takes seconds: a hub that serves has it done in another thread. */
export async function judgePolicy(files: PolicyFiles): Promise<Judged> {
  const policy = soundPolicy(files);
  return "why" in policy ? { kind: "flawed", flaws: [policy] } : judgeSound(policy);
}

async function judgeSound(policy: PolicySet): Promise<Judged> {
  try {
    const weak = [...principleFlaws(policy), ...(await promiseFlaws(policy)), ...namingFlaws(policy), ...lockOuts(policy)];
    const [first, ...others] = weak.length > 0 ? weak : await findDeadPolicies(policy);
    return first ? { kind: "flawed", flaws: [first, ...others] } : { kind: "holds", policy };
  } catch (error) {
    return { kind: "flawed", flaws: [flawOf(error)] };
  }
}

/** The compiled set, or why it is none that the hub could decide by. */
function soundPolicy(files: PolicyFiles): PolicySet | PolicyFlaw {
  try {
    named(files);
    // A schema nests too and can be made to overflow Cedar: another than the hub's is not shown to it.
    if (!sameTokens(files[SCHEMA_FILE] ?? "", shippedPolicy().schema))
      return { code: "POLICY_WEAKENS_PRINCIPLE", why: OTHER_SCHEMA };
    const policy = compilePolicy(files);
    checkPolicy(policy);
    return policy;
  } catch (error) {
    return flawOf(error);
  }
}

function named(files: PolicyFiles): void {
  const names = Object.keys(files);
  const other = names.find((name) => !isPolicyFile(name));
  if (other !== undefined)
    throw new PolicyInvalid(`A file is called ${SCHEMA_FILE}, or in lower-case words and .cedar: not ${other.slice(0, 100)}.`);
  if (!names.includes(SCHEMA_FILE)) throw new PolicyInvalid(`There is no ${SCHEMA_FILE}.`);
}

const flawOf = (error: unknown): PolicyFlaw => {
  if (!(error instanceof PolicyInvalid)) throw error;
  return { code: "POLICY_INVALID", why: error.message };
};

/** What the hub asks of the set in force when it starts; nothing where it holds. */
export function startFlaws(policy: PolicySet): readonly PolicyFlaw[] {
  try {
    checkPolicy(policy);
    return principleFlaws(policy);
  } catch (error) {
    return [flawOf(error)];
  }
}
