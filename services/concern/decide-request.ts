// The rules of a share that the council itself requests: somebody who may speak for the council requests it, and an adviser makes or declines it
// (docs/decisions/0041-the-council-starts-a-share.md).
import { bodyMayReceive, findBody } from "../../reference/bodies.ts";
import { isHead } from "../../reference/concern-terms.ts";
import { plain } from "../confidential.ts";
import { refuseUnlessInForce } from "../council/in-force.ts";
import { speakerIn } from "../people/speaker.ts";
import { isRefusal, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import type { ConcernCommand, ConcernInput } from "./commands.ts";
import { limitFaults, recordedLimit, refuseToShare } from "./decide-share.ts";
import { type ConcernDecision, type ConcernDecisionContext, MAX_PER_CONCERN } from "./decision.ts";
import { isAgainstByHead, isRequestOpposed } from "./latest-position.ts";
import { currentConclusion } from "./life.ts";
import { isOutsideRemit } from "./remit.ts";
import { type ShareRequest, statusOfRequest } from "./requests.ts";
import { withOuterParts } from "./shares.ts";
import type { ConcernState } from "./state.ts";

type RequestCommandName = "requestShare" | "withdrawShareRequest" | "makeRequestedShare" | "declineShareRequest";
type RequestCommand = Extract<ConcernCommand, { name: RequestCommandName }>;

export function decideRequest(state: ConcernState, command: RequestCommand, context: ConcernDecisionContext): ConcernDecision {
  if (command.name === "requestShare") return requestShare(state, command.input, context);
  const request = state.requests.find(({ id }) => id === command.input.request);
  if (!request) return refuse("UNKNOWN_REQUEST", "request");
  const status = statusOfRequest(request);
  if (command.name === "makeRequestedShare" && status === "made") return [];
  if (status !== "waiting") return refuse("REQUEST_ANSWERED", "request");
  switch (command.name) {
    case "withdrawShareRequest": {
      const speaker = speakerIn(context.offices, command.input.office);
      if (isRefusal(speaker)) return speaker;
      // Only a head withdraws a head's request, as with agreements in advance.
      if (request.office !== undefined && isHead(request.office) && !isHead(speaker.office))
        return refuse("HEAD_HAS_SPOKEN", "request");
      return [{ type: "ShareRequestWithdrawn.v1", data: { request: request.id, ...speaker } }];
    }
    case "declineShareRequest": {
      if (context.actor === request.requested.actor) return refuse("REQUEST_BY_YOU", "request");
      const { reason } = command.input;
      return [{ type: "ShareRequestDeclined.v1", data: { request: request.id, text: plain({ reason }) } }];
    }
    case "makeRequestedShare":
      return makeRequestedShare(state, request, context);
  }
}

function requestShare(
  state: ConcernState,
  input: ConcernInput["requestShare"],
  context: ConcernDecisionContext,
): ConcernDecision {
  if (state.requests.length >= MAX_PER_CONCERN) return refuse("TOO_MANY", "body");
  if (currentConclusion(state)?.kind === "satisfactory-explanation") return refuse("NO_FURTHER_ACTION");
  const ended = refuseUnlessInForce(context.council(state.council, context.today), "concern");
  if (ended) return ended;
  const speaker = speakerIn(context.offices, input.office);
  if (isRefusal(speaker)) return speaker;
  const { body: name, purpose, until, explanation } = input;
  const parts = [...withOuterParts(input.parts)];
  const body = findBody(name);
  const wrong = refuseAll([
    refuseIf(!body, "UNKNOWN_BODY", "body"),
    refuseIf(body !== undefined && !bodyMayReceive(body, state), "BODY_OUT_OF_SCOPE", "body"),
    refuseIf(purpose === "escalate-support", "ESCALATION_NOT_IN_ADVANCE", "purpose"),
    until <= context.today ? refuseSaying("INVALID_INPUT", "until", "Enter a date in the future.") : undefined,
    ...limitFaults(input, context),
  ]);
  if (wrong) return wrong;
  // The refusal would reveal positions on concerns that the person cannot read. Those are checked when an adviser makes the share.
  const positions = context.positions.filter(({ concern }) => concern === state.id || context.readsSharingRecord(concern));
  const { agreements, actor } = context;
  const isLeftToHeads =
    !isHead(speaker.office) && isAgainstByHead(state, { body: name, purpose, parts }, actor, { agreements, positions });
  if (isLeftToHeads) return refuse("HEAD_HAS_SPOKEN", "body");
  const request = context.newId("request");
  return [
    {
      type: "ShareRequested.v1",
      data: { request, body: name, parts, purpose, until, ...recordedLimit(input), ...speaker, text: plain({ explanation }) },
    },
  ];
}

/** Needs neither an awareness record that names the body nor an answer, as the council itself has named the body and agreed. */
function makeRequestedShare(state: ConcernState, request: ShareRequest, context: ConcernDecisionContext): ConcernDecision {
  const { today, actor } = context;
  const { id, body, parts, purpose, until, limitedTo, text } = request;
  if (actor === request.requested.actor) return refuse("REQUEST_BY_YOU", "request");
  if (state.shares.length >= MAX_PER_CONCERN) return refuse("TOO_MANY", "request");
  const notReady = refuseToShare(state, body, context, { isRequested: true });
  if (notReady) return { ...notReady, ...(notReady.field === "body" && { field: "request" }) };
  if (until < today) return refuse("SHARE_EXPIRED", "request");
  // Ending a concern ends its shares, and reopening it restores none.
  const isReopened = state.conclusions.some(({ reopened }) => reopened && reopened.version > request.requested.version);
  if (isReopened) return refuse("REQUEST_LAPSED", "request");
  if (isRequestOpposed(state, request, actor, context)) return refuse("REQUEST_OPPOSED", "request");
  const share = context.newId("share");
  const proposal = { share, body, parts, purpose, until, answerBy: today, silence: "is-objection", request: id, text } as const;
  // By its request the council also agrees to a body whose remit is another strand.
  const beyondRemit = isOutsideRemit(state, request);
  return [
    {
      type: "ShareProposed.v2",
      data: { ...proposal, parts: [...parts], ...(limitedTo && { limitedTo }), ...(beyondRemit && { beyondRemit }) },
    },
    { type: "ShareMade.v2", data: { share, basis: "request" } },
  ];
}
