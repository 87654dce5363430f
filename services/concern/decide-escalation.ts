// The rules of escalation and reassurance (domain.md, "How a concern lives", step 6, and "Departments both ways"). An escalation is a
// share like any other, so awareness comes first and the council states a position; beyond that it needs grounds and a second person.
import { findBody, isGovernment } from "../../reference/bodies.ts";
import { plain } from "../confidential.ts";
import { isRefusal, type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import type { ConcernCommand, ConcernInput } from "./commands.ts";
import { propose, refuseWithoutEvidence } from "./decide-share.ts";
import { type ConcernDecision, type ConcernDecisionContext, MAX_PER_CONCERN } from "./decision.ts";
import type { ConcernEvent } from "./events.ts";
import { dangerConfirmed } from "./fair-time.ts";
import { asOfDate } from "./latest-position.ts";
import { audienceOf, isLive, openEscalations, termsOf } from "./shares.ts";
import type { ConcernState, Share } from "./state.ts";

type EscalationCommandName =
  | "sayNotPersuaded"
  | "raiseEscalation"
  | "confirmEscalation"
  | "standDownEscalation"
  | "giveReassurance";
type EscalationCommand = Extract<ConcernCommand, { name: EscalationCommandName }>;

export function decideEscalation(
  state: ConcernState,
  command: EscalationCommand,
  context: ConcernDecisionContext,
): ConcernDecision {
  switch (command.name) {
    case "sayNotPersuaded":
      return sayNotPersuaded(state, command.input, context);
    case "raiseEscalation":
      return raise(state, command.input, context);
    case "giveReassurance": {
      const share = state.shares.find(({ id }) => id === command.input.share);
      if (!share) return refuse("UNKNOWN_SHARE", "share");
      if (!isGovernment(share.body)) return refuse("NOT_GOVERNMENT", "share");
      if (!isLiveNow(state, share, context)) return refuse("SHARE_NOT_LIVE", "share");
      if (!termsOf(share).parts.includes("summary")) return refuse("PART_NOT_SHARED", "share");
      const withoutEvidence = refuseWithoutEvidence(state);
      if (withoutEvidence) return withoutEvidence;
      if (state.reassurances.length >= MAX_PER_CONCERN) return refuse("TOO_MANY", "reassurance");
      const text = plain({ reassurance: command.input.reassurance });
      return [
        {
          type: "ReassuranceGiven.v2",
          data: { awaitsTelling: true, reassurance: context.newId("reassurance"), share: share.id, text },
        },
      ];
    }
    case "confirmEscalation":
    case "standDownEscalation":
      return confirmOrStandDown(state, command, context);
  }
}

const isLiveNow = (state: ConcernState, share: Share, context: ConcernDecisionContext): boolean =>
  isLive(share, asOfDate(context, state, context));

/** A body comments on what it can read: the summary, by a live share. */
function sayNotPersuaded(
  state: ConcernState,
  input: ConcernInput["sayNotPersuaded"],
  context: ConcernDecisionContext,
): ConcernDecision {
  const { body, reason } = input;
  if (state.notPersuaded.length >= MAX_PER_CONCERN) return refuse("TOO_MANY", "reason");
  const canRead = state.shares.some(
    (share) =>
      share.body === body &&
      audienceOf(share).some((one) => context.bodies.includes(one)) &&
      isLiveNow(state, share, context) &&
      termsOf(share).parts.includes("summary"),
  );
  if (!context.bodies.includes(body) || !isGovernment(body) || !canRead) return refuse("NOT_YOUR_BODY", "body");
  const grounds = [...new Set(input.grounds)];
  return [
    { type: "BodyNotPersuaded.v1", data: { statement: context.newId("not-persuaded"), body, grounds, text: plain({ reason }) } },
  ];
}

function raise(state: ConcernState, input: ConcernInput["raiseEscalation"], context: ConcernDecisionContext): ConcernDecision {
  const { grounds, reason, ...offer } = input;
  const open = openEscalations(state, context.today).some(({ share }) =>
    state.shares.some((s) => s.id === share && s.body === input.body),
  );
  const proposed = propose(state, { ...offer, purpose: "escalate-support" }, context);
  const isOther = findBody(input.body) !== undefined && !isGovernment(input.body);
  const wrong = refuseAll([
    refuseIf(isOther, "NOT_GOVERNMENT", "body"),
    refuseIf(open, "ESCALATION_OPEN", "body"),
    isRefusal(proposed) ? proposed : undefined,
  ]);
  if (wrong || isRefusal(proposed)) return wrong ?? proposed;
  const raised: ConcernEvent = {
    type: "EscalationRaised.v1",
    data: {
      escalation: context.newId("escalation"),
      // The id of the share in `proposed`.
      share: context.newId("share"),
      grounds: [...new Set(grounds)],
      text: plain({ reason }),
    },
  };
  return [...proposed, raised];
}

/** A second person confirms an escalation. Anyone who may escalate can stand it down, which ends its share. */
function confirmOrStandDown(
  state: ConcernState,
  { name, input }: Extract<EscalationCommand, { name: "confirmEscalation" | "standDownEscalation" }>,
  context: ConcernDecisionContext,
): readonly ConcernEvent[] | Refusal {
  const { escalation: id, reason } = input;
  const escalation = state.escalations.find((e) => e.id === id);
  if (!escalation) return refuse("UNKNOWN_ESCALATION", "escalation");
  if (escalation.stoodDown) return name === "standDownEscalation" ? [] : refuse("ESCALATION_ENDED", "escalation");
  const text = plain({ reason });
  if (name === "confirmEscalation") {
    if (context.actor === escalation.raised.actor) return refuse("ESCALATION_BY_RAISER");
    if (!openEscalations(state, context.today).includes(escalation)) return refuse("ESCALATION_ENDED", "escalation");
    if (escalation.confirmed) return refuse("ESCALATION_CONFIRMED", "escalation");
    const urgent = escalation.grounds.includes("imminent-danger")
      ? state.shares.find((share) => share.id === escalation.share)
      : undefined;
    return [
      { type: "EscalationConfirmed.v1", data: { escalation: id, text } },
      ...(urgent ? dangerConfirmed(urgent, context, text) : []),
    ];
  }
  const share = state.shares.find((s) => s.id === escalation.share && !s.ended);
  return [
    ...(share ? [{ type: "ShareWithdrawn.v1", data: { share: share.id, text } } as const] : []),
    { type: "EscalationStoodDown.v1", data: { escalation: id, text } },
  ];
}
