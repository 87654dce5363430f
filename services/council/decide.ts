// The rules of standing agreements: a council can agree in advance for a body, a purpose, parts and a strand, and withdraw that at any time (domain.md, step 4).
import { z } from "zod";
import { bodyMayReceive, findBody } from "../../reference/bodies.ts";
import { SHARED_PARTS } from "../../reference/concern-parts.ts";
import { isHead } from "../../reference/concern-terms.ts";
import { PURPOSES } from "../../reference/purposes.ts";
import { STRANDS } from "../../reference/strands.ts";
import { withOuterParts } from "../concern/shares.ts";
import { plain } from "../confidential.ts";
import { type CommandDeclaration, type CommandDeclarations, type CommandOf, type InputOf, id, narrative } from "../input.ts";
import { speakerIn } from "../people/speaker.ts";
import { inOffice, type Speaker } from "../people/spoken-in.ts";
import { withinBounds } from "../pipeline/record-bounds.ts";
import { isRefusal, type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import { clashCommands, settleClash } from "./decide-clash.ts";
import { conversationCommands, decideConversation } from "./decide-conversation.ts";
import type { CouncilDecisionContext } from "./decision-context.ts";
import type { CouncilEvent } from "./events.ts";
import { refuseUnlessInForce, refuseUnlessResponsible } from "./in-force.ts";
import { decideNotedDate, notedDateCommands } from "./noted-dates.ts";
import { decideRoutineContact, routineContactCommands } from "./routine-contacts.ts";
import { agreementsInForce, type CouncilState, type StandingAgreement } from "./state.ts";

export const councilCommands = {
  ...conversationCommands,
  ...routineContactCommands,
  ...clashCommands,
  ...notedDateCommands,
  giveStandingAgreement: {
    creates: "agreement",
    input: z.strictObject({
      council: id,
      body: id,
      purpose: z.enum(PURPOSES),
      parts: z.array(z.enum(SHARED_PARTS)).min(1).max(SHARED_PARTS.length),
      strand: z.enum(STRANDS),
      ...inOffice,
      statement: narrative.optional(),
    }),
  },
  takeBackStandingAgreement: {
    creates: "nothing",
    whenFull: "always",
    input: z.strictObject({ council: id, agreement: id, ...inOffice, statement: narrative.optional() }),
  },
} as const satisfies CommandDeclarations;

export type CouncilCommandName = keyof typeof councilCommands;
export type CouncilCommand = CommandOf<typeof councilCommands>;

export function decideCouncil(
  state: CouncilState,
  command: CouncilCommand,
  context: CouncilDecisionContext,
): readonly CouncilEvent[] | Refusal {
  const { whenFull }: CommandDeclaration = councilCommands[command.name];
  const counts = { ...state, version: state.events };
  return withinBounds("council", counts, context, whenFull, decideByRules(state, command, context));
}

function decideByRules(
  state: CouncilState,
  command: CouncilCommand,
  context: CouncilDecisionContext,
): readonly CouncilEvent[] | Refusal {
  switch (command.name) {
    case "giveStandingAgreement":
      return giveAgreement(state, command.input, context);
    case "takeBackStandingAgreement": {
      const { agreement: id, statement, office } = command.input;
      const agreement = state.agreements.find((a) => a.agreement === id);
      if (!agreement) return refuse("UNKNOWN_AGREEMENT", "agreement");
      const speaker = speakerIn(context.officesFor(agreement.strand), office);
      if (isRefusal(speaker)) return speaker;
      if (isLeftToHeads(agreement, speaker)) return refuse("HEAD_HAS_SPOKEN", "agreement");
      return agreement.takenBack ? [] : [takenBack(id, speaker, statement)];
    }
    case "recordContact":
    case "correctContact":
    case "withdrawContact":
      return decideRoutineContact(state, command, context);
    case "noteDate":
    case "cancelNotedDate":
      return decideNotedDate(state, command, context);
    case "settleClash":
      return settleClash(state, command.input, context);
    default:
      return decideConversation(state, command, context);
  }
}

const textOf = (statement: string | undefined) => (statement === undefined ? {} : { text: plain({ statement }) });
const takenBack = (agreement: string, speaker: Speaker, statement: string | undefined): CouncilEvent => ({
  type: "StandingAgreementTakenBack.v2",
  data: { agreement, ...speaker, ...textOf(statement) },
});
/** What a head has agreed to, a head takes back. */
const isLeftToHeads = (agreement: StandingAgreement, { office }: Speaker): boolean =>
  agreement.office !== undefined && isHead(agreement.office) && !isHead(office);

function giveAgreement(
  state: CouncilState,
  input: InputOf<typeof councilCommands>["giveStandingAgreement"],
  context: CouncilDecisionContext,
): readonly CouncilEvent[] | Refusal {
  const { body, purpose, strand, statement } = input;
  const receiver = findBody(body);
  const wrong = refuseAll([
    refuseUnlessInForce(context.council),
    refuseUnlessResponsible(context.council, strand),
    refuseIf(!receiver, "UNKNOWN_BODY", "body"),
    // An unknown council has no region to check the body against.
    receiver && context.council.kind === "in-force"
      ? refuseIf(!bodyMayReceive(receiver, { region: context.council.council.region, strand }), "BODY_OUT_OF_SCOPE", "body")
      : undefined,
    refuseIf(purpose === "escalate-support", "ESCALATION_NOT_IN_ADVANCE", "purpose"),
  ]);
  if (wrong) return wrong;
  const speaker = speakerIn(context.officesFor(strand), input.office);
  if (isRefusal(speaker)) return speaker;
  const parts = [...withOuterParts(input.parts)];
  const current = agreementsInForce(state).filter((a) => a.body === body && a.purpose === purpose && a.strand === strand);
  // A narrower agreement withdraws wider ones, with their effect on shares. A wider one leaves narrower ones in force.
  const wider = current.filter((agreement) => agreement.parts.length > parts.length);
  const isGiven = current.some((agreement) => agreement.parts.length === parts.length);
  if (wider.some((agreement) => isLeftToHeads(agreement, speaker))) return refuse("HEAD_HAS_SPOKEN", "parts");
  const data = { agreement: context.newId("agreement"), body, purpose, parts, strand, ...speaker, ...textOf(statement) };
  return [
    ...wider.map(({ agreement }) => takenBack(agreement, speaker, statement)),
    ...(isGiven ? [] : [{ type: "StandingAgreementGiven.v2", data } as const]),
  ];
}
