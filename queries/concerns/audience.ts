// Finds the people who can see a concern now, with their roles.
import { bodyOfToken, type PersonFacts } from "../../policies/engine/facts.ts";
import type { PartRights, Rights } from "../../policies/engine/rights.ts";
import type { PeopleQueries } from "../../projections/people/people.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { Part } from "../../reference/concern-parts.ts";
import { SEAT_LABELS } from "../../reference/concern-terms.ts";
import type { Strand } from "../../reference/strands.ts";
import type { RecordedFacts } from "../../services/concern/facts.ts";
import { audienceOf as receiversOf } from "../../services/concern/shares.ts";
import type { Share } from "../../services/concern/state.ts";
import { hasDeclared } from "../../services/people/interests.ts";
import { type RoleName, roleOf } from "../../services/people/roles.ts";
import type { Assignment } from "../../services/people/state.ts";
import type { Viewer } from "../../services/people/viewer.ts";

/** A role with the parts of this concern that it can read; without a role, several assignments that only together let a person see it. */
export type Through = {
  readonly role: RoleName | undefined;
  readonly label: string;
  /** Bodies with which the concern is shared and for which the role acts. */
  readonly bodies: readonly string[];
  readonly council: string | undefined;
  readonly region: string | undefined;
  readonly strand: Strand | undefined;
};
export type Onlooker = { readonly id: string; readonly name: string | undefined };
/** `interest`: whether the person has an interest in the council. `declared`: whether they declared their interests within the year. */
export type AudienceMember = Onlooker & { readonly interest: boolean; readonly declared: boolean };
/** People who see the same parts through the same role, by the same policies. */
export type ConcernAudience = Through & {
  readonly people: readonly AudienceMember[];
  readonly parts: readonly { readonly part: Part; readonly policies: readonly string[] }[];
};

type Onlookers = { readonly rights: Pick<Rights, "parts" | "permits">; readonly people: Iterable<Viewer> };

/** People, facts and rights must be of the same instant, now or past. A person who sees the concern through two roles is in two rows. */
export function audienceOf({ rights, people }: Onlookers, found: ConcernRecord): readonly ConcernAudience[] {
  const { council } = found.facts;
  const partsOf: PartsOf = (person) => rights.parts(person, found.facts);
  const rows = new Map<string, Through & { readonly people: AudienceMember[]; readonly parts: ConcernAudience["parts"] }>();
  for (const viewer of people)
    for (const { through, parts } of waysOf(viewer, found.facts, partsOf)) {
      const listed = [...parts].map(([part, policies]) => ({ part, policies: [...policies].sort() }));
      const key = JSON.stringify([through, listed]);
      const row = rows.get(key) ?? { ...through, people: [], parts: listed };
      rows.set(key, row);
      if (row.people.at(-1)?.id !== viewer.person) row.people.push(memberOf(viewer, council, found.day.today));
    }
  return [...rows.values()].sort((a, b) => placeOf(a).localeCompare(placeOf(b)));
}

const memberOf = ({ person: id, name, facts, declarations }: Viewer, council: string, today: string): AudienceMember => ({
  ...{ id, name, interest: facts.interests.includes(council), declared: hasDeclared(declarations, today) },
});

/** A share whose terms its recipients see. */
const LIVE = { live: true, awaitsAcceptance: false, endingShown: false, councilAware: true, evidenced: true };

/** Somebody whom an interest in the council keeps out of what is shared with their bodies. */
export type KeptOut = Onlooker & { readonly bodies: readonly string[] };

/**
 * Finds the people who act for bodies of a concern's shares, and would see the terms of a live one if they had no interest in its council.
 * `people` are at least all those with such an interest, of the same instant as the rest.
 */
export function keptOutOf(
  { rights, people }: Onlookers,
  { facts, state }: Pick<ConcernRecord, "facts" | "state">,
): readonly KeptOut[] {
  const shares = new Map(state().shares.map((share) => [receiversOf(share).join(), share]));
  const { council } = facts;
  const seesTerms = (person: PersonFacts, share: Share): boolean => {
    const ofShare = { council, body: share.body, audience: receiversOf(share) };
    const resource = { type: "Share", id: "share", facts: { ...LIVE, ...ofShare } } as const;
    return rights.permits(person, "readShareTerms", resource);
  };
  return [...people].flatMap(({ person: id, name, facts: person }) => {
    if (!person.interests.includes(council)) return [];
    const without = { ...person, interests: person.interests.filter((one) => one !== council) };
    const kept = [...shares.values()].filter((share) => !seesTerms(person, share) && seesTerms(without, share));
    return kept.length > 0 ? [{ id, name, bodies: [...new Set(kept.map(({ body }) => body))] }] : [];
  });
}

/** The people who have, or had, an interest in a council. */
export const interestedIn = (
  { people }: { readonly people: { queries(): Pick<PeopleQueries, "interestedIn"> } },
  council: string,
): readonly Viewer[] => people.queries().interestedIn(council);

/** All registered people, read page by page. */
export function* everybody({ people }: { readonly people: { queries(): Pick<PeopleQueries, "page"> } }): Generator<Viewer, void> {
  const { page } = people.queries();
  for (let people = page("", PAGE); people.length > 0; people = page(people.at(-1)?.person ?? "", PAGE)) yield* people;
}
const PAGE = 500;

type PartsOf = (person: PersonFacts) => PartRights;

type Way = { readonly through: Through; readonly parts: PartRights };

/** Returns each assignment that by itself lets a person see the concern, with its parts; and the parts that only several assignments give together. */
function waysOf({ facts: whole, assignments }: Viewer, facts: RecordedFacts, partsOf: PartsOf): readonly Way[] {
  const all = partsOf(whole);
  if (all.size === 0) return [];
  const alone = assignments
    .filter(({ current }) => current)
    .map((assignment): Way => {
      const made = assignment.factsAlone();
      return { through: throughOne(assignment, made, facts), parts: only(partsOf(made), (part) => all.has(part)) };
    })
    .filter(({ parts }) => parts.size > 0);
  const together = only(all, (part) => !alone.some(({ parts }) => parts.has(part)));
  return together.size > 0 ? [...alone, { through: TOGETHER, parts: together }] : alone;
}

const only = (parts: PartRights, wanted: (part: Part) => boolean): PartRights =>
  new Map([...parts].filter(([part]) => wanted(part)));

const TOGETHER: Through = {
  role: undefined,
  label: "Several roles together",
  bodies: [],
  council: undefined,
  region: undefined,
  strand: undefined,
};

function throughOne({ role, seat }: Pick<Assignment, "role" | "seat">, person: PersonFacts, facts: RecordedFacts): Through {
  const advises = person.adviserScopes.includes(facts.scope);
  return {
    role,
    label: seat === undefined ? roleOf(role).label : `${roleOf(role).label}, ${SEAT_LABELS[seat].toLowerCase()}`,
    bodies: [...new Set(person.bodies.filter((one) => facts.headlineSharedWith.includes(one)).map(bodyOfToken))],
    council: person.councils.includes(facts.council) ? facts.council : undefined,
    region: advises ? facts.region : undefined,
    strand: advises ? facts.strand : undefined,
  };
}

/** Sorts advisers first, then the council, then recipients; each by name. */
const placeOf = ({ region, council, bodies, label }: Through): string =>
  [region !== undefined ? "1" : council !== undefined ? "2" : "3", ...bodies, label].join(" ");
