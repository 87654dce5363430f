// Who looks after an adviser's concerns while they are away, and after their assignment has ended (docs/decisions/0044-caseload.md). Neither gives a right.
import { z } from "zod";
import { scopeOf } from "../../policies/engine/facts.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandDeclarations, day, type InputOf, id } from "../input.ts";
import { type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import { personFacts } from "./assignments.ts";
import type { PersonEvent } from "./events.ts";
import { roleOf } from "./roles.ts";
import type { Assignment, PersonState } from "./state.ts";
import { personId } from "./subject.ts";

export const coverCommands = {
  arrangeCover: {
    creates: "cover",
    /** `person` is away, and `by` looks after their concerns. */
    input: z.strictObject({ person: personId, by: personId, from: day, until: day }),
  },
  endCover: { creates: "nothing", whenFull: "always", input: z.strictObject({ person: personId, cover: id }) },
} as const satisfies CommandDeclarations;
type Input = InputOf<typeof coverCommands>;

export type CoverContext = DecisionContext & {
  /** The regions and strands that somebody advises today. Empty for people whom the command neither comes from nor names. */
  readonly scopesOf: (person: string) => readonly string[];
};

/** Cover is arranged by the person, or by somebody who advises all that the person advises. An unknown person is refused in the same words as a stranger. */
function refuseStranger(state: PersonState | undefined, { actor, today, scopesOf }: CoverContext): Refusal | undefined {
  const scopes = state ? personFacts(state.id, state.assignments, today).adviserScopes : [];
  const isTheirs = actor === state?.id || scopes.every((scope) => scopesOf(actor).includes(scope));
  return refuseIf(scopes.length === 0 || !isTheirs, "COVER_FOR_STRANGER", "person");
}

export function arrangeCover(
  state: PersonState | undefined,
  { person, by, from, until }: Input["arrangeCover"],
  context: CoverContext,
): readonly PersonEvent[] | Refusal {
  const stranger = refuseStranger(state, context);
  if (stranger || !state) return stranger ?? refuse("COVER_FOR_STRANGER", "person");
  const scopes = personFacts(person, state.assignments, context.today).adviserScopes;
  const wrong = refuseAll([
    refuseIf(by === person || !scopes.some((scope) => context.scopesOf(by).includes(scope)), "COVER_NOT_ADVISER", "by"),
    refuseIf(until < from, "PERIOD_REVERSED", "until"),
    refuseIf(until < context.today, "COVER_OVER", "until"),
  ]);
  if (wrong) return wrong;
  const isSame = state.covers.some((one) => !one.ended && one.by === by && one.from === from && one.until === until);
  return isSame ? [] : [{ type: "CoverArranged.v1", data: { cover: context.newId("cover"), by, from, until } }];
}

export function endCover(
  state: PersonState | undefined,
  { cover: id }: Input["endCover"],
  context: CoverContext,
): readonly PersonEvent[] | Refusal {
  const isOwn = state !== undefined && context.actor === state.id;
  const stranger = isOwn ? undefined : refuseStranger(state, context);
  const cover = state?.covers.find((one) => one.cover === id);
  if (stranger) return stranger;
  if (!cover) return refuse("NOT_FOUND", "cover");
  return cover.ended || cover.until < context.today ? [] : [{ type: "CoverEnded.v1", data: { cover: id } }];
}

/** The regions and strands in which an assignment advises. */
const scopesIn = ({ role, regions, strands }: Pick<Assignment, "role" | "regions" | "strands">): readonly string[] =>
  roleOf(role).fact === "adviserScopes" ? regions.flatMap((region) => strands.map((strand) => scopeOf(region, strand))) : [];

/** With the end of an assignment: who takes over the concerns that the adviser owns in its regions and strands. */
export function handOverCaseload(
  assignment: Assignment,
  to: string,
  { scopesOf }: CoverContext,
  person: string,
): readonly PersonEvent[] | Refusal {
  const scopes = scopesIn(assignment);
  const isAdviser = to !== person && scopes.length > 0 && scopes.every((scope) => scopesOf(to).includes(scope));
  if (!isAdviser) return refuse("CASELOAD_NOT_ADVISER", "caseloadTo");
  return [{ type: "CaseloadHandedOver.v1", data: { to, scopes: [...scopes] } }];
}
