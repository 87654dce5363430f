// The rules of sharing (domain.md, "How a concern lives", step 4): awareness first, the council's position, conditions that bind, override by a
// second person, and ends of one share alone.
import { bodyMayReceive, findBody } from "../../reference/bodies.ts";
import { isHead, type ShareBasis } from "../../reference/concern-terms.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { refuseUnlessInForce } from "../council/in-force.ts";
import { speakerIn } from "../people/speaker.ts";
import type { Speaker } from "../people/spoken-in.ts";
import { isRefusal, type Refusal, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import { isCovered } from "./awareness.ts";
import type { ConcernCommand, ConcernInput } from "./commands.ts";
import { acceptConditions } from "./conditions.ts";
import { hasHeadSpoken, holderOf } from "./council-position.ts";
import { type ConcernDecision, type ConcernDecisionContext, MAX_PER_CONCERN } from "./decision.ts";
import type { ConcernEvent } from "./events.ts";
import { earliestAnswer, earliestInDanger, needsYes } from "./fair-time.ts";
import { agreementFor, asOfDate, isObjectedToByHead, isOpposed } from "./latest-position.ts";
import { currentConclusion } from "./life.ts";
import { isOutsideRemit, refuseOutsideRemit, refuseWithoutYes } from "./remit.ts";
import { type AsOf, answerOf, firstDayAfterNotice, statusOf, termsOf, withOuterParts } from "./shares.ts";
import { type ConcernState, isEvidenced, isProtectedAlone, type Share } from "./state.ts";
import { isOfAuthorOrTeller, isToldAfter, type Word, wordsOf } from "./words.ts";

type ShareCommandName =
  | "proposeShare"
  | "statePosition"
  | "overrideObjection"
  | "makeShare"
  | "acceptConditions"
  | "withdrawShare"
  | "expireShare";
type ShareCommand = Extract<ConcernCommand, { name: ShareCommandName }>;

export function decideShare(state: ConcernState, command: ShareCommand, context: ConcernDecisionContext): ConcernDecision {
  if (command.name === "proposeShare")
    return command.input.purpose === "escalate-support"
      ? refuse("ESCALATION_BY_SHARE", "purpose")
      : propose(state, command.input, context);
  const share = state.shares.find(({ id }) => id === command.input.share);
  if (!share) return refuse("UNKNOWN_SHARE", "share");
  const asOf = asOfDate(context, state, context);

  if (command.name === "expireShare") {
    if (share.ended) return share.ended.how === "expired" ? [] : refuse("SHARE_ENDED", "share");
    return context.today > termsOf(share).until
      ? [{ type: "ShareExpired.v1", data: { share: share.id } }]
      : refuse("SHARE_NOT_EXPIRED", "share");
  }
  if (share.ended) return refuse(share.ended.how === "expired" ? "SHARE_EXPIRED" : "SHARE_ENDED", "share");
  if (context.today > termsOf(share).until) return refuse("SHARE_EXPIRED", "share");
  switch (command.name) {
    case "withdrawShare":
      return [{ type: "ShareWithdrawn.v1", data: { share: share.id, text: plain({ reason: command.input.reason }) } }];
    case "statePosition":
      if (context.actor === share.proposed.actor) return refuse("POSITION_BY_PROPOSER");
      return statePosition(state, share, command.input, context);
    case "overrideObjection": {
      const notReady = refuseToShare(state, share.body, context);
      if (notReady) return notReady;
      if (context.actor === share.proposed.actor) return refuse("OVERRIDE_BY_PROPOSER");
      const status = statusOf(share, asOf);
      if (status === "not-reached") return refuse("COUNCIL_NOT_REACHED", "share");
      if (answerOf(share, asOf) !== "objects") return refuse("NO_OBJECTION", "share");
      const withoutYes = refuseWithoutYes(state, share, asOf);
      if (withoutYes) return withoutYes;
      const { reason, urgent } = command.input;
      const from = firstDayAfterNotice(context.today);
      return [
        {
          type: "ObjectionOverridden.v2",
          data: { share: share.id, from, ...(urgent && { danger: true as const }), text: plain({ reason }) },
        },
      ];
    }
    case "acceptConditions":
      return share.made ? acceptConditions(share, command.input.statement) : refuse("SHARE_NOT_LIVE", "share");
    case "makeShare":
      return make(state, share, asOf, context);
  }
}

/** Sharing is proposed only after awareness that names the body, and gives the council time to answer. */
export function propose(
  state: ConcernState,
  input: ConcernInput["proposeShare"],
  context: ConcernDecisionContext,
): ConcernDecision {
  if (state.shares.length >= MAX_PER_CONCERN) return refuse("TOO_MANY", "body");
  const { imminentDanger } = input;
  const parts = [...withOuterParts(input.parts)];
  const fair = earliestAnswer({ body: input.body, parts }, context.today);
  const earliest = imminentDanger === undefined ? fair : earliestInDanger(context.today);
  // Until a second person has confirmed the danger, the council has its days.
  const answerBy = input.answerBy < fair ? fair : input.answerBy;
  const notReady = refuseToShare(state, input.body, context);
  // What is wrong with the concern comes before what is wrong with the input.
  if (notReady && notReady.field !== "body") return notReady;
  const wrong = refuseAll([
    refuseOutsideRemit(state, input, "body", context),
    notReady,
    refuseIf(input.answerBy < earliest, "ANSWER_DATE_TOO_EARLY", "answerBy", `The earliest date is ${dateInWords(earliest)}.`),
    imminentDanger !== undefined && input.answerBy >= fair
      ? refuseSaying("INVALID_INPUT", "imminentDanger", "Leave out imminent danger: the council has enough time to answer.")
      : undefined,
    refuseIf(input.until <= answerBy, "SHARE_ENDS_TOO_EARLY", "until"),
    ...limitFaults(input, context),
  ]);
  if (wrong) return wrong;
  const { body, purpose, until, explanation } = input;
  const opposed = isOpposed(state, { body, purpose, parts }, context.actor, context);
  const beyondRemit = isOutsideRemit(state, input);
  const agreement = opposed ? undefined : agreementFor(state, { body, purpose, parts }, context.actor, context);
  const event: ConcernEvent = {
    type: "ShareProposed.v2",
    data: {
      share: context.newId("share"),
      body,
      parts,
      purpose,
      until,
      answerBy,
      silence: opposed || beyondRemit || needsYes({ body, parts }) ? "is-objection" : "may-go-ahead",
      ...(agreement && { standingAgreement: agreement.agreement, opensOn: firstDayAfterNotice(context.today) }),
      ...(beyondRemit && { beyondRemit }),
      ...recordedLimit(input),
      ...(imminentDanger !== undefined && {
        urgent: { answerBy: input.answerBy, text: plain({ danger: imminentDanger }) },
      }),
      text: plain({ explanation }),
    },
  };
  return [event];
}

type Limited = Pick<ConcernInput["proposeShare"], "body" | "limitedTo">;

/** The limit of a share to people and seats as its event records it: each person and seat once. */
export const recordedLimit = ({ limitedTo }: Pick<Limited, "limitedTo">) =>
  limitedTo && { limitedTo: { people: [...new Set(limitedTo.people)], seats: [...new Set(limitedTo.seats)] } };

/** Refuses people who do not act for the body, and seats of a body that has none. */
export function limitFaults(
  { body, limitedTo }: Limited,
  { isOfBody }: ConcernDecisionContext,
): readonly (Refusal | undefined)[] {
  const { people = [], seats = [] } = limitedTo ?? {};
  const hasSeats = findBody(body)?.kind === "cib";
  return [
    ...people.map((person, index) => refuseIf(!isOfBody(person, body), "NOT_OF_THIS_BODY", `limitedTo.people.${index}`)),
    ...seats.map((_, index) => refuseIf(!hasSeats, "NOT_OF_THIS_BODY", `limitedTo.seats.${index}`)),
  ];
}

/** The rules of every share, when it is proposed and again when it is made. */
export function refuseToShare(
  state: ConcernState,
  name: string,
  context: ConcernDecisionContext,
  { isRequested = false } = {},
): Refusal | undefined {
  if (state.awareness.length === 0) return refuse("COUNCIL_NOT_AWARE");
  if (currentConclusion(state)?.kind === "satisfactory-explanation") return refuse("NO_FURTHER_ACTION");
  const ended = refuseUnlessInForce(context.council(state.council, context.today), "concern");
  if (ended) return ended;
  const body = findBody(name);
  if (!body) return refuse("UNKNOWN_BODY", "body");
  if (!bodyMayReceive(body, state)) return refuse("BODY_OUT_OF_SCOPE", "body");
  // A council that requests the share names the body itself.
  const isNamed = isRequested || state.awareness.some(({ bodies }) => bodies.includes(name));
  if (!isNamed) return refuse("BODY_NOT_COVERED", "body");
  if (!isRequested && !isCovered(state, name)) return refuse("AWARENESS_DISPUTED", "body");
  return refuseWithoutEvidence(state);
}

/** Others see a concern only while it rests on evidence, and not on protected sources alone. */
export const refuseWithoutEvidence = (state: ConcernState): Refusal | undefined =>
  refuseIf(!isEvidenced(state), "NO_EVIDENCE_LEFT") ?? refuseIf(isProtectedAlone(state), "PROTECTED_SOURCES_ALONE");

/**
 * Each office can change its position until the share ends. The same position by the same person again does nothing, unless the council was told of
 * words since: then it covers those.
 */
function statePosition(
  state: ConcernState,
  share: Share,
  input: ConcernInput["statePosition"],
  context: ConcernDecisionContext,
): ConcernDecision {
  const { position, until, statement } = input;
  const { today } = context;
  const speaker = speakerIn(context.offices, input.office);
  if (isRefusal(speaker)) return speaker;
  if (isLeftToHeads(state, share, position, speaker, context)) return refuse("HEAD_HAS_SPOKEN", "share");
  const own = share.positions.find(({ holder }) => holder === holderOf(speaker.office));
  const isSame = own?.kind === position && own.stated.actor === context.actor && statement === undefined && !share.override;
  // Conditions in words, repeated without them, would lose the words.
  const mayCover = position === "agrees" || (position === "agrees-with-conditions" && own?.text === undefined);
  const isCovered = (word: Word) => isToldAfter(word, own?.stated.version ?? 0) && !isOfAuthorOrTeller(word, context.actor);
  const isRepeated = isSame && !(mayCover && wordsOf(state).some(isCovered));
  if (position !== "agrees-with-conditions") {
    const unused = refuseAll([
      refuseIf(input.parts !== undefined, "CONDITIONS_WITHOUT_AGREEMENT", "parts"),
      refuseIf(until !== undefined, "CONDITIONS_WITHOUT_AGREEMENT", "until"),
    ]);
    if (unused) return unused;
    return isRepeated ? [] : stated(share, position, speaker, {}, statement);
  }
  const parts = input.parts ? [...withOuterParts(input.parts)] : undefined;
  const wrong = refuseAll([
    refuseIf(parts?.some((part) => !share.parts.includes(part)) ?? false, "CONDITIONS_NOT_WITHIN_SHARE", "parts"),
    refuseIf(until !== undefined && until > share.until, "CONDITIONS_NOT_WITHIN_SHARE", "until"),
    // To end a share, the council objects.
    refuseIf(
      until !== undefined && until < today,
      "CONDITIONS_NOT_WITHIN_SHARE",
      "until",
      `The earliest date is ${dateInWords(today)}.`,
    ),
  ]);
  if (wrong) return wrong;
  const fewerParts = parts !== undefined && parts.length < share.parts.length;
  const earlier = until !== undefined && until < share.until;
  if (!fewerParts && !earlier) return refuse("CONDITIONS_DO_NOT_NARROW", "parts");
  const requested = { parts: parts ?? share.parts, until: until ?? share.until };
  const same = own?.conditions?.until === requested.until && own.conditions.parts.length === requested.parts.length;
  if (isRepeated && same) return [];
  return stated(share, position, speaker, { ...(parts && { parts }), ...(until && { until }) }, statement);
}

/**
 * Whether only the chief executive and the leader can state this position on a share: other officers can do so until one of the two has spoken,
 * on this share or for it in advance, and do not agree where one of the two objects on another share of the same matter.
 */
function isLeftToHeads(
  state: ConcernState,
  share: Share,
  position: ConcernInput["statePosition"]["position"],
  { office }: Speaker,
  context: ConcernDecisionContext,
): boolean {
  if (isHead(office)) return false;
  const inAdvance = context.agreements.find(({ agreement }) => agreement === share.standingAgreement)?.office;
  // An earlier release recorded the offices of a speaker on the council's stream alone.
  const recorded = context.positions.find((one) => one.concern === state.id && one.share === share.id)?.heads ?? [];
  return (
    hasHeadSpoken(share.positions) ||
    recorded.length > 0 ||
    (inAdvance !== undefined && isHead(inAdvance)) ||
    (position !== "objects" && isObjectedToByHead(state, share, context))
  );
}

function stated(
  share: Share,
  position: ConcernInput["statePosition"]["position"],
  speaker: Speaker,
  conditions: Pick<ConcernInput["statePosition"], "parts" | "until">,
  statement: string | undefined,
): ConcernDecision {
  const text = statement === undefined ? {} : { text: plain({ statement }) };
  return [{ type: "PositionStated.v2", data: { share: share.id, position, ...speaker, ...conditions, ...text } }];
}

const BASES = { agrees: "agreed", silent: "silence", overridden: "override" } as const satisfies Readonly<
  Record<string, ShareBasis>
>;

/** A share is made once it is agreed, overridden, or unanswered past its date by a council that was reached. */
function make(state: ConcernState, share: Share, asOf: AsOf, context: ConcernDecisionContext): ConcernDecision {
  const answer = answerOf(share, asOf);
  const withoutYes = share.made ? undefined : refuseWithoutYes(state, share, asOf);
  if (withoutYes) return withoutYes;
  if (answer === "objects") return refuse(isSilenceAlone(share, asOf) ? "SILENCE_NOT_ENOUGH" : "COUNCIL_OBJECTS", "share");
  if (share.made) return [];
  const escalation = state.escalations.find((e) => e.share === share.id);
  if (escalation && !escalation.confirmed) return refuse("ESCALATION_NOT_CONFIRMED", "share");
  const notReady = refuseToShare(state, share.body, context);
  if (notReady) return notReady;
  if (statusOf(share, asOf) === "not-reached") return refuse("COUNCIL_NOT_REACHED", "share");
  if (answer === "awaited") return refuse("AWAITING_COUNCIL", "share", `It has until ${dateInWords(share.answerBy)}.`);
  const basis = answer === "agrees" && share.standingAgreement !== undefined ? "standing" : BASES[answer];
  return [{ type: "ShareMade.v2", data: { share: share.id, basis } }];
}

/** Whether nothing but the council's silence is against the share: it has neither objected to it nor to another. */
const isSilenceAlone = (share: Share, { blocked }: AsOf): boolean =>
  share.position.kind === "awaited" && share.standingAgreement === undefined && needsYes(share) && !blocked.has(share.id);
