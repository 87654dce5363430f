// Days of a council that others plan around: inspections, elections and budget days. They have no words, so nothing of them is sealed
// (docs/decisions/0046-diary-and-clashes.md).
import { z } from "zod";
import { type CommandDeclarations, type CommandOf, day, id } from "../input.ts";
import { isBeyondPlanning } from "../planned-days.ts";
import { type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import type { CouncilDecisionContext } from "./decision-context.ts";
import { type CouncilEvent, NOTED_DATE_KINDS } from "./events.ts";
import { refuseUnlessInForce } from "./in-force.ts";
import type { CouncilState } from "./state.ts";

export const notedDateCommands = {
  noteDate: {
    creates: "notedDate",
    input: z.strictObject({ council: id, kind: z.enum(NOTED_DATE_KINDS), from: day, to: day }),
  },
  /** Other days are a cancellation and another date. */
  cancelNotedDate: { creates: "nothing", whenFull: "always", input: z.strictObject({ council: id, notedDate: id }) },
} as const satisfies CommandDeclarations;

type NotedDateCommand = CommandOf<typeof notedDateCommands>;

/** Dates of one council, cancelled ones too. */
const MAX_NOTED_DATES = 1_000;

export function decideNotedDate(
  { notedDates }: CouncilState,
  command: NotedDateCommand,
  context: CouncilDecisionContext,
): readonly CouncilEvent[] | Refusal {
  if (command.name === "cancelNotedDate") {
    const { notedDate } = command.input;
    const known = notedDates.find((one) => one.notedDate === notedDate);
    if (!known) return refuse("UNKNOWN_NOTED_DATE", "notedDate");
    return known.cancelled ? [] : [{ type: "NotedDateCancelled.v1", data: { notedDate } }];
  }
  const { kind, from, to } = command.input;
  const isRepeat = notedDates.some((one) => !one.cancelled && one.kind === kind && one.from === from && one.to === to);
  const wrong = refuseAll([
    refuseUnlessInForce(context.council),
    refuseIf(to < from, "PERIOD_REVERSED", "to"),
    refuseIf(to < context.today, "NOTED_DATE_PAST", "to"),
    refuseIf(isBeyondPlanning({ from, to }, context.today), "NOTED_DATE_TOO_FAR", "to"),
    refuseIf(isRepeat, "DATE_NOTED", "from"),
    refuseIf(notedDates.length >= MAX_NOTED_DATES, "TOO_MANY", "council"),
  ]);
  if (wrong) return wrong;
  return [{ type: "DateNoted.v1", data: { notedDate: context.newId("noted-date"), kind, from, to } }];
}
