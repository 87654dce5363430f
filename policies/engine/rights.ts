// Rights to read and to send commands, as residuals: made once for a person's facts, an action and a policy set, and cached for later requests of everyone
// with the same facts. A residual is evaluated for few different facts, so its results are cached too.

import { boundedCache } from "../../caching/cache.ts";
import { PARTS, type Part } from "../../reference/concern-parts.ts";
import type { FactValues, Residual } from "./condition.ts";
import {
  type ConcernFacts,
  type PersonFacts,
  type Principal,
  READ_ACTIONS,
  type READ_OUTCOME,
  type ReadAction,
  type Resource,
} from "./facts.ts";
import { knownPolicy } from "./policy.ts";
import { PolicyInvalid } from "./policy-invalid.ts";
import type { Decision, PolicySet } from "./policy-set.ts";
import { permittedBy, residualFor } from "./residual.ts";
import { residualsByTemplate } from "./residual-template.ts";
import { namesLeftOut, sharedFacts } from "./shared-facts.ts";
import type { ListedAction } from "./sql.ts";

type ReadingAction = ReadAction | typeof READ_OUTCOME | ListedAction;

export type Rights = {
  /** The version of the policy set. */
  version(): string;
  /** The people and tokens that some concern names: the same set until one is named anew or no longer. Undefined if they are not known. */
  named(): ReadonlySet<string> | undefined;
  /**
   * Returns the residual of a reading action for a person, for records of today in lists: `permits` is for the facts of others, which can name people and
   * tokens that no concern names today. Assignments are part of the facts, so a change has another cache entry and nothing gets stale.
   */
  of(person: PersonFacts, action: ReadingAction): Residual;
  /**
   * Returns the policies that permit a person to do something to a resource; none if it is not permitted. They are those that
   * Cedar names, found by the residual, so that the time tells nothing of the facts. Cedar itself decides where a policy on the action has no residual.
   */
  permittedBy(person: PersonFacts, action: string, resource: Resource): readonly string[];
  permits(person: PersonFacts, action: string, resource: Resource): boolean;
  /** The same for a principal that can be the hub itself. */
  isAllowed(principal: Principal, action: string, resource: Resource): boolean;
  /**
   * Returns Cedar's decision on a command of a principal who may see the resource. If the residual permits it, Cedar is not asked; if not, Cedar names the
   * policies that forbid it, which takes longer for some facts than for others.
   */
  decide(principal: Principal, action: string, resource: Resource): Decision;
  /** Says for the facts of resources whether a listed action is permitted. Decided once for each object of facts. */
  allowsFor(person: PersonFacts, action: ListedAction): (facts: FactValues) => boolean;
  /** Returns the person's facts without an id and tokens that no concern names today. A decision by these is one for the person's whole class. */
  classFacts(person: PersonFacts): PersonFacts;
  /** Returns the person's facts, without their id if no policy on reading a concern reads it: people of one class may read the same parts of any concern. */
  classOf(person: PersonFacts): string;
  /** Returns the parts of a concern with these facts that the person may read, each with the policies that permit it; none without the headline. */
  parts(person: PersonFacts, facts: ConcernFacts): PartRights;
  /** The same for many concerns that are decided on at once, by the policy that is in force now. */
  partsFor(person: PersonFacts): (facts: ConcernFacts) => PartRights;
};
export type PartRights = ReadonlyMap<Part, readonly string[]>;

const MAX_RESIDUALS = 5_000;
const MAX_CLASSES = 2_000;
/** As many as there are roles, and stages that differ in what a role reads. */
const MAX_PART_RIGHTS = 2_000;

/**
 * `policy` may change to another version at any time: the next call then clears the cache. `named`: the people and tokens that some concern names, undefined if
 * they are not known. All other people, who differ by theirs alone, then share one class and its decisions.
 */
export function rightsUnder(policy: PolicySet, named: () => ReadonlySet<string> | undefined = () => undefined): Rights {
  let version = policy.version;
  let residualByTemplate = residualsByTemplate(policy);
  const residuals = boundedCache<string, Residual>(MAX_RESIDUALS);
  const allowed = new WeakMap<Residual, WeakMap<FactValues, boolean>>();
  const parts = boundedCache<string, WeakMap<ConcernFacts, PartRights>>(MAX_CLASSES);
  const equalParts = boundedCache<string, PartRights>(MAX_PART_RIGHTS);
  // A viewer's facts are the same object until their assignments change, so most calls need not serialise them.
  let residualsOf = new WeakMap<PersonFacts, Map<string, Residual>>();
  let classes = new WeakMap<PersonFacts, string>();
  let shared = sharedFacts(policy, named);

  const comparable = (person: PersonFacts): PersonFacts => shared.of(person).facts;
  /** One object for equal rights: what follows from them alone is cached by it, for all people and concerns. */
  const equalRights = (made: PartRights): PartRights => equalParts.getOrMake(JSON.stringify([...made]), () => made);

  function refresh(): void {
    if (policy.version === version) return;
    version = policy.version;
    residualByTemplate = residualsByTemplate(policy);
    residuals.clear();
    parts.clear();
    residualsOf = new WeakMap();
    classes = new WeakMap();
    shared = sharedFacts(policy, named);
  }

  function classOf(whole: PersonFacts): string {
    refresh();
    const person = comparable(whole);
    const known = classes.get(person);
    if (known !== undefined) return known;
    const identity = PARTS.some((part) => policy.viewerOf(person, READ_ACTIONS[part]).id === person.id);
    const made = JSON.stringify({ ...person, id: identity ? person.id : "" });
    classes.set(person, made);
    return made;
  }

  function of(person: PersonFacts, action: ReadingAction): Residual {
    refresh();
    return residualOf(comparable(person), action);
  }

  function policiesPermitting(principal: Principal, action: string, resource: Resource): readonly string[] {
    refresh();
    const facts = resource.facts as FactValues;
    try {
      return permittedBy(residualOfPrincipal(principal, action, facts), facts);
    } catch (error) {
      if (!(error instanceof PolicyInvalid)) throw error;
      const { allowed, policies } = policy.decide(principal, action, resource);
      return allowed ? policies.map(({ id }) => id) : [];
    }
  }

  /** `facts` are those of the resource. */
  function residualOfPrincipal(principal: Principal, action: string, facts: FactValues): Residual {
    if (principal.type === "Hub") return residuals.getOrMake(`Hub ${action}`, () => residualFor(policy, principal, action));
    const { facts: person } = principal;
    const ofClass = shared.of(person);
    return residualOf(namesLeftOut(ofClass, facts) ? person : ofClass.facts, action);
  }

  function decide(principal: Principal, action: string, resource: Resource): Decision {
    const permitting = policiesPermitting(principal, action, resource);
    if (permitting.length === 0) return policy.decide(principal, action, resource);
    return { allowed: true, policies: permitting.map((id) => knownPolicy(policy.texts, id)) };
  }

  const permittedForPerson: Rights["permittedBy"] = (facts, action, resource) =>
    policiesPermitting({ type: "Person", facts }, action, resource);

  function residualOf(person: PersonFacts, action: string): Residual {
    const ofPerson = residualsOf.get(person) ?? new Map<string, Residual>();
    const known = ofPerson.get(action);
    if (known) return known;
    const key = JSON.stringify([action, policy.viewerOf(person, action)]);
    const made = residuals.getOrMake(key, () => residualByTemplate(person, action));
    residualsOf.set(person, ofPerson.set(action, made));
    return made;
  }

  function allowsFor(person: PersonFacts, action: ListedAction): (facts: FactValues) => boolean {
    refresh();
    const ofClass = shared.of(person);
    const residual = residualOf(ofClass.facts, action);
    const known = allowed.get(residual) ?? new WeakMap<FactValues, boolean>();
    allowed.set(residual, known);
    return (facts) => {
      if (namesLeftOut(ofClass, facts)) return permittedBy(residualOf(person, action), facts).length > 0;
      const isAllowed = known.get(facts) ?? permittedBy(residual, facts).length > 0;
      known.set(facts, isAllowed);
      return isAllowed;
    };
  }

  function partsFor(person: PersonFacts): (facts: ConcernFacts) => PartRights {
    refresh();
    const ofClass = shared.of(person);
    const headline = residualOf(ofClass.facts, READ_ACTIONS.headline);
    const known = parts.getOrMake(classOf(person), () => new WeakMap());
    return (facts) => {
      if (namesLeftOut(ofClass, facts)) return equalRights(partsBy((action) => residualOf(person, action), facts));
      const found = known.get(facts);
      if (found) return found;
      // Most people may read nothing of most concerns, and nothing is kept for these.
      if (permittedBy(headline, facts).length === 0) return NOTHING;
      const made = equalRights(partsBy((action) => residualOf(ofClass.facts, action), facts));
      known.set(facts, made);
      return made;
    };
  }

  return {
    version: () => policy.version,
    named,
    of,
    permittedBy: permittedForPerson,
    permits: (person, action, resource) => permittedForPerson(person, action, resource).length > 0,
    isAllowed: (principal, action, resource) => policiesPermitting(principal, action, resource).length > 0,
    decide,
    allowsFor,
    classFacts(person) {
      refresh();
      return comparable(person);
    },
    classOf,
    parts: (person, facts) => partsFor(person)(facts),
    partsFor,
  };
}

function partsBy(residual: (action: ReadAction) => Residual, facts: ConcernFacts): PartRights {
  const by = (part: Part) => permittedBy(residual(READ_ACTIONS[part]), facts);
  if (by("headline").length === 0) return NOTHING;
  return new Map(PARTS.map((part) => [part, by(part)] as const).filter(([, policies]) => policies.length > 0));
}

const NOTHING: PartRights = new Map();
