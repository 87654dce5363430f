// Sample people for the checks of policies: the facts of a person with only certain roles, in the region that represents all.
import { type BodyKind, bodiesOfKind, findBody } from "../../reference/bodies.ts";
import { STRANDS } from "../../reference/strands.ts";
import { councilStrandOf, NO_ROLE, PERSON_FLAGS, type PersonFacts, type Principal, scopeOf } from "../engine/facts.ts";
import { HERE, isRegion, isScope } from "./sample-resources.ts";

const KINDS: Readonly<Record<string, BodyKind>> = {
  memberPeerBodies: "member-peers",
  cibBodies: "cib",
  adassBodies: "adass",
  regionalImprovementBodies: "regional-improvement",
  groupOfficeBodies: "group-office",
  panelBodies: "panel",
  departmentBodies: "department",
  inspectorateBodies: "inspectorate",
};

/** Facts that follow directly from a role. The others, including `bodies`, are derived from these. */
export const ROLE_FACTS: readonly string[] = [...Object.keys(KINDS), ...PERSON_FLAGS, "adviserScopes", "councils", "leadRegions"];

/** Facts that offices in a council give beside `councils`. */
const OFFICE_FACTS = [
  ...(["councilStrands", "speaksFor", "speakerCouncils", "officersOf"] as const),
  ...(["monitoringOfficerOf", "councilPerson", "interests"] as const),
] as const;

/** The council of sample people who act for a council. */
export const COUNCIL = "a-council";

/** The facts of a head of these councils, who is their monitoring officer too. */
export const headOf = (councils: readonly string[], id = "x") => {
  const councilStrands = councils.flatMap((council) => STRANDS.map((strand) => councilStrandOf(council, strand)));
  const ofAll = { speakerCouncils: councils, officersOf: councils, monitoringOfficerOf: councils, interests: councils };
  return { councils, councilStrands, speaksFor: councilStrands, ...ofAll, councilPerson: councils.length > 0 ? [id] : [] };
};

/**
 * Returns a person with these roles, for the sample regions and councils and for those that the policy names. A person of a council is a head of it,
 * except for the facts in `apart`, which are roles of their own.
 */
export function personWith(
  id: string,
  roles: readonly string[],
  texts: readonly string[] = [],
  apart: readonly string[] = [],
): PersonFacts {
  const has = (...names: readonly string[]) => names.some((name) => roles.includes(name));
  const regions = texts.filter(isRegion);
  /** The first body of a kind represents all of a region, and all without a region. */
  const bodiesOf = (kind: BodyKind): readonly string[] => {
    const usual = [undefined, HERE, ...regions].flatMap(
      (place) => bodiesOfKind(kind).find(({ region }) => region === place) ?? [],
    );
    return [...new Set([...usual.map(({ id }) => id), ...texts.filter((text) => findBody(text)?.kind === kind)])];
  };
  const byRole = Object.fromEntries(Object.entries(KINDS).map(([name, kind]) => [name, has(name) ? bodiesOf(kind) : []]));
  const flags = Object.fromEntries(PERSON_FLAGS.map((flag) => [flag, has(flag)]));
  const scopes = has("adviserScopes", "adviserRegions")
    ? [...STRANDS.flatMap((strand) => [HERE, ...regions].map((region) => scopeOf(region, strand))), ...texts.filter(isScope)]
    : [];
  const named = [...texts, ...texts.map((text) => text.split("/")[0] ?? "")].filter((text) => /^[A-Z]\d{8}$/.test(text));
  const head = headOf([...new Set([COUNCIL, ...named])], id);
  const ofCouncil = Object.fromEntries(
    OFFICE_FACTS.map((fact) => [fact, has(fact) || (has("councils") && !apart.includes(fact)) ? head[fact] : []]),
  );
  return {
    ...{ ...NO_ROLE, id, ...byRole, ...flags, ...ofCouncil },
    bodies: has("bodies") ? Object.values(KINDS).flatMap(bodiesOf) : Object.values(byRole).flat(),
    adviserScopes: scopes,
    councils: has("councils") ? head.councils : [],
    adviserRegions: [...new Set(scopes.map((scope) => scope.split("/")[0] ?? ""))],
    leadRegions: has("leadRegions") ? [HERE, ...regions] : [],
  };
}

/** A person with every role. */
export const EVERY_ROLE: PersonFacts = personWith("x", ROLE_FACTS);

/** The hub, and people without a role, with each single role, and with all roles. */
export const SAMPLE_PRINCIPALS: readonly Principal[] = [
  { type: "Hub" },
  ...[[], ...ROLE_FACTS.map((fact) => [fact]), ROLE_FACTS].map(
    (roles): Principal => ({ type: "Person", facts: personWith("person", roles) }),
  ),
];
