// Every type of a concern's events, each once: in words, by the parts that tell of it, and by the text that it changes. Total by type: a new event
// does not compile until somebody has said who may be told of it, where its text is read, and what of it can be searched.
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import type { Part } from "../../reference/concern-parts.ts";
import type { CouncilEvent } from "../council/events.ts";
import { type ConcernEvent, type ConcernEventType, concernEvents, type POSITIONS } from "./events.ts";
import type { AsOf } from "./shares.ts";
import { type ConcernState, partOnceTold, untoldIn } from "./state.ts";

/** A concern at a point of the log, on a day. */
export type ConcernOnDay = { readonly state: ConcernState; readonly facts: ConcernFacts; readonly day: AsOf };

/** What a council says of sharing changes every concern with a share that rests on it, or that waits to be made. */
export const SHARING_EVENTS = [
  ...(["StandingAgreementGiven.v1", "StandingAgreementTakenBack.v1", "SharingPositionRecorded.v1"] as const),
];
export type SharingEvent = Extract<CouncilEvent, { type: (typeof SHARING_EVENTS)[number] }>;

/** An event that changed a concern, with the concern before and after it. */
export type ConcernChange = {
  readonly position: string;
  readonly at: string;
  readonly event: ConcernEvent | SharingEvent;
  readonly before: ConcernOnDay | undefined;
  readonly after: ConcernOnDay;
};

/** A piece of a concern's text that can be searched, by its kind and its place among those of the kind. */
export type TextPieceKind =
  | ("narrative" | "closing")
  | ("evidence" | "reply" | "correction" | "conclusion" | "resolution" | "reopening");
export type TextPiece = readonly [kind: TextPieceKind, index: number];

type EventOfType<Type extends ConcernEventType> = Extract<ConcernEvent, { type: Type }>;
type Entry<Type extends ConcernEventType> = {
  /** A sentence that holds of each event of the type; or one for each event, by what stands open in it. Without a full stop. */
  readonly words: string | ((data: EventOfType<Type>["data"]) => string);
  /** The parts whose readers may be told that it happened. Nobody else is. */
  readonly toldIn: (change: ConcernChange) => readonly Part[];
  /** The part whose readers see its text in the ledger's history: a later event takes its place where the concern is shown as it stands. */
  readonly quotedIn: Part | undefined;
  /** The part in which somebody who does not read the sharing record reads when it happened. */
  readonly datedIn: Part | undefined;
  /** The pieces of text that it changed, by the state after it. Shares and awareness change who finds a piece. */
  readonly changes: (data: EventOfType<Type>["data"], state: ConcernState) => readonly TextPiece[];
};

const NOWHERE = { quotedIn: undefined, datedIn: undefined } as const;
const noText = () => [];
const toldIn =
  (...parts: Part[]) =>
  () =>
    parts;

/** Evidence that the council has not been told of is a part of its own, as is what was withdrawn. */
function toldOfEvidence({ event, before, after }: ConcernChange): readonly Part[] {
  const named = "evidence" in event.data ? event.data.evidence : undefined;
  const item = [...(before?.state.evidence ?? []), ...after.state.evidence].find(({ evidence }) => evidence === named);
  return [partOnceTold(item?.told === true && !item.withdrawn, "evidence")];
}

/** Being made aware is on the sharing record, and opens to recipients what the council did not know of. */
const toldOfAwareness = ({ before }: ConcernChange): readonly Part[] => [
  "sharingRecord",
  ...(before?.state.evidence.some(({ told, withdrawn }) => !told && !withdrawn) ? (["evidence"] as const) : []),
  ...(before ? (["summary", "challenges"] as const).filter((part) => untoldIn(before.state)[part].length > 0) : []),
];

/** What an adviser wrote is of a part of its own until the council has been told. */
const toldOnceAware =
  (part: Part) =>
  ({ event }: ConcernChange): readonly Part[] => [
    partOnceTold(!("awaitsTelling" in event.data && event.data.awaitsTelling), part),
  ];

const evidenceOf = ({ evidence }: { readonly evidence: string }, state: ConcernState): readonly TextPiece[] => [
  ["evidence", state.evidence.findIndex((one) => one.evidence === evidence)],
];
const last = (kind: TextPieceKind, all: readonly unknown[]): TextPiece => [kind, all.length - 1];

/** What is on the sharing record and nowhere else. */
const onSharingRecord = (words: string, quotedIn?: Part) => ({
  ...{ words, toldIn: toldIn("sharingRecord"), quotedIn, datedIn: undefined, changes: noText },
});
const conclusion = (how: string) => ({
  ...{ words: `The concern was concluded: ${how}`, toldIn: toldOnceAware("summary") },
  ...{ quotedIn: undefined, datedIn: "summary" as const },
  changes: (_: unknown, { conclusions }: ConcernState) => [last("conclusion", conclusions)],
});

const POSITION_WORDS: Readonly<Record<(typeof POSITIONS)[number], string>> = {
  agrees: "The council agreed to a share",
  "agrees-with-conditions": "The council agreed to a share with conditions",
  objects: "The council objected to a share",
};

export const CONCERN_CATALOGUE: { readonly [Type in ConcernEventType]: Entry<Type> } = {
  "ConcernLogged.v1": {
    ...{ words: "The concern was logged", toldIn: toldIn("headline"), quotedIn: "summary", datedIn: "summary" },
    changes: () => [["narrative", 0]],
  },
  "EvidenceAdded.v1": {
    words: ({ suppliedBy }) => (suppliedBy === "council" ? "The council supplied evidence of its own" : "Evidence was added"),
    ...{ toldIn: toldOfEvidence, ...NOWHERE, changes: evidenceOf },
  },
  "EvidenceWithdrawn.v1": {
    ...{ words: "Evidence was withdrawn", toldIn: toldOfEvidence, ...NOWHERE, changes: evidenceOf },
  },
  "SubmissionCited.v1": {
    words: "Information from a department or inspectorate was cited as evidence",
    ...{ toldIn: toldOfEvidence, ...NOWHERE, changes: noText },
  },
  "CouncilMadeAware.v1": {
    ...{ words: "The council was made aware", toldIn: toldOfAwareness, ...NOWHERE },
    // Accepted corrections that the council had not been told of take effect; which they were is not known any more.
    changes(_, { corrections }) {
      const accepted = corrections.flatMap(({ resolved }, index) => (resolved?.outcome === "accepted" ? [index] : []));
      return accepted.length > 0 ? [["narrative", 0], ...accepted.map((index): TextPiece => ["resolution", index])] : [];
    },
  },
  "CouncilReplied.v1": {
    ...{ words: "The council replied", toldIn: toldIn("summary"), ...NOWHERE },
    changes: (_, { replies }) => [last("reply", replies)],
  },
  "CorrectionRequested.v1": {
    ...{ words: "The council requested a correction", toldIn: toldIn("summary"), ...NOWHERE },
    changes: (_, { corrections }) => [last("correction", corrections)],
  },
  "CorrectionResolved.v2": {
    ...{ words: "A request for correction was resolved", toldIn: toldOnceAware("summary"), ...NOWHERE },
    changes: ({ correction, outcome }, { corrections }) => [
      ["resolution", corrections.findIndex((one) => one.correction === correction)],
      ...(outcome === "accepted" ? [["narrative", 0] as const] : []),
    ],
  },
  "ShareProposed.v1": onSharingRecord("A share was proposed", "sharingRecord"),
  "PositionStated.v1": {
    ...onSharingRecord("The council stated its position on a share", "sharingRecord"),
    words: ({ position }) => POSITION_WORDS[position],
  },
  "ObjectionOverridden.v1": onSharingRecord("The council's objection to a share was overridden", "sharingRecord"),
  "ShareMade.v1": onSharingRecord("A share was made"),
  "ShareWithdrawn.v1": onSharingRecord("A share was withdrawn", "sharingRecord"),
  "ShareExpired.v1": onSharingRecord("A share ended on its last day"),
  "ConversationRecorded.v1": {
    ...{ words: "A conversation with the council was recorded", toldIn: toldIn("conversations"), ...NOWHERE, changes: noText },
  },
  "ExplanationAccepted.v2": conclusion("a satisfactory explanation"),
  "ReviewAgreed.v2": conclusion("under review"),
  "LightSupportArranged.v2": conclusion("light support"),
  "SupportPackageArranged.v2": conclusion("a support package"),
  "ConcernNotAccepted.v2": conclusion("the council does not accept it"),
  "ReviewFellDue.v1": { words: "A review fell due", toldIn: toldIn("summary"), ...NOWHERE, changes: noText },
  "ConcernReopened.v2": {
    ...{ words: "The concern was reopened", toldIn: toldOnceAware("summary"), quotedIn: undefined, datedIn: "summary" },
    changes: (_, { conclusions }) => [["closing", 0], last("reopening", conclusions)],
  },
  "ConcernClosed.v2": {
    ...{ words: "The concern was closed", toldIn: toldOnceAware("summary"), quotedIn: undefined, datedIn: "summary" },
    changes: () => [["closing", 0]],
  },
  "BodyNotPersuaded.v1": onSharingRecord("A department or inspectorate said that it is not persuaded"),
  "EscalationRaised.v1": onSharingRecord("An escalation was raised"),
  "EscalationConfirmed.v1": onSharingRecord("An escalation was confirmed by a second person"),
  "EscalationStoodDown.v1": onSharingRecord("An escalation was stood down"),
  "ReassuranceGiven.v2": onSharingRecord("A department or inspectorate was given reassurance"),
  "PanelChallenged.v1": {
    ...{ words: "The panel challenged officers", toldIn: toldIn("challenges"), ...NOWHERE, changes: noText },
  },
  "ChallengeAnswered.v2": {
    ...{ words: "A challenge of the panel was answered", toldIn: toldOnceAware("challenges"), ...NOWHERE, changes: noText },
  },
  "ChallengeFellDue.v1": {
    words: "The answer to a challenge of the panel fell due",
    ...{ toldIn: toldIn("challenges"), ...NOWHERE, changes: noText },
  },
  "EffectivenessReviewed.v1": {
    words: "The panel reviewed whether the support is effective",
    ...{ toldIn: toldIn("challenges"), ...NOWHERE, changes: noText },
  },
};

/** The entry of an event's type. */
const entryOf = <Type extends ConcernEventType>(type: Type): Entry<Type> => CONCERN_CATALOGUE[type];

/** One event in words. */
export function inWords<Type extends ConcernEventType>({ type, data }: Pick<EventOfType<Type>, "type" | "data">): string {
  const { words } = entryOf(type as Type);
  return typeof words === "string" ? words : words(data);
}

/** The parts whose readers may be told of a change. What a council says of sharing is on the sharing record. */
export const partsTelling = (change: ConcernChange): readonly Part[] =>
  isConcernEvent(change.event) ? entryOf(change.event.type).toldIn(change) : ["sharingRecord"];

const isConcernEvent = (event: ConcernEvent | SharingEvent): event is ConcernEvent => Object.hasOwn(concernEvents, event.type);

/** The pieces of text that an event changed, by the state after it. */
export function piecesChanged<Type extends ConcernEventType>(
  { type, data }: Pick<EventOfType<Type>, "type" | "data">,
  state: ConcernState,
): readonly TextPiece[] {
  return entryOf(type as Type).changes(data, state);
}
