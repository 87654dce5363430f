// Checks a policy set beyond parsing and validation. Before the hub starts: the schema has the facts that this code derives, and
// lists can evaluate every policy. Before a set is published also: it keeps the principles and promises, names nobody, locks nobody out, and
// every policy in it can take effect.
import { MAX_POLICY, operatorsIn, sameTokens } from "../engine/bounds.ts";
import { NO_FACTS, READ_ACTIONS, READ_OUTCOME, type Resource } from "../engine/facts.ts";
import { readParsedRelease } from "../engine/parsed-release.ts";
import { compilePolicy, isPolicyFile, readPolicyFiles, SCHEMA_FILE } from "../engine/policy.ts";
import { PolicyInvalid } from "../engine/policy-invalid.ts";
import { actionNames } from "../engine/policy-schema.ts";
import type { PolicyFiles, PolicySet } from "../engine/policy-set.ts";
import { conditionOf } from "../engine/residual.ts";
import { checkShape } from "../engine/shape.ts";
import { LISTED, toSql } from "../engine/sql.ts";
import { findDeadPolicies } from "./dead-policies.ts";
import { lockOuts } from "./guaranteed-access.ts";
import { namingFlaws } from "./names.ts";
import { type PolicyReview, reviewOf } from "./policy-review.ts";
import { OTHER_SCHEMA, type PolicyFlaw, principleFlaws } from "./principles.ts";
import { promiseFlaws } from "./promises.ts";
import { underRelease } from "./release.ts";
import { EVERY_ROLE } from "./sample-people.ts";

const PERSON = { type: "Person", facts: EVERY_ROLE } as const;

/** Throws PolicyInvalid, which names the mismatch. */
export function checkPolicy(policy: PolicySet, review: PolicyReview = reviewOf(policy)): void {
  for (const number of [1, 2, 3])
    if (![...policy.texts.values()].some(({ id, effect }) => effect === "forbid" && id.startsWith(`principle-${number}-`)))
      throw new PolicyInvalid(`Principle ${number} has no policy that forbids: there is no "principle-${number}-…".`);
  checkShape(policy, review.isAlreadyChecked);
  // Lists join the residuals of all policies on an action into one expression, and SQLite limits the depth of an expression to a thousand.
  const { actions } = policy.schema;
  const changed = Object.keys(actions).filter((action) => !review.isUnchanged(action));
  for (const action of changed)
    if (
      Object.values(policy.policiesOn(action)).reduce((sum, text) => sum + 1 + operatorsIn(text), 0) >
      MAX_POLICY.onAction.operators
    )
      throw new PolicyInvalid(
        `The policies on ${action} are more than ${MAX_POLICY.onAction.operators}, counted with their operators.`,
      );
  for (const [type, facts] of Object.entries(NO_FACTS)) {
    const on = actionNames(actions).filter((name) => actions[name]?.appliesTo?.resourceTypes.includes(type));
    const action = on.find((name) => actions[name]?.appliesTo?.principalTypes.includes("Person"));
    if (!action) throw new PolicyInvalid(`The schema has no action of a person on a ${type}.`);
    if (changed.includes(action)) policy.decide(PERSON, action, { type, id: "x", facts } as Resource);
  }
  const listed = [
    ...[...Object.values(READ_ACTIONS), READ_OUTCOME].map(
      (action) => [action, { row: "c", key: "seq", sets: "shared" }] as const,
    ),
    ...Object.entries(LISTED).map(([action, facts]) => [action, { row: "c", ...facts }] as const),
  ];
  for (const [action, tables] of listed)
    if (!review.isUnchanged(action)) toSql(conditionOf(review.residual(PERSON, action)), tables);
}

/** Reads the policy that the hub comes with, and checks it unless that was done for this release (`parsed-release.ts`). Throws PolicyInvalid. */
export function loadShippedPolicy(): PolicySet {
  const parsed = readParsedRelease();
  const shipped = compilePolicy(readPolicyFiles(), parsed);
  if (!parsed) checkPolicy(shipped);
  return shipped;
}

/** A valid policy, without the compiled form for decisions. */
type SoundPolicy = Pick<PolicySet, "files" | "version" | "digest" | "texts">;

/** The result of a check: the policy is valid, or all its flaws. */
export type Verdict =
  | { readonly kind: "holds"; readonly policy: SoundPolicy }
  | { readonly kind: "flawed"; readonly flaws: readonly [PolicyFlaw, ...PolicyFlaw[]] };

type Judged = { readonly kind: "holds"; readonly policy: PolicySet } | Extract<Verdict, { kind: "flawed" }>;

/**
 * Checks a set before it is published. Policies that it shares with `hubs`, the shipped policy, are not checked
 * again, because a test has checked them; with `all`, everything is checked. A serving hub does this in another thread.
 */
export async function judgePolicy(files: PolicyFiles, hubs: PolicySet, { all = false } = {}): Promise<Judged> {
  try {
    requireNames(files);
    // A nested schema can make Cedar overflow too, so another schema than the hub's is not passed to Cedar.
    if (!sameTokens(files[SCHEMA_FILE] ?? "", hubs.schema.text))
      return flawed([{ code: "POLICY_WEAKENS_PRINCIPLE", why: OTHER_SCHEMA }]);
    const policy = compilePolicy(files, hubs);
    const review = reviewOf(policy, all ? undefined : hubs);
    checkPolicy(policy, review);
    // The policy will be in force in this form, and a hub that could not read it would stop.
    underRelease(files, hubs);
    const weak = [
      ...principleFlaws(policy, hubs, review),
      ...(await promiseFlaws(review, hubs)),
      ...namingFlaws(policy),
      ...lockOuts(review),
    ];
    const flaws = weak.length > 0 ? weak : await findDeadPolicies(review);
    return flaws.length > 0 ? flawed(flaws) : { kind: "holds", policy };
  } catch (error) {
    return flawed([flawOf(error)]);
  }
}

const flawed = (flaws: readonly PolicyFlaw[]): Judged => ({
  kind: "flawed",
  flaws: flaws as readonly [PolicyFlaw, ...PolicyFlaw[]],
});

function requireNames(files: PolicyFiles): void {
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

/** Returns why a hub with the shipped policy `hubs` cannot start with a set in force; empty if it can. */
export function startFlaws(policy: PolicySet, hubs: PolicySet): readonly PolicyFlaw[] {
  try {
    const review = reviewOf(policy, hubs);
    checkPolicy(policy, review);
    return principleFlaws(policy, hubs, review);
  } catch (error) {
    return [flawOf(error)];
  }
}
