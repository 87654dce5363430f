// Finds policies that can never take effect. A permit that nobody can ever use, because its conditions contradict each other or a forbid
// overrides it completely, and a forbid that can never apply, mislead their readers.
// Policies are tested with samples: people with the roles that the policy reads, and resources whose facts have each value that the conditions distinguish.
import { isDeepStrictEqual } from "node:util";
import { holds } from "../engine/condition.ts";
import type { Principal } from "../engine/facts.ts";
import { actionsNamed, attributeOf, meaningOf, nodesIn, type PolicyForm, textsIn } from "../engine/policy-form.ts";
import { actionNames, actionsWithin } from "../engine/policy-schema.ts";
import type { PolicySet } from "../engine/policy-set.ts";
import { forbidsOn, type PolicyReview } from "./policy-review.ts";
import type { PolicyFlaw } from "./principles.ts";
import { personWith } from "./sample-people.ts";
import { MAX_SAMPLES, sampleResources, TooWide } from "./sample-resources.ts";

/** Finds policies that can never take effect, or that repeat another. Yields to other work between policies. */
export async function findDeadPolicies(review: PolicyReview): Promise<readonly PolicyFlaw[]> {
  const flaws = duplicates(review).map(flaw);
  for (const { id, effect } of review.policy.texts.values())
    try {
      const found = effect === "permit" ? await permitsNothing(review, id) : await forbidsNothing(review, id);
      flaws.push(...found.map(flaw));
    } catch (error) {
      if (!(error instanceof TooWide)) throw error;
      const why = `"${id}" is too wide to check: with the forbids beside it, it tells more than ${MAX_SAMPLES} cases apart.`;
      flaws.push({ code: "POLICY_INVALID", why });
    }
  return flaws;
}

const flaw = (why: string): PolicyFlaw => ({ code: "POLICY_UNREACHABLE", why });
const yieldToEventLoop = () => new Promise(setImmediate);

function duplicates({ policy, isAlreadyChecked }: PolicyReview): readonly string[] {
  const all = Object.entries(policy.forms).map(([id, form]) => ({ id, meaning: meaningOf(form) }));
  return all.flatMap(({ id, meaning }, at) => {
    const first = all
      .slice(0, at)
      .find((other) => !(isAlreadyChecked(id) && isAlreadyChecked(other.id)) && isDeepStrictEqual(other.meaning, meaning));
    return first ? [`"${id}" says the same as "${first.id}".`] : [];
  });
}

/** A permit must be usable for each action or group that it names. */
async function permitsNothing(review: PolicyReview, id: string): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { name, actions } of actionsOf(review.policy, id)) {
    if (review.isAlreadyChecked(id) && actions.every(review.hasSameForbids)) continue;
    const by = await blockersOf(review, id, actions);
    if (!by) continue;
    const why =
      by.length > 0
        ? `${by.map((forbid) => `"${forbid}"`).join(" and ")} forbids all that it would permit.`
        : "nobody and nothing can meet its conditions.";
    problems.push(`"${id}" can never permit ${name || "anything"}: ${why}`);
  }
  return problems;
}

/** Returns the forbids that block a permit, on the first of the actions; none if no sample meets its conditions; undefined if it can be used. */
async function blockersOf(review: PolicyReview, id: string, actions: readonly string[]): Promise<readonly string[] | undefined> {
  let first: readonly string[] | undefined;
  for (const action of actions) {
    const blockers = await blockersOn(review, id, action);
    if (!blockers) return undefined;
    first ??= blockers;
  }
  return first ?? [];
}

async function blockersOn(review: PolicyReview, id: string, action: string): Promise<readonly string[] | undefined> {
  let blockers: readonly string[] | undefined;
  for (const principal of principalsFor(review.policy, id, action)) {
    await yieldToEventLoop();
    const { permits, forbidden } = review.residual(principal, action);
    const where = permits.find((permit) => permit.policy === id)?.where;
    if (!where) continue;
    const met = resourcesOf(review.policy, action).flatMap((type) =>
      sampleResources(type, principal, [where, forbidden]).filter((facts) => holds(where, facts)),
    );
    if (met.some((facts) => !holds(forbidden, facts))) return undefined;
    if (met.length === 0 || blockers) continue;
    const forbids = Object.keys(forbidsOn(review.policy, action));
    const each = forbids.map((forbid) => ({ forbid, where: review.residual(principal, action, [forbid]).forbidden }));
    // The one forbid that excludes all of these, or otherwise all forbids that contribute.
    const alone = each.find((one) => met.every((facts) => holds(one.where, facts)));
    const by = alone ? [alone] : each.filter((one) => met.some((facts) => holds(one.where, facts)));
    blockers = by.map(({ forbid }) => forbid);
  }
  return blockers ?? [];
}

async function forbidsNothing(review: PolicyReview, id: string): Promise<readonly string[]> {
  if (review.isAlreadyChecked(id)) return [];
  for (const action of actionsOf(review.policy, id).flatMap((named) => named.actions))
    for (const principal of principalsFor(review.policy, id, action)) {
      await yieldToEventLoop();
      const { forbidden } = review.residual(principal, action, [id]);
      const things = resourcesOf(review.policy, action).flatMap((type) => sampleResources(type, principal, [forbidden]));
      if (things.some((facts) => holds(forbidden, facts))) return [];
    }
  return [`"${id}" can never forbid anything: nobody and nothing can meet its conditions.`];
}

const resourcesOf = ({ schema }: PolicySet, action: string): readonly string[] =>
  schema.actions[action]?.appliesTo?.resourceTypes ?? [];

/** Action or group that a policy names -> its actions; one entry without a name means "any action". */
function actionsOf({ schema, forms }: PolicySet, id: string) {
  const names = actionsNamed(forms[id] as PolicyForm);
  return (
    names?.map((name) => ({ name, actions: actionsWithin(schema, name) })) ?? [{ name: "", actions: actionNames(schema.actions) }]
  );
}

const PERSON = "person";
const MAX_ROLES = 6;

/**
 * The people for the test, with most roles first: with all the roles that the policy reads, with some of them, with none; and the hub. They include
 * people whom the policy names.
 */
function principalsFor({ schema, forms }: PolicySet, id: string, action: string): readonly Principal[] {
  const form = forms[id] as PolicyForm;
  const { principal } = form;
  const texts = textsIn(form);
  const read = [
    ...new Set(
      nodesIn(form)
        .flatMap((node) => attributeOf(node) ?? [])
        .filter(({ of }) => of === "principal")
        .map(({ name }) => name),
    ),
  ];
  const ids = [
    ...("entity" in principal && "id" in principal.entity ? [principal.entity.id] : []),
    PERSON,
    ...(read.includes("id") ? texts : []),
  ];
  const people = choices(read.filter((attribute) => attribute !== "id")).flatMap((roles) =>
    ids.map((who): Principal => ({ type: "Person", facts: personWith(who, roles, texts, read) })),
  );
  const types = schema.actions[action]?.appliesTo?.principalTypes ?? [];
  return [...(types.includes("Person") ? people : []), ...(types.includes("Hub") ? [{ type: "Hub" } as const] : [])];
}

/** Returns every subset, the longest first; for many elements only all together, each alone, and none. */
function choices(of: readonly string[]): readonly (readonly string[])[] {
  if (of.length > MAX_ROLES) return [of, ...of.map((one) => [one]), []];
  return Array.from({ length: 2 ** of.length }, (_, n) => of.filter((_, at) => !(n & (1 << at))));
}
