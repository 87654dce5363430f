// A council may agree in advance for a body, a purpose, parts and a strand, and take that back at any time (domain.md, step 4).

import { z } from "zod";
import { bodyMayReceive, findBody } from "../../reference/bodies.ts";
import { SHARED_PARTS } from "../../reference/concern-parts.ts";
import { PURPOSES } from "../../reference/purposes.ts";
import { STRANDS } from "../../reference/strands.ts";
import { withOuterParts } from "../concern/shares.ts";
import { plain } from "../confidential.ts";
import { type CommandDeclaration, type CommandDeclarations, type CommandOf, id, narrative } from "../input.ts";
import { withinBounds } from "../pipeline/record-bounds.ts";
import { type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import { conversationCommands, decideConversation } from "./decide-conversation.ts";
import type { CouncilDecisionContext } from "./decision-context.ts";
import type { CouncilEvent } from "./events.ts";
import { refuseUnlessInForce } from "./in-force.ts";
import { agreementsInForce, type CouncilState } from "./state.ts";

export const councilCommands = {
  ...conversationCommands,
  giveStandingAgreement: {
    creates: "agreement",
    input: z.strictObject({
      council: id,
      body: id,
      purpose: z.enum(PURPOSES),
      parts: z.array(z.enum(SHARED_PARTS)).min(1),
      strand: z.enum(STRANDS),
      statement: narrative.optional(),
    }),
  },
  takeBackStandingAgreement: {
    creates: "nothing",
    whenFull: "always",
    input: z.strictObject({ council: id, agreement: id, statement: narrative.optional() }),
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
  if (command.name !== "giveStandingAgreement" && command.name !== "takeBackStandingAgreement")
    return decideConversation(state, command, context);
  const text = command.input.statement === undefined ? {} : { text: plain({ statement: command.input.statement }) };
  if (command.name === "takeBackStandingAgreement") {
    const { agreement } = command.input;
    const given = state.agreements.find((a) => a.agreement === agreement);
    if (!given) return refuse("UNKNOWN_AGREEMENT", "agreement");
    return given.takenBack ? [] : [{ type: "StandingAgreementTakenBack.v1", data: { agreement, ...text } }];
  }

  const { body, purpose, strand } = command.input;
  const receiver = findBody(body);
  const wrong = refuseAll([
    refuseUnlessInForce(context.council),
    refuseIf(!receiver, "UNKNOWN_BODY", "body"),
    // Whether a body may receive in the region can be decided only once the council, and so its region, is known.
    receiver && context.council.kind === "in-force"
      ? refuseIf(!bodyMayReceive(receiver, { region: context.council.council.region, strand }), "BODY_OUT_OF_SCOPE", "body")
      : undefined,
    refuseIf(purpose === "escalate-support", "ESCALATION_NOT_IN_ADVANCE", "purpose"),
  ]);
  if (wrong) return wrong;
  const parts = [...withOuterParts(command.input.parts)];
  const same = agreementsInForce(state).filter(
    (given) => given.body === body && given.purpose === purpose && given.strand === strand,
  );
  // A narrower agreement takes the wider ones back, and what rested on them no longer does. A wider one leaves the narrower standing.
  const wider = same.filter((given) => given.parts.length > parts.length);
  const stands = same.some((given) => given.parts.length === parts.length);
  return [
    ...wider.map(({ agreement }): CouncilEvent => ({ type: "StandingAgreementTakenBack.v1", data: { agreement, ...text } })),
    ...(stands ? [] : [given(context.newId("agreement"))]),
  ];

  function given(agreement: string): CouncilEvent {
    return { type: "StandingAgreementGiven.v1", data: { agreement, body, purpose, parts, strand, ...text } };
  }
}
