// The promises of docs/policy.md: who at most may see or do what, and the prohibitions that enforce it. The table there is the only list, and this file
// reads it. A promise is kept if its prohibitions leave an action only to the people whom the hub's own policy allows it: then no published permit
// can open it to more people.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { all, holds, not } from "../engine/condition.ts";
import { PolicyInvalid } from "../engine/policy-invalid.ts";
import { actionNames, actionsWithin } from "../engine/policy-schema.ts";
import type { PolicySet } from "../engine/policy-set.ts";
import { conditionOf } from "../engine/residual.ts";
import { forbidsOn, type PolicyReview, reviewOf } from "./policy-review.ts";
import { hasSameMeaning, type PolicyFlaw } from "./principles.ts";
import { SAMPLE_PRINCIPALS } from "./sample-people.ts";
import { sampleResources } from "./sample-resources.ts";

/** A promise: a sentence, its actions or groups of actions, and the ids of the prohibitions that enforce it. */
type PolicyPromise = {
  readonly sentence: string;
  readonly actions: readonly string[];
  readonly enforcedBy: readonly string[];
};

const PAGE = join(import.meta.dirname, "../../docs/policy.md");
const HEADING = "## The promises, and what keeps each";

/** Returns the promises in the order of the page. Throws PolicyInvalid if the page has no such table. */
export function readPromises(page: string = readFileSync(PAGE, "utf8")): readonly PolicyPromise[] {
  const [, section = ""] = page.split(`${HEADING}\n`);
  const rows = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  const promises = rows.slice(2).map((row): PolicyPromise => {
    const [sentence = "", actions = "", enforcedBy = ""] = row
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    return { sentence, actions: namesIn(actions), enforcedBy: namesIn(enforcedBy) };
  });
  if (promises.length === 0) throw new PolicyInvalid(`docs/policy.md has no table under "${HEADING}".`);
  return promises;
}

const namesIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

/** Returns the differences between the page and the hub's own policy: an action without a promise, or a promise without a prohibition. */
export function promiseGaps(hubs: PolicySet, promises: readonly PolicyPromise[] = readPromises()): readonly string[] {
  const promised = new Set(promises.flatMap(({ actions }) => actions.flatMap((action) => actionsWithin(hubs.schema, action))));
  const named = new Set(promises.flatMap(({ enforcedBy }) => enforcedBy));
  return [
    ...actionNames(hubs.schema.actions)
      .filter((name) => !promised.has(name))
      .map((name) => `docs/policy.md promises nothing about ${name}.`),
    ...promises
      .filter(({ enforcedBy }) => enforcedBy.length === 0)
      .map(({ sentence }) => `Nothing keeps the promise "${sentence}"`),
    ...promises
      .flatMap(({ enforcedBy }) => enforcedBy)
      .filter((id) => hubs.texts.get(id)?.effect !== "forbid")
      .map((id) => `docs/policy.md names "${id}", which is no prohibition of the hub's.`),
    ...[...hubs.texts.values()]
      .filter(({ id, effect }) => effect === "forbid" && !named.has(id))
      .map(({ id }) => `No promise of docs/policy.md names "${id}".`),
  ];
}

/** Returns the promises that a candidate breaks, as flaws. Promises whose prohibitions are unchanged are kept, because a test checks them for the hub's policy. */
export async function promiseFlaws(review: PolicyReview, hubs: PolicySet): Promise<readonly PolicyFlaw[]> {
  const weakened = readPromises().filter(({ enforcedBy }) => !enforcedBy.every((id) => hasSameMeaning(review.policy, hubs, id)));
  const broken = await brokenPromises(review, reviewOf(hubs), weakened);
  return broken.map((why) => ({ code: "POLICY_WEAKENS_PRINCIPLE", why }));
}

/** Tests each promise with its prohibitions. Takes some seconds for all; yields to other work in between. */
export async function brokenPromises(
  review: PolicyReview,
  hubs: PolicyReview,
  promises: readonly PolicyPromise[] = readPromises(),
): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const promise of promises) {
    const open: string[] = [];
    for (const action of promise.actions.flatMap((name) => actionsWithin(review.policy.schema, name)))
      if (await opensTo(review, hubs, promise, action)) open.push(action);
    if (open.length > 0)
      broken.push(`It breaks a promise, as ${open.join(", ")} could be permitted to more people: "${promise.sentence}"`);
  }
  return broken;
}

/** Whether the prohibitions of a promise leave an action to a person whom the hub's own policy does not allow it. */
async function opensTo(
  review: PolicyReview,
  hubs: PolicyReview,
  { enforcedBy }: PolicyPromise,
  action: string,
): Promise<boolean> {
  const { principalTypes, resourceTypes = [] } = review.policy.schema.actions[action]?.appliesTo ?? {};
  const keeping = Object.keys(forbidsOn(review.policy, action)).filter((id) => enforcedBy.includes(id));
  for (const principal of SAMPLE_PRINCIPALS.filter(({ type }) => principalTypes?.includes(type))) {
    await new Promise(setImmediate);
    const { forbidden } = review.residual(principal, action, keeping);
    const open = all([not(forbidden), not(conditionOf(hubs.residual(principal, action)))]);
    for (const resource of resourceTypes)
      if (sampleResources(resource, principal, [open]).some((facts) => holds(open, facts))) return true;
  }
  return false;
}
