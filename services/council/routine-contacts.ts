// Contacts with a council that belong to no concern: routine talks of its advisers with its people, with what was agreed and the next step.
import { z } from "zod";
import { CHANNELS, COUNCIL_OFFICES } from "../../reference/concern-terms.ts";
import { STRANDS } from "../../reference/strands.ts";
import { plain } from "../confidential.ts";
import { type CommandDeclarations, type CommandOf, day, id, narrative, shortText } from "../input.ts";
import { type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import type { CouncilDecisionContext } from "./decision-context.ts";
import type { CouncilEvent } from "./events.ts";
import { refuseUnlessInForce, refuseUnlessResponsible } from "./in-force.ts";
import type { CouncilState, RoutineContact } from "./state.ts";

const said = {
  people: shortText,
  topic: narrative,
  agreed: narrative.optional(),
  nextStep: narrative.optional(),
  nextStepBy: day.optional(),
  /** The adviser confirms that the words say nothing of a concern that the council was not told of. */
  saysNothingUntold: z.boolean(),
};

export const routineContactCommands = {
  recordContact: {
    creates: "contact",
    input: z.strictObject({
      council: id,
      strand: z.enum(STRANDS),
      heldOn: day,
      channel: z.enum(CHANNELS),
      offices: z.array(z.enum(COUNCIL_OFFICES)).min(1).max(COUNCIL_OFFICES.length),
      ...said,
    }),
  },
  /** Replaces the words and the next step. The former ones stay readable as former words. */
  correctContact: { creates: "nothing", input: z.strictObject({ council: id, contact: id, ...said, reason: shortText }) },
  withdrawContact: {
    creates: "nothing",
    whenFull: "always",
    input: z.strictObject({ council: id, contact: id, reason: shortText }),
  },
} as const satisfies CommandDeclarations;

type RoutineContactCommand = CommandOf<typeof routineContactCommands>;
type Said = Extract<RoutineContactCommand, { name: "correctContact" }>["input"];

/** Contacts of one council. */
const MAX_ROUTINE_CONTACTS = 2_000;

export function decideRoutineContact(
  state: CouncilState,
  command: RoutineContactCommand,
  context: CouncilDecisionContext,
): readonly CouncilEvent[] | Refusal {
  if (command.name === "recordContact") {
    const { strand, heldOn, channel, offices, nextStepBy } = command.input;
    const { council } = context;
    const wrong = refuseAll([
      refuseUnlessInForce(council),
      refuseUnlessResponsible(council, strand),
      refuseIf(heldOn > context.today, "FUTURE_DATE", "heldOn"),
      ...faultsOf(command.input),
      refuseIf(state.routineContacts.length >= MAX_ROUTINE_CONTACTS, "TOO_MANY", "council"),
    ]);
    if (wrong || council.kind !== "in-force") return wrong ?? refuse("COUNCIL_NOT_IN_FORCE", "council");
    const { region } = council.council;
    const data = { contact: context.newId("contact"), region, strand, heldOn, channel, offices: [...new Set(offices)] };
    const text = plain(textOf(command.input));
    return [{ type: "RoutineContactRecorded.v1", data: { ...data, ...(nextStepBy && { nextStepBy }), text } }];
  }
  const { contact, reason } = command.input;
  const recorded = state.routineContacts.find((one) => one.contact === contact);
  if (!recorded) return refuse("UNKNOWN_ROUTINE_CONTACT", "contact");
  if (command.name === "withdrawContact")
    return recorded.withdrawn ? [] : [{ type: "RoutineContactWithdrawn.v1", data: { contact, text: plain({ reason }) } }];
  const wrong = refuseAll([refuseIf(isWithdrawn(recorded), "ROUTINE_CONTACT_WITHDRAWN", "contact"), ...faultsOf(command.input)]);
  if (wrong) return wrong;
  const { nextStepBy } = command.input;
  const text = plain({ ...textOf(command.input), reason });
  return [{ type: "RoutineContactCorrected.v1", data: { contact, ...(nextStepBy && { nextStepBy }), text } }];
}

const isWithdrawn = ({ withdrawn }: RoutineContact): boolean => withdrawn !== undefined;

const faultsOf = (input: Omit<Said, "council" | "contact" | "reason">): readonly (Refusal | undefined)[] => [
  refuseIf(!input.saysNothingUntold, "CONTACT_NOT_CONFIRMED", "saysNothingUntold"),
  ...(["people", "topic", "agreed", "nextStep"] as const).map((field) =>
    refuseIf(NAMES_A_RECORD.test(input[field] ?? ""), "CONTACT_NAMES_RECORD", field),
  ),
  refuseIf(input.nextStepBy !== undefined && input.nextStep === undefined, "NEXT_STEP_MISSING", "nextStep"),
];

/** A concern, or another record, is named by its id. */
const NAMES_A_RECORD = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

const textOf = ({ people, topic, agreed, nextStep }: Pick<Said, "people" | "topic" | "agreed" | "nextStep">) => ({
  ...{ people, topic },
  ...(agreed !== undefined && { agreed }),
  ...(nextStep !== undefined && { nextStep }),
});
