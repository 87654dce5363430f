// The rules of a concern's life (domain.md, "How a concern lives"). Pure: from the state, a command and its context to events, of which there are
// none when nothing changes, or to a refusal. Policy has already permitted the command.

import { bodyMayReceive, findBody } from "../../reference/bodies.ts";
import { isHead } from "../../reference/concern-terms.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { refuseUnlessInForce } from "../council/in-force.ts";
import { workingDaysAfter } from "../dates.ts";
import type { CommandDeclaration, WhenFull } from "../input.ts";
import { speakerIn } from "../people/speaker.ts";
import type { Speaker } from "../people/spoken-in.ts";
import { withinBounds } from "../pipeline/record-bounds.ts";
import { faultsOf, isRefusal, type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import { DAYS_TO_ANSWER, openDisputes, refuseRepair } from "../tellings.ts";
import { answerWords, DAYS_UNTIL_WORDS_OPEN } from "./answer-words.ts";
import { answerAwareness } from "./awareness-answers.ts";
import { type AwarenessInput, type ConcernCommand, type ConcernInput, concernCommands } from "./commands.ts";
import { narrower, type Terms } from "./council-position.ts";
import { decideEscalation } from "./decide-escalation.ts";
import { addEvidence, logConcern } from "./decide-evidence.ts";
import { decideLife } from "./decide-life.ts";
import { decideOutcome } from "./decide-outcome.ts";
import { setOwner } from "./decide-owner.ts";
import { decidePanel } from "./decide-panel.ts";
import { decideReach } from "./decide-reach.ts";
import { decideRequest } from "./decide-request.ts";
import { decideRestriction } from "./decide-restriction.ts";
import { decideShare } from "./decide-share.ts";
import { decideUntold, refuseOverdue } from "./decide-untold.ts";
import { type ConcernDecision, type ConcernDecisionContext, MAX_PER_CONCERN } from "./decision.ts";
import { reachedByActing } from "./fair-time.ts";
import { refuseOutsideRemit } from "./remit.ts";
import { termsOf, withOuterParts } from "./shares.ts";
import type { ConcernState, Share } from "./state.ts";
import { answerTo } from "./words.ts";

export function decide(
  state: ConcernState | undefined,
  command: ConcernCommand,
  context: ConcernDecisionContext,
): ConcernDecision {
  return withinBounds("concern", state, context, whenFull(state, command, context), decideWithTelling(state, command, context));
}

/** The awareness record within a command, if there is one: the council has already been told of what the command records. */
export const awarenessWithin = ({ input }: ConcernCommand): AwarenessInput | undefined =>
  "told" in input ? input.told : undefined;

function decideWithTelling(
  state: ConcernState | undefined,
  command: ConcernCommand,
  context: ConcernDecisionContext,
): ConcernDecision {
  const decided = withReach(state, command, decideByRules(state, command, context), context);
  const told = awarenessWithin(command);
  if (!state || !told || (!isRefusal(decided) && decided.length === 0)) return decided;
  const aware = recordAwareness(state, told, context);
  if (!isRefusal(decided) && !isRefusal(aware)) return [...decided, ...aware];
  const inTold = (isRefusal(aware) ? faultsOf(aware) : []).map(
    (fault): Refusal => ({ kind: "refused", ...fault, field: fault.field === undefined ? "told" : `told.${fault.field}` }),
  );
  return refuseAll([isRefusal(decided) ? decided : undefined, ...inTold]) ?? decided;
}

/** Commands of the council by which whoever gives them shows that they have been reached. */
const ACTS_OF_THE_COUNCIL: ReadonlySet<ConcernCommand["name"]> = new Set([
  ...([
    "reply",
    "requestCorrection",
    "supplyEvidence",
    "statePosition",
    "takeMoreTime",
    "answerAwareness",
    "requestShare",
    "answerWords",
    "refuseOutcome",
  ] as const),
]);

function withReach(
  state: ConcernState | undefined,
  { name }: ConcernCommand,
  decided: ConcernDecision,
  { actor, today }: ConcernDecisionContext,
): ConcernDecision {
  if (!state || isRefusal(decided) || !ACTS_OF_THE_COUNCIL.has(name)) return decided;
  return decided.length === 0 ? decided : [...decided, ...reachedByActing(state, decided, { actor, today })];
}

function decideByRules(
  state: ConcernState | undefined,
  command: ConcernCommand,
  context: ConcernDecisionContext,
): ConcernDecision {
  if (command.name === "logConcern") return state ? [] : logConcern(command.input, context);
  if (!state || state.untold.discarded) return refuse("NOT_FOUND");
  if (state.closed && !WHEN_CLOSED.has(command.name)) return refuse("CONCERN_CLOSED");
  const late = refuseOverdue(state, command.name, context.today);
  if (late) return late;
  switch (command.name) {
    case "addEvidence":
      return addEvidence(state, command.input.evidence, "adviser", context);
    case "supplyEvidence":
      return addEvidence(state, command.input.evidence, "council", context);
    case "withdrawEvidence": {
      const { evidence, reason } = command.input;
      const item = state.evidence.find((e) => e.evidence === evidence);
      if (!item) return refuse("UNKNOWN_EVIDENCE", "evidence");
      if (item.withdrawn) return refuse("EVIDENCE_ALREADY_WITHDRAWN", "evidence");
      return [{ type: "EvidenceWithdrawn.v1", data: { evidence, text: plain({ reason }) } }];
    }
    case "setOwner":
      return setOwner(state, command.input, context);
    case "recordAwareness":
      return recordAwareness(state, command.input, context);
    case "extendTelling":
    case "openUntoldWords":
    case "recordUntoldDue":
    case "proposeDiscard":
    case "discardConcern":
      return decideUntold(state, command, context);
    case "restrictConcern":
    case "reviewRestriction":
    case "liftRestriction":
      return decideRestriction(state, command, context);
    case "answerAwareness":
      return answerAwareness(state, command.input, context);
    case "answerWords":
      return answerWords(state, command.input, context);
    case "reply":
      return reply(state, command.input, context);
    case "requestCorrection": {
      if (state.corrections.length >= MAX_PER_CONCERN) return refuse("TOO_MANY", "request");
      const speaker = speakerIn(context.offices, command.input.office);
      if (isRefusal(speaker)) return speaker;
      const text = plain({ request: command.input.request });
      return [{ type: "CorrectionRequested.v2", data: { correction: context.newId("correction"), ...speaker, text } }];
    }
    case "resolveCorrection":
      return resolveCorrection(state, command.input);
    case "recordConversation":
    case "concludeConcern":
    case "reopenConcern":
    case "closeConcern":
    case "recordReviewDue":
      return decideLife(state, command, context);
    case "recordOutcomeOpened":
    case "refuseOutcome":
      return decideOutcome(state, command, context);
    case "sayNotPersuaded":
    case "raiseEscalation":
    case "confirmEscalation":
    case "standDownEscalation":
    case "giveReassurance":
      return decideEscalation(state, command, context);
    case "challengeConcern":
    case "answerChallenge":
    case "reviewEffectiveness":
    case "recordAnswerDue":
      return decidePanel(state, command, context);
    case "proposeShare":
    case "statePosition":
    case "overrideObjection":
    case "makeShare":
    case "acceptConditions":
    case "withdrawShare":
    case "expireShare":
      return decideShare(state, command, context);
    case "requestShare":
    case "withdrawShareRequest":
    case "makeRequestedShare":
    case "declineShareRequest":
      return decideRequest(state, command, context);
    case "confirmDanger":
    case "takeMoreTime":
    case "recordLetter":
    case "confirmLetter":
    case "recordCouncilReached":
    case "recordCouncilNotReached":
      return decideReach(state, command, context);
  }
}

/** The commands that are possible on a closed concern. */
const WHEN_CLOSED: ReadonlySet<ConcernCommand["name"]> = new Set([
  "reply",
  "answerAwareness",
  "withdrawShareRequest",
  "declineShareRequest",
  "answerWords",
  "requestCorrection",
  "resolveCorrection",
  "supplyEvidence",
  "reopenConcern",
  "closeConcern",
  ...(["restrictConcern", "reviewRestriction", "liftRestriction"] as const),
  "recordAwareness",
  "recordOutcomeOpened",
  "refuseOutcome",
  "setOwner",
]);

function whenFull(
  state: ConcernState | undefined,
  { name, input }: ConcernCommand,
  { offices }: ConcernDecisionContext,
): WhenFull | undefined {
  const isNarrower =
    name === "statePosition" &&
    state?.shares.some((share) => share.id === input.share && narrows(share, input, speakerIn(offices, input.office)));
  const isObjection =
    name === "answerWords" &&
    input.answer === "object" &&
    state &&
    input.words.some((word) => answerTo(state, word) !== "object");
  return isNarrower || isObjection ? "always" : (concernCommands[name] as CommandDeclaration).whenFull;
}

function reply(state: ConcernState, input: ConcernInput["reply"], context: ConcernDecisionContext): ConcernDecision {
  if (state.replies.length >= MAX_PER_CONCERN) return refuse("TOO_MANY", "reply");
  const speaker = speakerIn(context.offices, input.office);
  if (isRefusal(speaker)) return speaker;
  const text = plain({ reply: input.reply });
  return [{ type: "CouncilReplied.v2", data: { reply: context.newId("reply"), ...speaker, text } }];
}

/**
 * Whether a position takes away from what a share allows now: an objection that is new or was overridden, or conditions that leave less. Each
 * needs a wider position before it, and positions that widen or repeat are bounded.
 */
function narrows(share: Share, { position, parts, until }: ConcernInput["statePosition"], speaker: Speaker | Refusal): boolean {
  if (isRefusal(speaker) || (share.position.kind === "objects" && !share.override)) return false;
  if (position !== "agrees-with-conditions") return position === "objects";
  const current = termsOf(share);
  const ofOtherHead = share.positions.flatMap(({ holder, conditions }) =>
    isHead(holder) && holder !== speaker.office && conditions ? [conditions] : [],
  );
  const own: Terms = { parts: parts ? withOuterParts(parts) : share.parts, until: until ?? share.until };
  const requested = ofOtherHead.reduce(narrower, own);
  const isWithin = requested.parts.length <= current.parts.length && requested.until <= current.until;
  return isWithin && (requested.parts.length < current.parts.length || requested.until < current.until);
}

/** Principle 1: who in the council was told, by whom, how, when, what about and with whom it will be shared. */
function recordAwareness(state: ConcernState, input: AwarenessInput, context: ConcernDecisionContext): ConcernDecision {
  if (state.awareness.length >= MAX_PER_CONCERN) return refuse("TOO_MANY", "about");
  const status = context.council(state.council, input.toldOn);
  const disputed = openDisputes(state.awareness);
  const wrong = refuseAll([
    refuseRepair(disputed, { council: state.council, toldOffice: input.toldOffice }, context),
    refuseIf(input.toldOn > context.today, "FUTURE_DATE", "toldOn"),
    refuseUnlessInForce(status, "toldOn"),
    refuseIf(
      input.toldOn < state.period.from,
      "TOLD_TOO_EARLY",
      "toldOn",
      `The period begins on ${dateInWords(state.period.from)}.`,
    ),
    ...input.bodies.map((name, index) => {
      const body = findBody(name);
      if (!body) return refuse("UNKNOWN_BODY", `bodies.${index}`);
      return (
        refuseIf(!bodyMayReceive(body, state), "BODY_OUT_OF_SCOPE", `bodies.${index}`) ??
        refuseOutsideRemit(state, { body: name }, `bodies.${index}`, context)
      );
    }),
  ]);
  if (wrong) return wrong;
  const { toldName, toldOffice, channel, toldOn, about, bodies } = input;
  return [
    {
      type: "CouncilMadeAware.v2",
      data: {
        awareness: context.newId("awareness"),
        toldOffice,
        channel,
        toldOn,
        bodies: [...new Set(bodies)],
        answerBy: workingDaysAfter(context.today, DAYS_TO_ANSWER),
        opensOn: workingDaysAfter(context.today, DAYS_UNTIL_WORDS_OPEN),
        ...(disputed[0] && { repairs: disputed[0].awareness }),
        text: plain({ toldName, about }),
      },
    },
  ];
}

function resolveCorrection(state: ConcernState, input: ConcernInput["resolveCorrection"]): ConcernDecision {
  const { concern: _, told: __, correction, outcome, reason, ...corrected } = input;
  const request = state.corrections.find((c) => c.correction === correction);
  if (!request) return refuse("UNKNOWN_CORRECTION", "correction");
  if (request.resolved) return refuse("CORRECTION_RESOLVED", "correction");
  const wrong = refuseAll(
    Object.keys(corrected).map((text) => refuseIf(outcome === "refused", "CORRECTED_TEXT_WITHOUT_ACCEPTANCE", text)),
  );
  if (wrong) return wrong;
  return [
    { type: "CorrectionResolved.v2", data: { awaitsTelling: true, correction, outcome, text: plain({ reason, ...corrected }) } },
  ];
}
