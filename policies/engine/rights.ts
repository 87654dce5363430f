// A person's rights to read, as residuals: made once for their facts, an action and a policy set, and cached for later requests of everyone with
// the same facts. A residual is evaluated for few different facts, so its results are cached too.

import { boundedCache, lazy } from "../../caching/cache.ts";
import { PARTS, type Part } from "../../reference/concern-parts.ts";
import type { FactValues } from "./condition.ts";
import {
  type ConcernFacts,
  isToken,
  type PersonFacts,
  READ_ACTIONS,
  type READ_OUTCOME,
  type ReadAction,
  type Resource,
  withoutTokens,
} from "./facts.ts";
import { canLeaveOutOwn, narrowing } from "./narrowed.ts";
import { textsIn } from "./policy-form.ts";
import { PolicyInvalid, type PolicySet } from "./policy-set.ts";
import { permittedBy, type Residual } from "./residual.ts";
import { residualsByTemplate } from "./residual-template.ts";
import type { ListedAction } from "./sql.ts";

type ReadingAction = ReadAction | typeof READ_OUTCOME | ListedAction;

export type Rights = {
  /** The version of the policy set. */
  version(): string;
  /** The people and tokens that some concern names: the same set until one is named anew or no longer. Undefined if they are not known. */
  named(): ReadonlySet<string> | undefined;
  /** Returns the residual of a reading action for a person. Assignments are part of the facts, so a change has another cache entry and nothing gets stale. */
  of(person: PersonFacts, action: ReadingAction): Residual;
  /**
   * Whether a person may do something to a resource: Cedar's answer, and by the residual, so that the time tells nothing of the facts. Cedar itself answers
   * where a policy on the action has no residual.
   */
  permits(person: PersonFacts, action: string, resource: Resource): boolean;
  /** Says for the facts of resources whether a listed action is permitted. Decided once for each object of facts. */
  allowsFor(person: PersonFacts, action: ListedAction): (facts: FactValues) => boolean;
  /** Returns the person's facts without an id and tokens that no concern names today. A decision by these is one for the person's whole class. */
  classFacts(person: PersonFacts): PersonFacts;
  /** Returns the person's facts, without their id if no policy on reading a concern reads it: people of one class may read the same parts of any concern. */
  classOf(person: PersonFacts): string;
  /** Reduces people to the facts that decide which parts of a concern with these facts they may read: the same object for all whose facts are equal. */
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
 * `policy` may change to another version at any time: the next call then clears the cache. `named`: the people and tokens that some concern names, undefined if
 * they are not known. All other people, who differ by theirs alone, then share one class and its decisions.
 */
export function rightsUnder(policy: PolicySet, named: () => ReadonlySet<string> | undefined = () => undefined): Rights {
  let version = policy.version;
  let narrowed: ReturnType<typeof narrowing> | undefined;
  let residualFor = residualsByTemplate(policy);
  const residuals = boundedCache<string, Residual>(MAX_RESIDUALS);
  const allowed = new WeakMap<Residual, WeakMap<FactValues, boolean>>();
  const parts = boundedCache<string, WeakMap<ConcernFacts, PartRights>>(MAX_CLASSES);
  let keys = new WeakMap<PersonFacts, Map<string, string>>();
  let namedNow: ReadonlySet<string> | undefined;
  /** The texts in the policies; undefined where every id and token of a person matters. */
  const findTexts = () =>
    lazy(() => {
      const forms = Object.values(policy.forms);
      return canLeaveOutOwn(forms) ? new Set(forms.flatMap(textsIn)) : undefined;
    });
  let texts = findTexts();
  let withoutUnnamed = new WeakMap<PersonFacts, PersonFacts>();

  /** The person's facts without an id and tokens that no concern names: no policy decides otherwise for these. */
  function comparable(person: PersonFacts): PersonFacts {
    const now = named();
    const kept = texts();
    if (!now || !kept) return person;
    if (now !== namedNow) withoutUnnamed = new WeakMap();
    namedNow = now;
    const known = withoutUnnamed.get(person);
    if (known) return known;
    const made = withoutTokens(person, (token) => now.has(token) || kept.has(token));
    withoutUnnamed.set(person, made);
    return made;
  }

  function refresh(): void {
    if (policy.version === version) return;
    version = policy.version;
    narrowed = undefined;
    residualFor = residualsByTemplate(policy);
    residuals.clear();
    parts.clear();
    keys = new WeakMap();
    texts = findTexts();
    withoutUnnamed = new WeakMap();
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

  function of(person: PersonFacts, action: ReadingAction): Residual {
    refresh();
    return residualOf(comparable(person), action);
  }

  function permits(person: PersonFacts, action: string, resource: Resource): boolean {
    refresh();
    try {
      return permittedBy(residualOf(comparable(person), action), resource.facts as FactValues).length > 0;
    } catch (error) {
      if (!(error instanceof PolicyInvalid)) throw error;
      return policy.decide({ type: "Person", facts: person }, action, resource).allowed;
    }
  }

  function residualOf(person: PersonFacts, action: string): Residual {
    const key = keyOf(person, action, () => [action, policy.viewerOf(person, action)]);
    return residuals.getOrMake(key, () => residualFor(person, action));
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
      const made = partsBy((action) => of(person, action), facts);
      known.set(facts, made);
      return made;
    };
  }

  /** Whether the facts name somebody whom no concern names today: they are of another moment, or of a preview. */
  function namesOthers({ namedReaders, headlineSharedWith, outcomeFor }: ConcernFacts): boolean {
    const now = named();
    const isUnknown = (one: string) => isToken(one) && now?.has(one) === false;
    return (
      namedReaders.some((person) => now?.has(person) === false) ||
      headlineSharedWith.some(isUnknown) ||
      outcomeFor.some(isUnknown)
    );
  }

  return {
    version: () => policy.version,
    named,
    of,
    permits,
    allowsFor,
    classFacts(person) {
      refresh();
      return comparable(person);
    },
    classOf,
    narrowedFor(facts) {
      refresh();
      narrowed ??= narrowing(policy, Object.values(READ_ACTIONS));
      return narrowed(facts);
    },
    parts(person, facts) {
      refresh();
      return namesOthers(facts) ? partsBy((action) => residualOf(person, action), facts) : partsFor(person)(facts);
    },
    partsFor,
  };
}

function partsBy(residual: (action: ReadAction) => Residual, facts: ConcernFacts): PartRights {
  const by = PARTS.map((part) => [part, permittedBy(residual(READ_ACTIONS[part]), facts)] as const);
  const may: PartRights = new Map(by.filter(([, policies]) => policies.length > 0));
  return may.has("headline") ? may : NOTHING;
}

const CLASS = "class";
const NOTHING: PartRights = new Map();
