// Derives from an event of a concern who gets news of it, and which searchable text it changed.
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import type { Part } from "../../reference/concern-parts.ts";
import type { CouncilEvent } from "../council/events.ts";
import type { ConcernEventDeclaration, TextPieceKind } from "./event-declaration.ts";
import { type ConcernEvent, type ConcernEventType, concernEvents } from "./events.ts";
import type { AsOf } from "./shares.ts";
import { type ConcernState, partOnceTold, untoldIn } from "./state.ts";

/** A concern at a position of the log, with its facts on a date. */
export type ConcernOnDay = { readonly state: ConcernState; readonly facts: ConcernFacts; readonly day: AsOf };

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

/** The parts whose readers get news of a change. */
export function partsWithNews(change: ConcernChange): readonly Part[] {
  const { event, before, after } = change;
  if (!isConcernEvent(event)) return ["sharingRecord"];
  const { newsIn } = declarationOf(event.type);
  if (event.type === "CouncilMadeAware.v2") return [newsIn, ...(before ? partsOpenedByTelling(before.state) : [])];
  if (newsIn === "evidence" && "evidence" in event.data) {
    const { evidence } = event.data;
    const item = [...(before?.state.evidence ?? []), ...after.state.evidence].find((one) => one.evidence === evidence);
    return [partOnceTold(item?.told === true && !item.withdrawn, newsIn)];
  }
  return [partOnceTold(!("awaitsTelling" in event.data && event.data.awaitsTelling), newsIn)];
}

/** The parts in which recipients can read more after the council is made aware of everything so far. */
const partsOpenedByTelling = (before: ConcernState): readonly Part[] => [
  ...(before.evidence.some(({ told, withdrawn }) => !told && !withdrawn) ? (["evidence"] as const) : []),
  ...(["summary", "challenges"] as const).filter((part) => untoldIn(before)[part].length > 0),
];

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
