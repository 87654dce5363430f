// What docs/policy.md promises: who at most may see or do what, and the prohibitions that keep it so. The table in that page is the only
// list; it is read here. A promise is kept when its prohibitions leave an action to nobody but those whom the hub's own policy allows
// it: then no permit that anybody publishes can open it to more people.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Abridged, abridging } from "../engine/abridged.ts";
import { all, holds, not } from "../engine/condition.ts";
import type { Principal } from "../engine/facts.ts";
import { PolicyInvalid } from "../engine/policy.ts";
import type { PolicySet } from "../engine/policy-set.ts";
import { conditionOf, residualFor } from "../engine/residual.ts";
import { actionsWithin, meaningOf, type PolicyFlaw, shippedPolicy } from "./principles.ts";
import { personWith, ROLE_FACTS } from "./sample-people.ts";
import { sampleResources } from "./sample-resources.ts";

/** One promise: a sentence, the actions or groups of actions it is about, and the ids of the prohibitions that keep it. */
export type PolicyPromise = {
  readonly sentence: string;
  readonly actions: readonly string[];
  readonly keptBy: readonly string[];
};

const PAGE = join(import.meta.dirname, "../../docs/policy.md");
const HEADING = "## The promises, and what keeps each";

/** The promises in the order of the page. Throws PolicyInvalid where the page has no such table. */
export function readPromises(page: string = readFileSync(PAGE, "utf8")): readonly PolicyPromise[] {
  const [, section = ""] = page.split(`${HEADING}\n`);
  const rows = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  const promises = rows.slice(2).map((row): PolicyPromise => {
    const [sentence = "", actions = "", keptBy = ""] = row
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    return { sentence, actions: namesIn(actions), keptBy: namesIn(keptBy) };
  });
  if (promises.length === 0) throw new PolicyInvalid(`docs/policy.md has no table under "${HEADING}".`);
  return promises;
}

const namesIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

/** Where the page and the hub's own policy differ: an action without a promise, or a promise without a prohibition. */
export function promiseGaps(
  hubs: PolicySet = shippedPolicy(),
  promises: readonly PolicyPromise[] = readPromises(),
): readonly string[] {
  const promised = new Set(promises.flatMap(({ actions }) => actions.flatMap((action) => actionsWithin(hubs, action))));
  const named = new Set(promises.flatMap(({ keptBy }) => keptBy));
  const actions = Object.entries(hubs.actions).filter(([, { appliesTo }]) => appliesTo?.resourceTypes.length);
  return [
    ...actions.filter(([name]) => !promised.has(name)).map(([name]) => `docs/policy.md promises nothing about ${name}.`),
    ...promises.filter(({ keptBy }) => keptBy.length === 0).map(({ sentence }) => `Nothing keeps the promise "${sentence}"`),
    ...promises
      .flatMap(({ keptBy }) => keptBy)
      .filter((id) => hubs.texts.get(id)?.effect !== "forbid")
      .map((id) => `docs/policy.md names "${id}", which is no prohibition of the hub's.`),
    ...[...hubs.texts.values()]
      .filter(({ id, effect }) => effect === "forbid" && !named.has(id))
      .map(({ id }) => `No promise of docs/policy.md names "${id}".`),
  ];
}

/** The promises that a candidate breaks, as flaws. Those whose prohibitions are the hub's own are kept: a test asks that of the hub's. */
export async function promiseFlaws(candidate: PolicySet): Promise<readonly PolicyFlaw[]> {
  const hubs = shippedPolicy();
  const same = (id: string) => id in candidate.staticPolicies && sameMeaning(candidate, hubs, id);
  const weakened = readPromises().filter(({ keptBy }) => !keptBy.every(same));
  return (await brokenPromises(candidate, weakened)).map((why) => ({ code: "POLICY_WEAKENS_PRINCIPLE", why }));
}

const sameMeaning = (one: PolicySet, other: PolicySet, id: string): boolean =>
  isDeepStrictEqual(meaningOf(one.staticPolicies[id] ?? ""), meaningOf(other.staticPolicies[id] ?? ""));

/** Asks each promise of the prohibitions that are said to keep it. Takes some seconds for all; gives way to other work in between. */
export async function brokenPromises(
  policy: PolicySet,
  promises: readonly PolicyPromise[] = readPromises(),
): Promise<readonly string[]> {
  const short = abridging(shippedPolicy());
  const broken: string[] = [];
  for (const promise of promises) {
    const open: string[] = [];
    for (const action of promise.actions.flatMap((name) => actionsWithin(policy, name)))
      if (await opensTo(policy, promise, action, short(action))) open.push(action);
    if (open.length > 0)
      broken.push(`It breaks a promise, as ${open.join(", ")} could be permitted to more people: "${promise.sentence}"`);
  }
  return broken;
}

/** Whether the prohibitions of a promise would leave an action to anybody whom the hub's own policy does not allow it. */
async function opensTo(policy: PolicySet, { keptBy }: PolicyPromise, action: string, hubs: Abridged): Promise<boolean> {
  const { appliesTo } = policy.actions[action] ?? {};
  const isKeeping = ([id]: readonly [string, string]) => keptBy.includes(id) && policy.texts.get(id)?.effect === "forbid";
  const keeping = Object.fromEntries(Object.entries(policy.policiesOn(action)).filter(isKeeping));
  for (const principal of SAMPLES.filter(({ type }) => appliesTo?.principalTypes.includes(type))) {
    await new Promise(setImmediate);
    const { forbidden } = residualFor(hubs, principal, action, keeping);
    const open = all([not(forbidden), not(conditionOf(residualFor(hubs, principal, action)))]);
    for (const resource of appliesTo?.resourceTypes ?? [])
      if (sampleResources(resource, principal, [open]).some((facts) => holds(open, facts))) return true;
  }
  return false;
}

/** The hub, somebody without a role, with each alone, and with all of them. */
const SAMPLES: readonly Principal[] = [
  { type: "Hub" },
  ...[[], ...ROLE_FACTS.map((fact) => [fact]), ROLE_FACTS].map(
    (roles): Principal => ({ type: "Person", facts: personWith("person", roles, []) }),
  ),
];
