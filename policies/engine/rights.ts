// A person's rights to read, as residuals: computed once for their facts, an action and a policy set, and cached for later requests of everyone with
// the same facts. A residual is evaluated for few different facts, so its results are cached too.

import { boundedCache } from "../../caching/cache.ts";
import { PARTS, type Part } from "../../reference/concern-parts.ts";
import type { FactValues } from "./condition.ts";
import { type ConcernFacts, type PersonFacts, READ_ACTIONS, type READ_OUTCOME, type ReadAction } from "./facts.ts";
import { narrowing } from "./narrowed.ts";
import type { PolicySet } from "./policy-set.ts";
import { permittedBy, type Residual, residualFor } from "./residual.ts";
import type { ListedAction } from "./sql.ts";

type ReadingAction = ReadAction | typeof READ_OUTCOME | ListedAction;

export type Rights = {
  /** The version of the policy set. */
  version(): string;
  /** The people whom some concern names: the same set until one is named anew or no longer. Undefined if they are not known. */
  named(): ReadonlySet<string> | undefined;
  /** Returns the residual of a reading action for a person. Assignments are part of the facts, so a change has another cache entry and nothing gets stale. */
  of(person: PersonFacts, action: ReadingAction): Residual;
  /** Says for the facts of resources whether a listed action is permitted. Decided once for each object of facts. */
  allowsFor(person: PersonFacts, action: ListedAction): (facts: FactValues) => boolean;
  /** Returns the person's facts, without their id if no policy on reading a concern reads it: people of one class may read the same parts of any concern. */
  classOf(person: PersonFacts): string;
  /** Reduces people to the facts that decide which parts of a concern with these facts they may read. */
  narrowedFor(facts: ConcernFacts): (person: PersonFacts) => PersonFacts;
  /** Returns the parts of a concern with these facts that the person may read, each with the policies that permit it; none without the headline. */
  parts(person: PersonFacts, facts: ConcernFacts): PartRights;
  /** The same for many concerns. */
  partsFor(person: PersonFacts): (facts: ConcernFacts) => PartRights;
};
export type PartRights = ReadonlyMap<Part, readonly string[]>;

const MAX_RESIDUALS = 5_000;
const MAX_CLASSES = 2_000;

/**
 * `policy` may change to another version at any time: the next call then clears the cache. `peopleNamed`: the people whom some concern names. All others of a
 * council, who differ by their ids alone, then share one class and its decisions.
 */
export function rightsUnder(policy: PolicySet, peopleNamed: () => ReadonlySet<string> | undefined = () => undefined): Rights {
  let version = policy.version;
  let narrowed: ReturnType<typeof narrowing> | undefined;
  const residuals = boundedCache<string, Residual>(MAX_RESIDUALS);
  const allowed = new WeakMap<Residual, WeakMap<FactValues, boolean>>();
  const parts = boundedCache<string, WeakMap<ConcernFacts, PartRights>>(MAX_CLASSES);
  let keys = new WeakMap<PersonFacts, Map<string, string>>();
  let namedNow: ReadonlySet<string> | undefined;
  let withoutUnnamed = new WeakMap<PersonFacts, PersonFacts>();

  /** The person's facts without an id that no concern names: no policy decides otherwise for it. */
  function comparable(person: PersonFacts): PersonFacts {
    const named = peopleNamed();
    if (!named) return person;
    if (named !== namedNow) withoutUnnamed = new WeakMap();
    namedNow = named;
    const known = withoutUnnamed.get(person);
    if (known) return known;
    const councilPerson = person.councilPerson.filter((id) => named.has(id));
    const made = councilPerson.length === person.councilPerson.length ? person : { ...person, councilPerson };
    withoutUnnamed.set(person, made);
    return made;
  }

  function refresh(): void {
    if (policy.version === version) return;
    version = policy.version;
    narrowed = undefined;
    residuals.clear();
    parts.clear();
    keys = new WeakMap();
  }

  /** A viewer's facts are the same object until their assignments change, so most calls need not serialise them. */
  function keyOf(person: PersonFacts, about: string, make: () => unknown): string {
    const ofPerson = keys.get(person) ?? new Map<string, string>();
    const key = ofPerson.get(about) ?? JSON.stringify(make());
    keys.set(person, ofPerson.set(about, key));
    return key;
  }

  function classOf(whole: PersonFacts): string {
    refresh();
    const person = comparable(whole);
    return keyOf(person, CLASS, () => {
      const identity = PARTS.some((part) => policy.viewerOf(person, READ_ACTIONS[part]).id === person.id);
      return { ...person, id: identity ? person.id : "" };
    });
  }

  function of(whole: PersonFacts, action: ReadingAction): Residual {
    refresh();
    const person = comparable(whole);
    const key = keyOf(person, action, () => [action, policy.viewerOf(person, action)]);
    return residuals.getOrMake(key, () => residualFor(policy, { type: "Person", facts: person }, action));
  }

  function allowsFor(person: PersonFacts, action: ListedAction): (facts: FactValues) => boolean {
    const residual = of(person, action);
    const known = allowed.get(residual) ?? new WeakMap<FactValues, boolean>();
    allowed.set(residual, known);
    return (facts) => {
      const isAllowed = known.get(facts) ?? permittedBy(residual, facts).length > 0;
      known.set(facts, isAllowed);
      return isAllowed;
    };
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
    named: peopleNamed,
    of,
    allowsFor,
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
