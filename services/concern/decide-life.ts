// The rules of conversations and conclusions (domain.md, "How a concern lives", steps 2, 5 and 7).

import { bodyMayReceive, findBody } from "../../reference/bodies.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { refuseUnlessInForce } from "../council/in-force.ts";
import { londonDate, workingDaysAfter } from "../dates.ts";
import { type Refusal, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import type { ConcernCommand, ConcernInput } from "./commands.ts";
import { type ConcernDecision, type ConcernDecisionContext, MAX_PER_CONCERN } from "./decision.ts";
import type { ConcernEvent } from "./events.ts";
import { currentConclusion } from "./life.ts";
import { termsOf } from "./shares.ts";
import type { ConcernState } from "./state.ts";

type LifeCommandName = "recordConversation" | "concludeConcern" | "reopenConcern" | "closeConcern" | "recordReviewDue";
type LifeCommand = Extract<ConcernCommand, { name: LifeCommandName }>;

export function decideLife(state: ConcernState, command: LifeCommand, context: ConcernDecisionContext): ConcernDecision {
  switch (command.name) {
    case "recordConversation":
      return recordConversation(state, command.input, context);
    case "concludeConcern":
      return conclude(state, command.input, context);
    case "reopenConcern":
      if (!state.closed && !currentConclusion(state)) return refuse("NOT_CONCLUDED");
      return [{ type: "ConcernReopened.v2", data: { awaitsTelling: true, text: plain({ reason: command.input.reason }) } }];
    case "closeConcern":
      return close(state, command.input.reason, context);
    case "recordReviewDue": {
      const conclusion = state.conclusions.find(({ id }) => id === command.input.conclusion);
      if (!conclusion?.reviewOn) return refuse("NOT_CONCLUDED", "conclusion");
      if (conclusion.fellDue || currentConclusion(state)?.id !== conclusion.id) return [];
      if (context.today < conclusion.reviewOn) return refuse("NOT_DUE", "conclusion");
      return [{ type: "ReviewFellDue.v1", data: { conclusion: conclusion.id } }];
    }
  }
}

/** The maximum number of conclusions of one concern, including those that were reopened. */
const MAX_CONCLUSIONS = 30;

/**
 * Liaison informs a body of the concern, so the council must first be aware of the concern and of that body (principle 1), with which it may also have
 * requested a share itself.
 */
function recordConversation(
  state: ConcernState,
  input: ConcernInput["recordConversation"],
  context: ConcernDecisionContext,
): ConcernDecision {
  if (state.conversations.length >= MAX_PER_CONCERN) return refuse("TOO_MANY", "discussed");
  const status = context.council(state.council, input.heldOn);
  const wrong = refuseAll([
    refuseIf(input.heldOn > context.today, "FUTURE_DATE", "heldOn"),
    refuseUnlessInForce(status, "heldOn"),
    ...wrongLiaison(state, input),
    refuseIf(input.nextStepBy !== undefined && !input.nextStep, "NEXT_STEP_MISSING", "nextStep"),
    input.nextStepBy !== undefined && input.nextStepBy < input.heldOn
      ? refuseSaying("PERIOD_REVERSED", "nextStepBy", "The date for the next step must be the same as or after the conversation.")
      : undefined,
  ]);
  if (wrong) return wrong;
  const { heldOn, channel, offices, liaison, people, discussed, agreed, nextStep, nextStepBy } = input;
  const text = plain({ people, discussed, agreed, ...(nextStep !== undefined && { nextStep }) });
  return [
    {
      type: "ConversationRecorded.v1",
      data: {
        conversation: context.newId("conversation"),
        heldOn,
        channel,
        offices: [...new Set(offices)],
        liaison: [...new Set(liaison)],
        ...(nextStepBy && { nextStepBy }),
        text,
      },
    },
  ];
}

function wrongLiaison(
  state: ConcernState,
  { liaison, heldOn }: ConcernInput["recordConversation"],
): readonly (Refusal | undefined)[] {
  const told = state.awareness.filter(({ toldOn }) => toldOn <= heldOn);
  return liaison.map((name, index) => {
    const found = findBody(name);
    if (!found) return refuse("UNKNOWN_BODY", `liaison.${index}`);
    if (!bodyMayReceive(found, state)) return refuse("BODY_OUT_OF_SCOPE", `liaison.${index}`);
    if (told.length === 0) return refuse("COUNCIL_NOT_AWARE", `liaison.${index}`);
    const isRequested = state.shares.some(
      ({ body, request, made }) => body === name && request !== undefined && made && londonDate(new Date(made.at)) <= heldOn,
    );
    return refuseIf(!isRequested && !told.some(({ bodies }) => bodies.includes(name)), "BODY_NOT_COVERED", `liaison.${index}`);
  });
}

/** A concern is concluded only once the council is aware. It has one conclusion at a time; only a review can be replaced. */
function conclude(state: ConcernState, input: ConcernInput["concludeConcern"], context: ConcernDecisionContext): ConcernDecision {
  if (state.awareness.length === 0) return refuse("COUNCIL_NOT_AWARE");
  const current = currentConclusion(state);
  if (current && current.kind !== "under-review") return refuse("ALREADY_CONCLUDED");
  if (state.conclusions.length >= MAX_CONCLUSIONS) return refuse("TOO_MANY", "kind");
  const conclusion = context.newId("conclusion");
  switch (input.kind) {
    case "satisfactory-explanation": {
      const { explanation, appearance } = input;
      return [
        { type: "ExplanationAccepted.v2", data: { awaitsTelling: true, conclusion, text: plain({ explanation, appearance }) } },
      ];
    }
    case "under-review": {
      const { reviewOn, acting } = input;
      if (reviewOn <= context.today) return refuse("REVIEW_TOO_EARLY", "reviewOn");
      if (current?.reviewOn && context.today < current.reviewOn)
        return refuse(
          "REVIEW_DATES_OVERLAP",
          "reviewOn",
          `This concern is under review until ${dateInWords(current.reviewOn)}. Conclude it in another way, or wait for that day.`,
        );
      return [{ type: "ReviewAgreed.v2", data: { awaitsTelling: true, conclusion, reviewOn, text: plain({ acting }) } }];
    }
    case "light-support": {
      const { causalFactors, solutions } = input;
      const supports = [...new Set(input.supports)];
      const wrong = refuseAll(
        supports.map((id, index) => {
          const support = context.support(id);
          if (support?.council !== state.council) return refuse("UNKNOWN_SUPPORT", `supports.${index}`);
          if (support.strand !== state.strand) return refuse("SUPPORT_OF_ANOTHER_STRAND", `supports.${index}`);
          if (support.kind === "package") return refuse("PACKAGE_IS_NOT_LIGHT", `supports.${index}`);
          if (support.answer?.kind === "declined") return refuse("SUPPORT_NOT_AGREED", `supports.${index}`);
          return refuseIf(support.ended?.how === "offer-withdrawn", "SUPPORT_ENDED", `supports.${index}`);
        }),
      );
      if (wrong) return wrong;
      return [
        {
          type: "LightSupportArranged.v2",
          data: { awaitsTelling: true, conclusion, supports, text: plain({ causalFactors, solutions }) },
        },
      ];
    }
    case "support-package": {
      const support = context.support(input.package);
      if (support?.council !== state.council) return refuse("UNKNOWN_SUPPORT", "package");
      if (support.strand !== state.strand) return refuse("SUPPORT_OF_ANOTHER_STRAND", "package");
      if (support.kind !== "package") return refuse("NOT_A_PACKAGE", "package");
      if (support.answer?.kind !== "agreed") return refuse("PACKAGE_NOT_AGREED", "package");
      if (support.ended) return refuse("SUPPORT_ENDED", "package");
      const text = plain({ causalFactors: input.causalFactors, solutions: input.solutions });
      return [{ type: "SupportPackageArranged.v2", data: { awaitsTelling: true, conclusion, package: input.package, text } }];
    }
    case "not-accepted": {
      const { choice, whyViewsDiffer } = input;
      return [
        { type: "ConcernNotAccepted.v2", data: { awaitsTelling: true, conclusion, choice, text: plain({ whyViewsDiffer }) } },
      ];
    }
  }
}

/** The panel has 20 working days to review an answer, which closing does not shorten. */
const reviewableUntil = (answeredAt: string): string => workingDaysAfter(londonDate(new Date(answeredAt)), 20);

/** Closing ends every share. */
function close(state: ConcernState, reason: string, context: ConcernDecisionContext): ConcernDecision {
  if (state.closed) return [];
  const current = currentConclusion(state);
  if (!current) return refuse("NOT_CONCLUDED");
  if (current.reviewOn && context.today < current.reviewOn)
    return refuse("REVIEW_NOT_OVER", undefined, `It is due on ${dateInWords(current.reviewOn)}.`);
  if (state.corrections.some(({ resolved }) => !resolved)) return refuse("CORRECTION_OPEN");
  if (state.challenges.some(({ answered }) => !answered)) return refuse("CHALLENGE_OPEN");
  if (state.challenges.some(({ answered, reviewed }) => answered && !reviewed && context.today <= reviewableUntil(answered.at)))
    return refuse("REVIEW_AWAITED");
  const ended = state.shares
    .filter((share) => !share.ended)
    .map((share): ConcernEvent => {
      if (share.made && context.today > termsOf(share).until) return { type: "ShareExpired.v1", data: { share: share.id } };
      return { type: "ShareWithdrawn.v1", data: { share: share.id, text: plain({ reason: "The concern was closed." }) } };
    });
  return [...ended, { type: "ConcernClosed.v2", data: { awaitsTelling: true, text: plain({ reason }) } }];
}
