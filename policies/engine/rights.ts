// What a person may read, as residuals: computed once for what their assignments come to, an action and a policy set, and kept for the
// next request of anybody with the same. Facts that a residual was asked about are few, so its answers are kept too.

import { boundedCache } from "../../caching/cache.ts";
import { PARTS, type Part } from "../../reference/concern-parts.ts";
import { abridging } from "./abridged.ts";
import { type ConcernFacts, type PersonFacts, READ_ACTIONS, type ReadAction } from "./facts.ts";
import { narrowing } from "./narrowed.ts";
import type { PolicySet } from "./policy-set.ts";
import { permittedBy, type Residual, residualFor } from "./residual.ts";
import type { ListedAction } from "./sql.ts";

export type Rights = {
  /** The policy set these are rights under; with another, everything made from them is made anew. */
  version(): string;
  /** The residual of a reading action for a person. Assignments are in the facts, so a change of them is another entry: nothing goes stale. */
  of(person: PersonFacts, action: ReadAction | ListedAction): Residual;
  /** What the person's rights to read concerns depend on: people of one class may read the same of any concern. */
  classOf(person: PersonFacts): string;
  /** People as far as it takes to say which parts of a concern with these facts they may read. */
  narrowedFor(facts: ConcernFacts): (person: PersonFacts) => PersonFacts;
  /** The parts of a concern with these facts that the person may read, each with the policies that permit it. Without the headline, none. */
  parts(person: PersonFacts, facts: ConcernFacts): PartRights;
  /** The same for many concerns at one moment. */
  partsFor(person: PersonFacts): (facts: ConcernFacts) => PartRights;
};
export type PartRights = ReadonlyMap<Part, readonly string[]>;

const KEPT = 5_000;
const KEPT_CLASSES = 2_000;

/** `policy` may change under way, to another version: what was kept under the last one is dropped at the next question. */
export function rightsUnder(policy: PolicySet): Rights {
  let version = policy.version;
  let abridged: ReturnType<typeof abridging> | undefined;
  let narrowed: ReturnType<typeof narrowing> | undefined;
  const residuals = boundedCache<string, Residual>(KEPT);
  const parts = boundedCache<string, WeakMap<ConcernFacts, PartRights>>(KEPT_CLASSES);
  let keys = new WeakMap<PersonFacts, Map<string, string>>();

  function refresh(): void {
    if (policy.version === version) return;
    version = policy.version;
    abridged = undefined;
    narrowed = undefined;
    residuals.clear();
    parts.clear();
    keys = new WeakMap();
  }

  /** A viewer's facts are one object for as long as their assignments stand: most questions need no writing out of them. */
  function keyOf(person: PersonFacts, action: string): string {
    const known = keys.get(person)?.get(action);
    if (known !== undefined) return known;
    const key = JSON.stringify([action, policy.viewerOf(person, action)]);
    keys.set(person, (keys.get(person) ?? new Map<string, string>()).set(action, key));
    return key;
  }

  function classOf(person: PersonFacts): string {
    refresh();
    const known = keys.get(person)?.get(CLASS);
    if (known !== undefined) return known;
    const identity = PARTS.some((part) => policy.viewerOf(person, READ_ACTIONS[part]) === person);
    const key = JSON.stringify({ ...person, id: identity ? person.id : "" });
    keys.set(person, (keys.get(person) ?? new Map<string, string>()).set(CLASS, key));
    return key;
  }

  function of(person: PersonFacts, action: ReadAction | ListedAction): Residual {
    refresh();
    return residuals.getOrMake(keyOf(person, action), () => {
      abridged ??= abridging(policy);
      return residualFor(abridged(action), { type: "Person", facts: policy.viewerOf(person, action) }, action);
    });
  }

  function partsFor(person: PersonFacts): (facts: ConcernFacts) => PartRights {
    const known = parts.getOrMake(classOf(person), () => new WeakMap());
    return (facts) => {
      const found = known.get(facts);
      if (found) return found;
      const by = PARTS.map((part) => [part, permittedBy(of(person, READ_ACTIONS[part]), facts)] as const);
      const may: PartRights = new Map(by.filter(([, policies]) => policies.length > 0));
      const made = may.has("headline") ? may : NOTHING;
      known.set(facts, made);
      return made;
    };
  }

  return {
    version: () => policy.version,
    of,
    classOf,
    narrowedFor(facts) {
      refresh();
      narrowed ??= narrowing(policy, Object.values(READ_ACTIONS));
      return narrowed(facts);
    },
    parts: (person, facts) => partsFor(person)(facts),
    partsFor,
  };
}

const CLASS = "class";
const NOTHING: PartRights = new Map();
