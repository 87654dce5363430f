// No policy stands there for nothing. A permit that nobody can ever use, because its conditions contradict each other or a forbid takes all
// that it gives, and a forbid that nothing can ever meet, say something to whoever reads them that is not so.
//
// Asked of a small world: somebody with only the roles that the policy itself speaks of, and things whose facts take each value that
// matters to the conditions, related as real facts are. A condition is true or false there as it would be anywhere.
import { isDeepStrictEqual } from "node:util";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { type Abridged, abridging } from "../engine/abridged.ts";
import { attributeReferences } from "../engine/attribute-references.ts";
import { type FactValues, holds } from "../engine/condition.ts";
import type { Principal } from "../engine/facts.ts";
import type { PolicySet } from "../engine/policy-set.ts";
import { type Residual, residualFor } from "../engine/residual.ts";
import { groupsOf } from "../engine/scopes.ts";
import { meaningOf, type PolicyFlaw } from "./principles.ts";
import { personWith, textsIn } from "./sample-people.ts";
import { MAX_SAMPLES, sampleResources, TooWide } from "./sample-resources.ts";

type Action = { readonly name: string; readonly principals: readonly string[]; readonly resource: string };

/** Policies that can never take effect, or that say what another says already. Gives way to other work between questions. */
export async function findDeadPolicies(policy: PolicySet): Promise<readonly PolicyFlaw[]> {
  const flaw = (why: string): PolicyFlaw => ({ code: "POLICY_UNREACHABLE", why });
  const flaws = duplicates(policy).map(flaw);
  const asked = asking(abridging(policy));
  for (const { id, effect } of policy.texts.values())
    try {
      const said = effect === "permit" ? await permitsNothing(policy, id, asked) : await forbidsNothing(policy, id, asked);
      flaws.push(...said.map(flaw));
    } catch (error) {
      if (!(error instanceof TooWide)) throw error;
      const why = `"${id}" is too wide to check: with the forbids beside it, it tells more than ${MAX_SAMPLES} cases apart.`;
      flaws.push({ code: "POLICY_INVALID", why });
    }
  return flaws;
}

const givingWay = () => new Promise(setImmediate);

function duplicates({ staticPolicies }: PolicySet): readonly string[] {
  const all = Object.entries(staticPolicies).map(([id, text]) => ({ id, meaning: meaningOf(text) }));
  return all.flatMap(({ id, meaning }, at) => {
    const first = all.slice(0, at).find((other) => isDeepStrictEqual(other.meaning, meaning));
    return first ? [`"${id}" says the same as "${first.id}".`] : [];
  });
}

/** What it permits has to be reachable for each action or group that it names. */
async function permitsNothing(policy: PolicySet, id: string, asked: Asked): Promise<readonly string[]> {
  const said: string[] = [];
  for (const { name, actions } of actionsOf(policy, id)) {
    const found = await reachAny(policy, id, actions, asked);
    if (found.reached) continue;
    const why = found.met
      ? `${found.by.map((by) => `"${by}"`).join(" and ")} forbids all that it would permit.`
      : "nobody and nothing can meet its conditions.";
    said.push(`"${id}" can never permit ${name || "anything"}: ${why}`);
  }
  return said;
}

const NOWHERE: Reach = { reached: false, met: false, by: [] };

/** The first of the actions that it reaches; of none, what is so of the first. */
async function reachAny(policy: PolicySet, id: string, actions: readonly Action[], asked: Asked): Promise<Reach> {
  let first: Reach | undefined;
  for (const action of actions) {
    const found = await reach(policy, id, action, asked);
    if (found.reached) return found;
    first ??= found;
  }
  return first ?? NOWHERE;
}

type Reach = { readonly reached: boolean; readonly met: boolean; readonly by: readonly string[] };

async function reach(policy: PolicySet, id: string, action: Action, asked: Asked): Promise<Reach> {
  let blocked: Reach | undefined;
  for (const principal of principalsFor(policy, id, action)) {
    await givingWay();
    const residual = asked(principal, action.name);
    const where = residual.permits.find((permit) => permit.policy === id)?.where;
    if (!where) continue;
    const worlds = sampleResources(action.resource, principal, [where, residual.forbidden]).filter((facts) =>
      holds(where, facts),
    );
    if (worlds.some((facts) => !holds(residual.forbidden, facts))) return { reached: true, met: true, by: [] };
    if (worlds.length > 0) blocked ??= { reached: false, met: true, by: blockers(policy, principal, action, worlds, asked) };
  }
  return blocked ?? NOWHERE;
}

/** The one forbid that rules all of these out, or else all that take part in it. */
function blockers(
  policy: PolicySet,
  principal: Principal,
  { name }: Action,
  worlds: readonly FactValues[],
  asked: Asked,
): readonly string[] {
  const forbids = Object.keys(policy.policiesOn(name)).filter((id) => policy.texts.get(id)?.effect === "forbid");
  const each = forbids.map((id) => ({ id, where: asked(principal, name, id).forbidden }));
  const alone = each.find(({ where }) => worlds.every((facts) => holds(where, facts)));
  return (alone ? [alone] : each.filter(({ where }) => worlds.some((facts) => holds(where, facts)))).map(({ id }) => id);
}

async function forbidsNothing(policy: PolicySet, id: string, asked: Asked): Promise<readonly string[]> {
  for (const action of actionsOf(policy, id).flatMap((named) => named.actions))
    for (const principal of principalsFor(policy, id, action)) {
      await givingWay();
      const { forbidden } = asked(principal, action.name, id);
      if (sampleResources(action.resource, principal, [forbidden]).some((facts) => holds(forbidden, facts))) return [];
    }
  return [`"${id}" can never forbid anything: nobody and nothing can meet its conditions.`];
}

/** The residual of an action, of all policies on it or of one alone. */
type Asked = (principal: Principal, action: string, alone?: string) => Residual;
/** Residuals by principal and action: many policies speak of the same roles. */
function asking(short: (action: string) => Abridged): Asked {
  const known = new Map<string, Residual>();
  return (principal, action, alone) => {
    const key = JSON.stringify([principal, action, alone]);
    const policy = short(action);
    const only = alone === undefined ? policy.policiesOn(action) : { [alone]: policy.staticPolicies[alone] ?? "" };
    const residual = known.get(key) ?? residualFor(policy, principal, action, only);
    known.set(key, residual);
    return residual;
  };
}

// What a policy names

/** Each action or group that a policy names with the actions it stands for; one without a name for "any action". */
function actionsOf(policy: PolicySet, id: string): readonly { readonly name: string; readonly actions: readonly Action[] }[] {
  const { actions, groups } = schemaOf(policy);
  const under = (name: string | undefined): readonly Action[] =>
    actions.filter((action) => name === undefined || groups.get(action.name)?.has(name));
  const { action } = parsed(policy, id);
  const named = "entities" in action ? action.entities : "entity" in action ? [action.entity] : [];
  const names = named.flatMap((entity) => ("id" in entity ? [entity.id] : []));
  return names.length === 0 ? [{ name: "", actions: under(undefined) }] : names.map((name) => ({ name, actions: under(name) }));
}

/** The texts that a policy holds something against. */
export const textsOf = (policy: PolicySet, id: string): readonly string[] => textsIn(parsed(policy, id).conditions);

/** A set's schema and each of its policies are read once. */
const schemaOf = onceFor((policy) => {
  const known = policy.actions;
  const actions = Object.entries(known).flatMap(([name, { appliesTo }]): readonly Action[] =>
    (appliesTo?.resourceTypes ?? []).map((resource) => ({ name, principals: appliesTo?.principalTypes ?? [], resource })),
  );
  return { actions, groups: groupsOf(known) };
});
const policiesOf = onceFor(
  ({ staticPolicies }) => new Map(Object.entries(staticPolicies).map(([id, text]) => [id, jsonOf(text)])),
);

function parsed(policy: PolicySet, id: string): cedar.PolicyJson {
  return policiesOf(policy).get(id) ?? jsonOf("");
}

function jsonOf(text: string): cedar.PolicyJson {
  const answer = cedar.policyToJson(text);
  if (answer.type === "failure") throw new TypeError("A policy was compiled and cannot be read.");
  return answer.json;
}

function onceFor<T>(read: (policy: PolicySet) => T): (policy: PolicySet) => T {
  const known = new WeakMap<PolicySet, { readonly of: T }>();
  return (policy) => {
    const found = known.get(policy) ?? { of: read(policy) };
    known.set(policy, found);
    return found.of;
  };
}

// Who might ask

const PERSON = "person";
const MOST_ROLES = 6;

/**
 * Those worth asking about, most roles first: people with all the roles that the policy speaks of, with some of them, with none; the hub.
 * Whoever the policy names is among them.
 */
function principalsFor(policy: PolicySet, id: string, action: Action): readonly Principal[] {
  const { principal, conditions } = parsed(policy, id);
  const read = [...new Set(attributeReferences(policy.staticPolicies[id] ?? "").flatMap((look) => look.principal ?? []))];
  const texts = textsIn(conditions);
  const ids = [
    ...("entity" in principal && "id" in principal.entity ? [principal.entity.id] : []),
    PERSON,
    ...(read.includes("id") ? texts : []),
  ];
  const people = choices(read.filter((attribute) => attribute !== "id")).flatMap((roles) =>
    ids.map((who): Principal => ({ type: "Person", facts: personWith(who, roles, texts) })),
  );
  return [
    ...(action.principals.includes("Person") ? people : []),
    ...(action.principals.includes("Hub") ? [{ type: "Hub" } as const] : []),
  ];
}

/** Every choice among them, the whole first. Of very many: the whole, each alone, and none. */
function choices(of: readonly string[]): readonly (readonly string[])[] {
  if (of.length > MOST_ROLES) return [of, ...of.map((one) => [one]), []];
  return Array.from({ length: 2 ** of.length }, (_, n) => of.filter((_, at) => !(n & (1 << at))));
}
