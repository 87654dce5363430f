// The rules of a concern's life (domain.md, "How a concern lives"), pure: the state, a command and the circumstances in; events,
// none when nothing is to be done, or a refusal out. Who may ask at all is policy's matter and was decided before.

import { bodyMayReceive, findBody } from "../../reference/bodies.ts";
import { causeAllowedIn } from "../../reference/causes.ts";
import type { Council, CouncilStatus } from "../../reference/councils.ts";
import { plain } from "../confidential.ts";
import { councilInForce, refuseUnlessInForce } from "../council/in-force.ts";
import type { SharingPosition, StandingAgreement } from "../council/state.ts";
import { dateInWords } from "../dates.ts";
import { type Reserve, withinEventBounds } from "../record-bounds.ts";
import { faultsOf, isRefusal, type Refusal, refuse, refuseAll, refuseIf } from "../refusals.ts";
import type { SubmissionState } from "../submission/state.ts";
import type { SupportState } from "../support/state.ts";
import { withinTextLimit } from "../text-limit.ts";
import type { AdviserEvidence, AwarenessInput, ConcernCommand, CouncilEvidence } from "./commands.ts";
import { decideEscalation } from "./decide-escalation.ts";
import { decideLife } from "./decide-life.ts";
import { decidePanel } from "./decide-panel.ts";
import { decideShare } from "./decide-share.ts";
import type { Citation, ConcernEvent, Period } from "./events.ts";
import { termsOf, withOuterParts } from "./shares.ts";
import type { ConcernState, Share } from "./state.ts";

/** Everything a decision may depend on besides the concern and the command: looked up before, passed in. */
export type Circumstances = {
  /** The date in England. */
  readonly today: string;
  /** The last date that has begun whatever is wrong with the hub's clock: silence counts by it. Nothing takes back what it lets leave. */
  readonly certainToday: string;
  /** The person who asks, or `hub`. */
  readonly actor: string;
  /** A new id of this command's own: the same words, the same id. */
  readonly newId: (...words: string[]) => string;
  readonly council: (code: string, date: string) => CouncilStatus;
  /** Every standing agreement the concern's council has given, taken back or not. */
  readonly agreements: readonly StandingAgreement[];
  /** What the council last said of each share, of this concern and of others. */
  readonly positions: readonly SharingPosition[];
  /** The published value for a citation; undefined when the hub holds none. */
  readonly citation: (metric: string, area: string, period: string) => Citation | undefined;
  /** The bodies that the person speaks for. */
  readonly bodies: readonly string[];
  /** A support, by id; undefined when there is none. */
  readonly support: (id: string) => SupportState | undefined;
  /** A department's or inspectorate's submission; undefined when there is none, or the person may not see it. */
  readonly submission: (id: string) => SubmissionState | undefined;
};

export type Decision = readonly ConcernEvent[] | Refusal;

export function decide(state: ConcernState | undefined, command: ConcernCommand, on: Circumstances): Decision {
  const decided = withinTextLimit(state?.textBytes ?? 0, decideWithTelling(state, command, on), WHEN_FULL.has(command.name));
  if (!state) return decided;
  const happened = { kind: "concern", events: state.version, daily: state.daily, actor: on.actor, today: on.today } as const;
  return withinEventBounds(happened, decided, reserveFor(state, command));
}

/** The awareness record that comes with a command, if one does: what the command records has been told to the council already. */
export const toldWith = ({ input }: ConcernCommand): AwarenessInput | undefined => ("told" in input ? input.told : undefined);

function decideWithTelling(state: ConcernState | undefined, command: ConcernCommand, on: Circumstances): Decision {
  const decided = decideByRules(state, command, on);
  const told = toldWith(command);
  if (!state || !told || isRefusal(decided) || decided.length === 0) return decided;
  const aware = recordAwareness(state, told, on);
  if (isRefusal(aware))
    return (
      refuseAll(
        faultsOf(aware).map((fault) => ({
          kind: "refused",
          ...fault,
          field: fault.field === undefined ? "told" : `told.${fault.field}`,
        })),
      ) ?? aware
    );
  return [...decided, ...aware];
}

function decideByRules(state: ConcernState | undefined, command: ConcernCommand, on: Circumstances): Decision {
  if (command.name === "logConcern") return state ? [] : logConcern(command.input, on);
  if (!state) return refuse("NOT_FOUND");
  if (state.closed && !WHEN_CLOSED.has(command.name)) return refuse("CONCERN_CLOSED");
  switch (command.name) {
    case "addEvidence":
      return addEvidence(state, command.input.evidence, "adviser", on);
    case "supplyEvidence":
      return addEvidence(state, command.input.evidence, "council", on);
    case "withdrawEvidence": {
      const { evidence, reason } = command.input;
      const item = state.evidence.find((e) => e.evidence === evidence);
      if (!item) return refuse("UNKNOWN_EVIDENCE", "evidence");
      if (item.withdrawn) return refuse("EVIDENCE_ALREADY_WITHDRAWN", "evidence");
      return [{ type: "EvidenceWithdrawn.v1", data: { evidence, text: plain({ reason }) } }];
    }
    case "recordAwareness":
      return recordAwareness(state, command.input, on);
    case "reply":
      if (state.replies.length >= MOST) return refuse("TOO_MANY", "reply");
      return [{ type: "CouncilReplied.v1", data: { reply: on.newId("reply"), text: plain({ reply: command.input.reply }) } }];
    case "requestCorrection": {
      if (state.corrections.length >= MOST) return refuse("TOO_MANY", "request");
      const text = plain({ request: command.input.request });
      return [{ type: "CorrectionRequested.v1", data: { correction: on.newId("correction"), text } }];
    }
    case "resolveCorrection":
      return resolveCorrection(state, command.input);
    case "recordConversation":
    case "concludeConcern":
    case "reopenConcern":
    case "closeConcern":
    case "recordReviewDue":
      return decideLife(state, command, on);
    case "sayNotPersuaded":
    case "raiseEscalation":
    case "confirmEscalation":
    case "standDownEscalation":
    case "giveReassurance":
      return decideEscalation(state, command, on);
    case "challengeConcern":
    case "answerChallenge":
    case "reviewEffectiveness":
    case "recordAnswerDue":
      return decidePanel(state, command, on);
    default:
      return decideShare(state, command, on);
  }
}

/** What can still be asked of a closed concern: the council may answer at any time, and it can be opened again. */
const WHEN_CLOSED: ReadonlySet<ConcernCommand["name"]> = new Set([
  "reply",
  "requestCorrection",
  "resolveCorrection",
  "supplyEvidence",
  "reopenConcern",
  "closeConcern",
]);

/** Pieces of evidence, replies, requests, conversations, shares and such that one concern can hold, each: it is read and written as one. */
export const MOST = 200;

const ENDS: ReadonlySet<ConcernCommand["name"]> = new Set([
  ...(["withdrawShare", "expireShare", "standDownEscalation", "recordReviewDue", "recordAnswerDue"] as const),
]);
/** What is still taken of a concern that is full: the council's word and what ends something. */
const WHEN_FULL: ReadonlySet<ConcernCommand["name"]> = new Set([...WHEN_CLOSED, "statePosition", ...ENDS]);

function reserveFor({ shares }: ConcernState, { name, input }: ConcernCommand): Reserve {
  if (ENDS.has(name)) return "ends";
  const share = name === "statePosition" ? shares.find(({ id }) => id === input.share) : undefined;
  if (share && name === "statePosition" && narrows(share, input)) return "ends";
  return WHEN_FULL.has(name) ? "reserved" : "none";
}

/**
 * Whether a position takes away from what a share allows now: an objection that is new or was overridden, or conditions that leave less.
 * Words that widen, or repeat what was said, are bounded. So these are too: each needs something wider that stands.
 */
function narrows(share: Share, { position, parts, until }: Input<"statePosition">): boolean {
  if (share.position.kind === "objects" && !share.override) return false;
  if (position !== "agrees-with-conditions") return position === "objects";
  const now = termsOf(share);
  const wanted = { parts: parts ? withOuterParts(parts) : share.parts, until: until ?? share.until };
  const isWithin = wanted.parts.length <= now.parts.length && wanted.until <= now.until;
  return isWithin && (wanted.parts.length < now.parts.length || wanted.until < now.until);
}

type Input<Name extends ConcernCommand["name"]> = Extract<ConcernCommand, { name: Name }>["input"];

/** Principle 2: council, strand, cause, period, what was observed, and at least one piece of evidence. */
function logConcern(input: Input<"logConcern">, on: Circumstances): Decision {
  const status = on.council(input.council, on.today);
  // Of a council that there is not, no evidence can be told right from wrong in what it cites.
  const added =
    status.kind === "unknown"
      ? []
      : input.evidence.map((item, index) =>
          evidenceAdded(item, status.council, "adviser", on.newId("evidence", String(index)), `evidence.${index}`, on),
        );
  const wrong = refuseAll([
    refuseUnlessInForce(status),
    refuseIf(!causeAllowedIn(input.cause, input.strand), "CAUSE_NOT_FOR_STRAND", "cause"),
    wrongPeriod(input.period, "period", on.today),
    ...added.filter(isRefusal),
  ]);
  if (wrong) return wrong;
  const council = councilInForce(status);
  const evidence = added.flatMap((item) => (isRefusal(item) ? [] : item));
  const { strand, cause, period, summary, observed } = input;
  const narrative = plain({ summary, observed });
  return [
    { type: "ConcernLogged.v1", data: { council: council.code, region: council.region, strand, cause, period, narrative } },
    ...evidence,
  ];
}

function addEvidence(
  state: ConcernState,
  item: AdviserEvidence | CouncilEvidence,
  suppliedBy: "adviser" | "council",
  on: Circumstances,
): Decision {
  const status = on.council(state.council, on.today);
  if (status.kind === "unknown") return refuse("UNKNOWN_COUNCIL", "council");
  if (state.evidence.length >= MOST) return refuse("TOO_MANY", "evidence");
  return evidenceAdded(item, status.council, suppliedBy, on.newId("evidence", "0"), "evidence", on);
}

/** One piece of evidence with its provenance; `field` is where it stands in the input. */
function evidenceAdded(
  item: AdviserEvidence | CouncilEvidence,
  council: Council,
  suppliedBy: "adviser" | "council",
  evidence: string,
  field: string,
  on: Circumstances,
): Decision {
  const cited = cite(item, council, field, on);
  const submission = "submission" in item ? item.submission : undefined;
  const submitted = submission === undefined ? undefined : on.submission(submission);
  const isKnown = submitted?.council === council.code;
  const wrong = refuseAll([
    wrongPeriod(item.period, `${field}.period`, on.today),
    refuseIf(item.handling === "C" && !item.handlingConditions, "CONDITIONS_REQUIRED", `${field}.handlingConditions`),
    isRefusal(cited) ? cited : undefined,
    refuseIf(submission !== undefined && !isKnown, "UNKNOWN_SUBMISSION", `${field}.submission`),
    refuseIf(isKnown && submitted.setAside !== undefined, "SUBMISSION_SET_ASIDE", `${field}.submission`),
    refuseIf(
      isKnown && "protectedSource" in item && item.protectedSource,
      "SUBMISSION_NOT_PROTECTED",
      `${field}.protectedSource`,
    ),
  ]);
  if (wrong) return wrong;

  const { account, source, reference, handlingConditions, kind, period, handling } = item;
  const protectedSource = "protectedSource" in item && item.protectedSource;
  const provenance = { source, ...(reference !== undefined && { reference }) };
  const added: ConcernEvent = {
    type: "EvidenceAdded.v1",
    data: {
      evidence,
      suppliedBy,
      kind,
      period,
      handling,
      protectedSource,
      ...("grading" in item && { grading: item.grading }),
      ...(cited && !isRefusal(cited) && { citation: cited }),
      text: plain({
        account,
        ...(handlingConditions !== undefined && { handlingConditions }),
        ...(!protectedSource && provenance),
      }),
      ...(protectedSource && { protectedText: plain(provenance) }),
    },
  };
  if (!submitted) return [added];
  return [added, { type: "SubmissionCited.v1", data: { evidence, submission: submitted.id, body: submitted.body } }];
}

/** The published value an item cites, if it cites one: it must exist and be of the council that the concern is about. */
function cite(item: CouncilEvidence, council: Council, field: string, on: Circumstances): Citation | Refusal | undefined {
  if (!item.cites) return item.kind === "published-metric" ? refuse("METRIC_REQUIRED", `${field}.cites`) : undefined;
  const { metric, area, period } = item.cites;
  if (area !== council.code && !council.formerCodes?.includes(area))
    return refuse("METRIC_OF_ANOTHER_AREA", `${field}.cites.area`);
  return on.citation(metric, area, period) ?? refuse("METRIC_NOT_FOUND", `${field}.cites`);
}

/** Principle 1: who in the council was told, by whom, how, when, what about and with whom it will be shared. */
function recordAwareness(state: ConcernState, input: AwarenessInput, on: Circumstances): Decision {
  if (state.awareness.length >= MOST) return refuse("TOO_MANY", "about");
  const status = on.council(state.council, input.toldOn);
  const wrong = refuseAll([
    refuseIf(input.toldOn > on.today, "FUTURE_DATE", "toldOn"),
    refuseUnlessInForce(status, "toldOn"),
    refuseIf(input.toldOn < state.period.from, "TOLD_TOO_EARLY", "toldOn", `That starts on ${dateInWords(state.period.from)}.`),
    ...input.bodies.map((name, index) => {
      const body = findBody(name);
      if (!body) return refuse("UNKNOWN_BODY", `bodies.${index}`);
      return refuseIf(!bodyMayReceive(body, state), "BODY_OUT_OF_SCOPE", `bodies.${index}`);
    }),
  ]);
  if (wrong) return wrong;
  const { toldName, toldOffice, channel, toldOn, about, bodies } = input;
  return [
    {
      type: "CouncilMadeAware.v1",
      data: {
        awareness: on.newId("awareness"),
        toldOffice,
        channel,
        toldOn,
        bodies: [...new Set(bodies)],
        text: plain({ toldName, about }),
      },
    },
  ];
}

function resolveCorrection(state: ConcernState, input: Input<"resolveCorrection">): Decision {
  const { concern: _, told: __, correction, outcome, reason, ...corrected } = input;
  const asked = state.corrections.find((c) => c.correction === correction);
  if (!asked) return refuse("UNKNOWN_CORRECTION", "correction");
  if (asked.resolved) return refuse("CORRECTION_RESOLVED", "correction");
  const [text] = Object.keys(corrected);
  if (outcome === "refused" && text) return refuse("CORRECTED_TEXT_WITHOUT_ACCEPTANCE", text);
  return [
    { type: "CorrectionResolved.v2", data: { awaitsTelling: true, correction, outcome, text: plain({ reason, ...corrected }) } },
  ];
}

function wrongPeriod(period: Period, field: string, today: string): Refusal | undefined {
  if (period.to < period.from) return refuse("PERIOD_REVERSED", field);
  return period.to > today ? refuse("FUTURE_DATE", `${field}.to`) : undefined;
}
