// Derives from an event of a concern who gets news of it, and which searchable text it changed.
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import type { Part } from "../../reference/concern-parts.ts";
import type { CouncilEvent } from "../council/events.ts";
import type { ConcernEventDeclaration, TextPieceKind } from "./event-declaration.ts";
import { type ConcernEvent, type ConcernEventType, concernEvents } from "./events.ts";
import type { RecordedFacts } from "./facts.ts";
import { openBodies } from "./open-words.ts";
import type { AsOf } from "./shares.ts";
import { type ConcernState, partOnceTold } from "./state.ts";
import { type Word, wordsOf } from "./words.ts";

/** A concern at a position of the log, with its facts on a date. */
export type ConcernOnDay = { readonly state: ConcernState; readonly facts: RecordedFacts; readonly day: AsOf };

/** A council's agreements and positions change every concern with a share that depends on them, or that is not made yet. */
export const SHARING_EVENTS = [
  "StandingAgreementGiven.v2",
  "StandingAgreementTakenBack.v2",
  "SharingPositionRecorded.v2",
] as const satisfies readonly CouncilEvent["type"][];
export type SharingEvent = Extract<CouncilEvent, { type: (typeof SHARING_EVENTS)[number] }>;

/** An event that changed a concern, with the concern before and after it. */
export type ConcernChange = {
  readonly position: string;
  readonly at: string;
  readonly event: ConcernEvent | SharingEvent;
  readonly before: ConcernOnDay | undefined;
  readonly after: ConcernOnDay;
};

const declarationOf = (type: ConcernEventType): Omit<ConcernEventDeclaration<never>, "schema" | "words"> => concernEvents[type];
const isConcernEvent = (event: ConcernEvent | SharingEvent): event is ConcernEvent => Object.hasOwn(concernEvents, event.type);

/** The readers who get news of a change: all who read a part, or of these the ones to whom the words are open. */
export type News = { readonly part: Part; readonly words?: WordsOpen };
/** The bodies to which words are open, and the part with these words. */
type WordsOpen = { readonly of: Word["part"]; readonly bodies: readonly string[] };

/** Returns who gets news of a change. A reader gets the first news that they may read. */
export function newsOf(change: ConcernChange): readonly News[] {
  const { event, before, after } = change;
  if (!isConcernEvent(event)) return [{ part: "sharingRecord" }];
  const { newsIn } = declarationOf(event.type);
  const part = partOnceTold(!("awaitsTelling" in event.data && event.data.awaitsTelling), newsIn);
  const word = wordNamedBy(change);
  if (!word) return [{ part }, ...wordsMoved(before, after)];
  if (word.isWithdrawn || !word.told) return [{ part: partOnceTold(false, newsIn) }];
  // A recipient to whom the words are not open gets no news.
  return [
    { part: "unsharedEvidence" },
    { part: newsIn, words: { of: word.part, bodies: openBodies(word.in.state, word.in.day, word) } },
  ];
}

/** The word that an event names, as before the event if it existed then: evidence that is added, withdrawn or linked, or a conclusion that falls due. */
function wordNamedBy({ event, before, after }: ConcernChange) {
  const id =
    "evidence" in event.data && typeof event.data.evidence === "string"
      ? event.data.evidence
      : event.type === "ReviewFellDue.v1"
        ? event.data.conclusion
        : undefined;
  for (const side of [before, after]) {
    const word = side && wordsOf(side.state).find((one) => one.id === id);
    const isWithdrawn = side?.state.evidence.some(({ evidence, withdrawn }) => evidence === id && withdrawn !== undefined);
    if (word) return { ...word, in: side, isWithdrawn };
  }
  return undefined;
}

/** News of words that opened or closed to a body that reads their part before and after. */
function wordsMoved(before: ConcernOnDay | undefined, after: ConcernOnDay): readonly News[] {
  if (!before) return [];
  const earlier = new Map(wordsOf(before.state).map((word) => [word.id, word]));
  const moved = wordsOf(after.state).flatMap((word) => {
    const former = earlier.get(word.id);
    // Reassurance is news of its share's terms.
    if (!former || word.share !== undefined) return [];
    const bodies = new Set(openBodies(before.state, before.day, former)).symmetricDifference(
      new Set(openBodies(after.state, after.day, word)),
    );
    const had = (body: string) => [before, after].every(({ facts }) => sharedWith(facts, word).includes(body));
    return [...bodies].filter(had).map((body) => ({ of: word.part, in: partOf(word), body }));
  });
  return [...Map.groupBy(moved, (one) => one.in)].map(([part, ones]) => ({
    part,
    words: { of: ones[0]?.of ?? "summary", bodies: [...new Set(ones.map(({ body }) => body))].sort() },
  }));
}

const sharedWith = (facts: ConcernFacts, { part }: Word) =>
  part === "evidence" ? facts.evidenceSharedWith : facts.summarySharedWith;
const partOf = ({ kind, part }: Word): Part => (kind === "answer-to-panel" ? "challenges" : part);

/** A searchable piece of text: its kind and its index within the kind. */
type TextPiece = readonly [kind: TextPieceKind, index: number];

/** The pieces of text that an event changed; `state` is the one after it. */
export const piecesChanged = ({ type, data }: Pick<ConcernEvent, "type" | "data">, state: ConcernState): readonly TextPiece[] =>
  declarationOf(type).searchText.flatMap((kind) => PIECES[kind](data as Data, state).map((index): TextPiece => [kind, index]));

type Data = Readonly<{ [Subject in "evidence" | "reply" | "correction" | "conclusion"]?: string }>;

/** Kind of text -> the indexes of the pieces that an event names or changes. */
const PIECES: Readonly<Record<TextPieceKind, (data: Data, state: ConcernState) => readonly number[]>> = {
  narrative: () => [0],
  closing: () => [0],
  evidence: ({ evidence }, state) => [state.evidence.findIndex((one) => one.evidence === evidence)],
  reply: ({ reply }, state) => [state.replies.findIndex((one) => one.reply === reply)],
  correction: ({ correction }, state) => [state.corrections.findIndex((one) => one.correction === correction)],
  conclusion: ({ conclusion }, state) => [state.conclusions.findIndex((one) => one.id === conclusion)],
  // One resolution; or, after an awareness record, every accepted one, because resolutions of which the council was not aware take effect.
  resolution: ({ correction }, { corrections }) =>
    corrections.flatMap((one, index) => {
      const isChanged = correction === undefined ? one.resolved?.outcome === "accepted" : one.correction === correction;
      return isChanged ? [index] : [];
    }),
  reopening: (_, { conclusions }) => [conclusions.length - 1],
};
