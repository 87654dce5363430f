// The commands on a concern that the council has not been told of (docs/decisions/0035-untold.md).

import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { workingDaysAfter } from "../dates.ts";
import { type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import type { ConcernCommand } from "./commands.ts";
import type { ConcernDecision, ConcernDecisionContext } from "./decision.ts";
import type { ConcernState } from "./state.ts";
import { EXTEND_BY_AT_MOST, isOverdue, isTold } from "./untold.ts";

/** Commands on a concern whose last day to tell the council has passed: it can only be told or discarded. */
const WHEN_OVERDUE: ReadonlySet<ConcernCommand["name"]> = new Set([
  ...(["recordAwareness", "openUntoldWords", "extendTelling", "proposeDiscard", "discardConcern"] as const),
  "recordUntoldDue",
  "setOwner",
  // These decide who will read the concern once the council is told.
  ...(["restrictConcern", "reviewRestriction", "liftRestriction"] as const),
]);

/** Returns why a command is too late for an untold concern; undefined if it is not. */
export function refuseOverdue(state: ConcernState, name: ConcernCommand["name"], today: string): Refusal | undefined {
  if (!isOverdue(state, today) || WHEN_OVERDUE.has(name)) return undefined;
  return name === "addEvidence" ? refuse("UNTOLD_TOO_LONG") : refuse("WORDS_CLOSED");
}

type UntoldCommand = Extract<
  ConcernCommand,
  { name: "extendTelling" | "openUntoldWords" | "recordUntoldDue" | "proposeDiscard" | "discardConcern" }
>;

export function decideUntold(state: ConcernState, command: UntoldCommand, context: ConcernDecisionContext): ConcernDecision {
  switch (command.name) {
    case "extendTelling":
      return extend(state, command.input, context);
    case "openUntoldWords": {
      const { purpose } = command.input;
      const { opened } = state.untold;
      if (!isOverdue(state, context.today) || (opened?.purpose === purpose && context.today <= opened.until)) return [];
      return [{ type: "UntoldWordsOpened.v1", data: { purpose, until: workingDaysAfter(context.today, 1) } }];
    }
    case "recordUntoldDue":
      if (isTold(state) || state.untold.fellDue) return [];
      if (!isOverdue(state, context.today)) return refuse("NOT_DUE");
      return [{ type: "UntoldFellDue.v1", data: {} }];
    case "proposeDiscard": {
      const { ground } = command.input;
      const { discardProposed } = state.untold;
      if (isTold(state)) return refuse("DISCARD_AFTER_TELLING");
      if (discardProposed?.actor === context.actor && discardProposed.ground === ground) return [];
      return [{ type: "DiscardProposed.v1", data: { ground } }];
    }
    case "discardConcern": {
      const { discardProposed } = state.untold;
      if (isTold(state)) return refuse("DISCARD_AFTER_TELLING");
      if (!discardProposed) return refuse("NOT_PROPOSED_TO_DISCARD");
      if (discardProposed.actor === context.actor) return refuse("DISCARD_BY_PROPOSER");
      return [{ type: "ConcernDiscarded.v1", data: { ground: discardProposed.ground } }];
    }
  }
}

function extend(
  state: ConcernState,
  { workingDays, reason }: Extract<UntoldCommand, { name: "extendTelling" }>["input"],
  { today, actor }: ConcernDecisionContext,
): ConcernDecision {
  const { tellBy, isExtended } = state.untold;
  const wrong = refuseAll([
    refuseIf(isTold(state), "COUNCIL_TOLD"),
    refuseIf(isOverdue(state, today), "EXTENSION_LATE", undefined, `It passed on ${dateInWords(tellBy)}.`),
    refuseIf(isExtended, "EXTENSION_USED"),
    refuseIf(actor === state.logged.actor, "EXTENSION_BY_LOGGER"),
    refuseIf(workingDays > EXTEND_BY_AT_MOST, "EXTENSION_TOO_LONG", "workingDays"),
  ]);
  if (wrong) return wrong;
  return [{ type: "TellingExtended.v1", data: { tellBy: workingDaysAfter(tellBy, workingDays), text: plain({ reason }) } }];
}
