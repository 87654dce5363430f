// What a policy would change before it is published: who would gain or lose sight of which concerns and parts. People are taken together
// whose assignments come to the same, concerns whose facts are the same, and only where a policy that differs has a say. What is tried out
// is sight of concerns; of every other change, of support or of commands, it is said which policies differ and nothing more.
// Who may publish may ask. They read no content by that role, and are told ids alone.
import { isDeepStrictEqual } from "node:util";
import { abridging } from "../../policies/abridged.ts";
import { judgePolicy } from "../../policies/check.ts";
import { all, type Condition, not } from "../../policies/condition.ts";
import { PARTS, type Part, type PersonFacts, READ_ACTIONS } from "../../policies/facts.ts";
import { looksOf } from "../../policies/looks.ts";
import type { PolicyFiles, PolicySet } from "../../policies/policy.ts";
import { type Flaw, meaningOf } from "../../policies/principles.ts";
import { conditionOf, type Residual, residualFor } from "../../policies/residual.ts";
import { looksAtIdentity } from "../../policies/scopes.ts";
import { findBody } from "../../reference/bodies.ts";
import type { Councils } from "../../reference/councils.ts";
import { findRegion } from "../../reference/regions.ts";
import { STRAND_LABELS } from "../../reference/strands.ts";
import type { RoleName } from "../../services/people/roles.ts";
import { THE_POLICY } from "../../services/policy/service.ts";
import type { Follower } from "../follower.ts";
import type { PeopleQueries, Viewer } from "../people/people.ts";
import type { RegisterQueries } from "./queries.ts";

/** A file as it is to be; without text, as it stands in the policy in force. */
export type CandidateFile = { readonly name: string; readonly text?: string | null };

/** Concerns that some people would see, or no longer see. */
export type Seen = { readonly count: number; readonly concerns: readonly string[] };
/** What changes for people of one class in one part of concerns. */
export type Shift = {
  readonly roles: readonly RoleName[];
  /** In words: councils, bodies, regions with strands. */
  readonly places: readonly string[];
  readonly people: number;
  readonly part: Part;
  readonly gained: Seen;
  readonly lost: Seen;
};
/** The policies that a candidate adds, takes away, and changes in what they say or in how that is worded; by id. */
export type PolicyChanges = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
};
export type Simulation = {
  /** Undefined where the candidate does not hold: nothing was tried then. */
  readonly version: string | undefined;
  readonly flaws: readonly Flaw[];
  /** Undefined where the candidate does not hold. */
  readonly policies: PolicyChanges | undefined;
  readonly shifts: readonly Shift[];
  /** False where there are more shifts than one answer holds. */
  readonly complete: boolean;
};

type Inside = {
  /** The policy of this moment, as the simulation compares with one text and not with a changing one. */
  readonly policies: { now(): PolicySet };
  readonly people: Follower<PeopleQueries>;
  readonly register: Follower<RegisterQueries>;
  readonly councils: Councils;
};

const MOST_SHIFTS = 500;
const MOST_IDS = 50;
const PAGE = 100;

/** Undefined for whoever may not publish a policy. Takes seconds to minutes, and gives way to other work between people. */
export async function simulatePolicy(
  inside: Inside,
  viewer: Viewer,
  files: readonly CandidateFile[],
): Promise<Simulation | undefined> {
  const before = inside.policies.now();
  if (!before.decide({ type: "Person", facts: viewer.facts }, "publishPolicy", THE_POLICY).allowed) return undefined;
  const verdict = await judgePolicy(candidateOf(files, before));
  if (verdict.kind === "flawed") {
    return { version: undefined, flaws: verdict.flaws, policies: undefined, shifts: [], complete: true };
  }

  const after = verdict.policy;
  const shifts: Shift[] = [];
  const sides = { old: sideOf(before), fresh: sideOf(after) };
  const differ = differing(sides);
  const classes = differ.parts.length > 0 ? await classesOf(inside) : [];
  for (const { facts, viewers } of classes) {
    await new Promise(setImmediate);
    const roles = rolesOf(viewers);
    const places = placesOf(viewers, inside.councils);
    for (const part of differ.parts.filter((one) => differ.for(facts, one))) {
      const { gained, lost } = compare(inside.register.queries(), sides, facts, part);
      if (gained.count + lost.count > 0) shifts.push({ roles, places, people: viewers.length, part, gained, lost });
    }
    if (shifts.length > MOST_SHIFTS) break;
  }
  const complete = shifts.length <= MOST_SHIFTS;
  const policies = changesOf(before, after);
  return { version: after.version, flaws: [], policies, shifts: shifts.slice(0, MOST_SHIFTS), complete };
}

function changesOf(before: PolicySet, after: PolicySet): PolicyChanges {
  const [old, fresh] = [[...before.texts.keys()], [...after.texts.keys()]];
  const said = ({ texts, staticPolicies }: PolicySet, id: string) => [texts.get(id), meaningOf(staticPolicies[id] ?? "")];
  return {
    added: fresh.filter((id) => !before.texts.has(id)),
    removed: old.filter((id) => !after.texts.has(id)),
    changed: fresh.filter((id) => before.texts.has(id) && !isDeepStrictEqual(said(before, id), said(after, id))),
  };
}

const candidateOf = (files: readonly CandidateFile[], { files: inForce }: PolicySet): PolicyFiles =>
  Object.fromEntries(files.map(({ name, text }) => [name, text ?? (Object.hasOwn(inForce, name) ? inForce[name] : "") ?? ""]));

/** One of the two sets, and the residual of an action under it, of all policies on it or of some. */
type Side = {
  readonly policy: PolicySet;
  residual(facts: PersonFacts, action: string, some?: Readonly<Record<string, string>>): Residual;
};
type Sides = { readonly old: Side; readonly fresh: Side };

function sideOf(policy: PolicySet): Side {
  const short = abridging(policy);
  return { policy, residual: (facts, action, some) => residualFor(short(action), { type: "Person", facts }, action, some) };
}

/** A part is shown with its headline or not at all. */
function compare(register: RegisterQueries, sides: Sides, facts: PersonFacts, part: Part) {
  const rights = ({ residual }: Side) => ({
    headline: residual(facts, READ_ACTIONS.headline),
    part: residual(facts, READ_ACTIONS[part]),
  });
  const [old, fresh] = [rights(sides.old), rights(sides.fresh)];
  return { gained: seen(register, fresh, old), lost: seen(register, old, fresh) };
}

type PartOf = { readonly headline: Residual; readonly part: Residual };
const whole = ({ headline, part }: PartOf): Condition => all([conditionOf(headline), conditionOf(part)]);

function seen(register: RegisterQueries, by: PartOf, butNotBy: PartOf): Seen {
  if (isDeepStrictEqual(whole(by), whole(butNotBy))) return { count: 0, concerns: [] };
  const { count, ids } = register.meeting(by.part, all([conditionOf(by.headline), not(whole(butNotBy))]), MOST_IDS);
  return { count, concerns: ids };
}

/** Which parts of concerns the two sets can differ in at all, and for whom: most policies are the same in both, and cost nothing. */
function differing({ old, fresh }: Sides) {
  const changed = new Map(
    Object.values(READ_ACTIONS).map((action) => [action, [changedOn(action, old, fresh), changedOn(action, fresh, old)]]),
  );
  const known = new Map<string, boolean>();

  /** Whether a policy that is in one set only has anything to say about the person. */
  function hasSay(facts: PersonFacts, action: (typeof READ_ACTIONS)[Part]): boolean {
    return (changed.get(action) ?? []).some(({ side, only, tells }) => {
      const key = JSON.stringify([side.policy.version, action, tells(facts)]);
      const found = known.get(key) ?? speaks(side.residual(facts, action, only));
      known.set(key, found);
      return found;
    });
  }

  const actionsOf = (part: Part) => [READ_ACTIONS.headline, READ_ACTIONS[part]];
  return {
    parts: PARTS.filter((part) =>
      actionsOf(part).some((action) => changed.get(action)?.some(({ only }) => Object.keys(only).length > 0)),
    ),
    for: (facts: PersonFacts, part: Part) => actionsOf(part).some((action) => hasSay(facts, action)),
  };
}

const speaks = ({ permits, forbidden }: Residual): boolean => permits.length > 0 || forbidden.kind !== "never";

/** The policies of a set on an action that the other has not, or has with another meaning, and what of a person they look at. */
function changedOn(action: string, side: Side, { policy: other }: Side) {
  const those = other.policiesOn(action);
  const only = Object.fromEntries(
    Object.entries(side.policy.policiesOn(action)).filter(
      ([id, text]) => !(id in those) || !isDeepStrictEqual(meaningOf(text), meaningOf(those[id] ?? "")),
    ),
  );
  const texts = Object.values(only);
  const looked = texts.flatMap(looksOf).flatMap(({ principal }) => principal ?? []) as (keyof PersonFacts)[];
  const identity = texts.some(looksAtIdentity);
  return { side, only, tells: (facts: PersonFacts) => (identity ? facts : looked.map((fact) => facts[fact])) };
}

type PeopleClass = { readonly facts: PersonFacts; readonly viewers: readonly Viewer[] };

/** Everybody the hub knows, by what their assignments of today come to. */
async function classesOf({ people, policies }: Inside): Promise<readonly PeopleClass[]> {
  const classes = new Map<string, Viewer[]>();
  const { viewerOf } = policies.now();
  const keyOf = (facts: PersonFacts) => JSON.stringify(PARTS.map((part) => viewerOf(facts, READ_ACTIONS[part])));
  for (let after = ""; ; ) {
    const page = people.queries().page(after, PAGE);
    for (const viewer of page) {
      const key = keyOf(viewer.facts);
      const viewers = classes.get(key) ?? [];
      viewers.push(viewer);
      classes.set(key, viewers);
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = last.person;
    await new Promise(setImmediate);
  }
  return [...classes.values()].flatMap((viewers) => (viewers[0] ? [{ facts: viewers[0].facts, viewers }] : []));
}

const current = (viewers: readonly Viewer[]) => viewers.flatMap(({ assignments }) => assignments.filter((one) => one.current));

const rolesOf = (viewers: readonly Viewer[]): readonly RoleName[] =>
  [...new Set(current(viewers).map(({ role }) => role))].sort();

function placesOf(viewers: readonly Viewer[], councils: Councils): readonly string[] {
  const said = current(viewers).flatMap(({ council, body, regions, strands }) => [
    ...(council ? [councils.find(council)?.name ?? council] : []),
    ...(body ? [findBody(body)?.name ?? body] : []),
    ...regions.map((code) => {
      const region = findRegion(code)?.name ?? code;
      return strands.length > 0 ? `${region}: ${strands.map((strand) => STRAND_LABELS[strand]).join(", ")}` : region;
    }),
  ]);
  return [...new Set(said)].sort();
}
