// Who did something, as a person: name, the role that they held when they did it, and how to reach them at work. Whoever may read an act may read this.
import { bodiesOfKind, findBody } from "../../reference/bodies.ts";
import type { Council } from "../../reference/councils.ts";
import { findRegion } from "../../reference/regions.ts";
import { londonDate } from "../../services/dates.ts";
import { isCurrent } from "../../services/people/assignments.ts";
import { type RoleName, roleOf } from "../../services/people/roles.ts";
import { type Assignment, assignmentsAt } from "../../services/people/state.ts";
import type { Act, ActScope } from "../attribution.ts";
import type { ReadDeps } from "../deps.ts";

export type Actor = {
  readonly id: string;
  /** Undefined if the name was erased, or the hub cannot read the person's record. */
  readonly name: string | undefined;
  readonly role: RoleName | undefined;
  /** The body that they act for in that role, if it is a named one. */
  readonly body: string | undefined;
  readonly council: Council | undefined;
  /** The role with its body, council or region: "Chief executive, Tarrowshire County Council". */
  readonly inWords: string | undefined;
  readonly workContact: string | undefined;
};

type Deps = Pick<ReadDeps, "people" | "councils">;

/** The actor of events that the hub recorded by itself. */
const HUB = "hub";

/** Undefined if the hub did it by itself. */
export const readActor = (deps: Deps, act: Act): Actor | undefined => (act.by === HUB ? undefined : readPersonActing(deps, act));

export function readPersonActing(deps: Deps, { by, at, scope, office }: Act): Actor {
  const viewer = deps.people.queries().viewer(by);
  const held = assignmentsOn(viewer?.assignments ?? [], at);
  const found =
    office === undefined ? bestFit(held, scope) : held.find(({ role, council }) => role === office && council === scope.council);
  const body = found && bodyOf(found, scope);
  const council = found?.council === undefined ? undefined : deps.councils.find(found.council);
  return {
    ...{ id: by, role: found?.role, body, council },
    ...{ name: viewer?.name, workContact: viewer?.workContact },
    inWords: found && inWords(found, { body, council, region: scope.region }),
  };
}

/** The assignments that were in force at an instant. */
const assignmentsOn = (assignments: readonly Assignment[], instant: string): readonly Assignment[] =>
  assignmentsAt(assignments, instant).filter((one) => isCurrent(one, londonDate(new Date(instant))));

/**
 * The assignment by which somebody acted on a record, of those that they held: one of the body that the act names, of an adviser for the record, of its
 * council, of a body that reaches it, or one that reaches no councils. The others are confidential: that somebody has them is no part of the act.
 */
function bestFit(held: readonly Assignment[], scope: ActScope): Assignment | undefined {
  const fits: readonly ((one: Assignment) => boolean)[] = [
    (one) => scope.body !== undefined && bodiesIn(one).includes(scope.body),
    (one) => roleOf(one.role).fact === "adviserScopes" && reaches(one, scope),
    (one) => one.council !== undefined && one.council === scope.council,
    (one) => bodiesIn(one).length > 0 && reaches(one, scope),
    (one) => Object.keys(roleOf(one.role).needs).length === 0,
  ];
  for (const isFit of fits) {
    const found = held.find(isFit);
    if (found) return found;
  }
  // An act of no council, such as ending an assignment, says nothing of where.
  return scope.council === undefined && scope.region === undefined ? held[0] : undefined;
}

function reaches({ role, regions, strands }: Assignment, { region, strand }: ActScope): boolean {
  const { needs } = roleOf(role);
  return (
    (!needs.regions || (region !== undefined && regions.includes(region))) &&
    (!needs.strands || strand === undefined || strands.includes(strand))
  );
}

function bodiesIn({ role, regions, body }: Assignment): readonly string[] {
  const { bodyKind } = roleOf(role);
  if (!bodyKind) return body === undefined ? [] : [body];
  return bodiesOfKind(bodyKind)
    .filter((one) => one.region === undefined || regions.includes(one.region))
    .map(({ id }) => id);
}

const bodyOf = (assignment: Assignment, { body, region }: ActScope): string | undefined => {
  const bodies = bodiesIn(assignment);
  if (body !== undefined && bodies.includes(body)) return body;
  return bodies.find((one) => findBody(one)?.region === undefined || findBody(one)?.region === region);
};

type Where = { readonly body: string | undefined; readonly council: Council | undefined; readonly region: string | undefined };

function inWords({ role, regions, acting }: Assignment, { body, council, region }: Where): string {
  const { label, needs } = roleOf(role);
  const title = acting ? `Acting ${label.charAt(0).toLowerCase()}${label.slice(1)}` : label;
  const of = region !== undefined && regions.includes(region) ? region : regions[0];
  const regionName = needs.regions && of !== undefined ? findRegion(of)?.name : undefined;
  const where = council?.name ?? (needs.regions ? regionName : body === undefined ? undefined : findBody(body)?.name);
  return where === undefined ? title : `${title}, ${where}`;
}
