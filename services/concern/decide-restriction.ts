// The rules of restricting a concern about leadership inside the council, and of reviewing and lifting the restriction.
import type { CouncilOffice } from "../../reference/concern-terms.ts";
import { plain } from "../confidential.ts";
import { refuse, refuseAll, refuseIf } from "../refusals.ts";
import type { ConcernCommand, ConcernInput } from "./commands.ts";
import type { ConcernDecision, ConcernDecisionContext } from "./decision.ts";
import { currentRestriction, hasRequiredReaders, type Restriction } from "./restriction.ts";
import type { NamedReader } from "./restriction-events.ts";
import type { ConcernState } from "./state.ts";

type RestrictionCommand = Extract<ConcernCommand, { name: "restrictConcern" | "reviewRestriction" | "liftRestriction" }>;

export function decideRestriction(
  state: ConcernState,
  command: RestrictionCommand,
  context: ConcernDecisionContext,
): ConcernDecision {
  const current = currentRestriction(state);
  if (command.name === "restrictConcern") return restrict(state, current, command.input, context);
  if (!current) return refuse("NOT_RESTRICTED");
  if (isAbout(current.aboutOffices, context)) return refuse("RESTRICTION_ABOUT_YOURSELF");
  const { id: restriction } = current;
  const text = plain({ reason: command.input.reason });
  if (command.name === "liftRestriction") return [{ type: "RestrictionLifted.v1", data: { restriction, text } }];
  // A named person may have left office.
  const named = current.named.map(({ person }) => readerOf(person, context));
  return hasRequiredReaders(named)
    ? [{ type: "RestrictionReviewed.v1", data: { restriction, text } }]
    : refuse("RESTRICTION_TOO_FEW_NAMED", undefined, "Restrict the concern to others, or lift the restriction.");
}

function restrict(
  state: ConcernState,
  current: Restriction | undefined,
  input: ConcernInput["restrictConcern"],
  context: ConcernDecisionContext,
): ConcernDecision {
  if (state.cause !== "leadership") return refuse("RESTRICTION_ONLY_LEADERSHIP");
  if (isAbout(current?.aboutOffices ?? [], context)) return refuse("RESTRICTION_ABOUT_YOURSELF");
  const aboutOffices = [...new Set(input.aboutOffices)];
  const named = [...new Set(input.named)].map((person) => readerOf(person, context));
  const wrong = refuseAll([
    refuseIf(isAbout(aboutOffices, context), "RESTRICTION_ABOUT_YOURSELF", "aboutOffices"),
    ...input.named.map((person, index) =>
      refuseIf(readerOf(person, context).offices.length === 0, "NAMED_WITHOUT_OFFICE", `named.${index}`),
    ),
    refuseIf(!hasRequiredReaders(named), "RESTRICTION_TOO_FEW_NAMED", "named"),
  ]);
  if (wrong) return wrong;
  const isSame =
    current !== undefined &&
    areSame(current.aboutOffices, aboutOffices) &&
    areSame(
      current.named.map(({ person }) => person),
      input.named,
    );
  if (isSame) return [];
  const data = { restriction: context.newId("restriction"), aboutOffices, named, text: plain({ reason: input.reason }) };
  return [{ type: "ConcernRestricted.v1", data }];
}

/** Whether the actor holds one of the offices in the council, in any strand. */
const isAbout = (offices: readonly CouncilOffice[], { actor, officesOf }: ConcernDecisionContext): boolean =>
  officesOf(actor).some(({ office }) => offices.includes(office));

/** A person with the offices in which they read the concern's strand. */
const readerOf = (person: string, { officesOf }: ConcernDecisionContext): NamedReader => ({
  person,
  offices: [...new Set(officesOf(person).flatMap(({ office, reads }) => (reads ? [office] : [])))],
});

const areSame = (one: readonly string[], other: readonly string[]): boolean =>
  new Set(one).symmetricDifference(new Set(other)).size === 0;
