// People for asking a policy about: what somebody's facts are who holds some roles and no others, in the region that stands for any.
import { type BodyKind, bodiesOfKind, findBody } from "../../reference/bodies.ts";
import { STRANDS } from "../../reference/strands.ts";
import { type PersonFacts, scopeOf } from "../engine/facts.ts";
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
const FLAGS = ["advisoryBoard", "improvementBoard", "governanceOfficer", "administrator"];

/** Facts that a role gives. The others, `bodies` among them, follow from these. */
export const ROLE_FACTS: readonly string[] = [...Object.keys(KINDS), ...FLAGS, "adviserScopes", "councils", "leadRegions"];

/** A person with these roles, over places of this small world and over those that the policy names. */
export function personWith(id: string, roles: readonly string[], texts: readonly string[]): PersonFacts {
  const has = (...names: readonly string[]) => names.some((name) => roles.includes(name));
  const advises = has("adviserScopes", "adviserRegions");
  const named = texts.filter(isScope);
  const regions = texts.filter(isRegion);
  /** The first of a kind stands for all of a region, and of those without a region. */
  const bodiesOf = (kind: BodyKind): readonly string[] => {
    const usual = [undefined, HERE, ...regions].flatMap(
      (place) => bodiesOfKind(kind).find(({ region }) => region === place) ?? [],
    );
    return [...new Set([...usual.map(({ id }) => id), ...texts.filter((text) => findBody(text)?.kind === kind)])];
  };
  const byRole = Object.fromEntries(Object.entries(KINDS).map(([name, kind]) => [name, has(name) ? bodiesOf(kind) : []]));
  const bodies = has("bodies") ? Object.values(KINDS).flatMap(bodiesOf) : Object.values(byRole).flat();
  const flags = Object.fromEntries(FLAGS.map((flag) => [flag, has(flag)]));
  const scopes = advises
    ? [...STRANDS.flatMap((strand) => [HERE, ...regions].map((region) => scopeOf(region, strand))), ...named]
    : [];
  const person: Record<keyof PersonFacts, unknown> = {
    ...({ id, ...byRole, ...flags, bodies, adviserScopes: scopes } as Record<keyof PersonFacts, unknown>),
    councils: has("councils") ? ["a-council", ...texts.filter((text) => /^[A-Z]\d{8}$/.test(text))] : [],
    adviserRegions: [...new Set(scopes.map((scope) => scope.split("/")[0] ?? ""))],
    leadRegions: has("leadRegions") ? [HERE, ...regions] : [],
  };
  return person as PersonFacts;
}

/** The texts in an expression of Cedar's JSON form. */
export function textsIn(expression: unknown): readonly string[] {
  const texts = new Set<string>();
  walk(expression, ({ Value }) => typeof Value === "string" && texts.add(Value));
  return [...texts];
}

function walk(expression: unknown, look: (node: Readonly<Record<string, unknown>>) => void): void {
  if (typeof expression !== "object" || expression === null) return;
  if (!Array.isArray(expression)) look(expression as Readonly<Record<string, unknown>>);
  for (const inner of Object.values(expression)) walk(inner, look);
}
