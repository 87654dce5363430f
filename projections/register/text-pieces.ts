// The searchable pieces of a concern's text: each is the text of one event, as the least privileged reader of its part sees it. None has a
// protected source.
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { Part } from "../../reference/concern-parts.ts";
import { TEXT_PIECE_KINDS, type TextPieceKind } from "../../services/concern/event-declaration.ts";
import { piecesChanged } from "../../services/concern/event-news.ts";
import type { ConcernEvent } from "../../services/concern/events.ts";
import type { Conclusion } from "../../services/concern/life.ts";
import { currentNarrative } from "../../services/concern/narrative.ts";
import { type ConcernState, type Correction, type Evidence, partOnceTold, type Reply } from "../../services/concern/state.ts";
import { CLOSING, reopeningId } from "../../services/concern/word-answers.ts";
import { reveal } from "../../services/confidential.ts";

export const TEXT_PARTS = ["summary", "evidence", "unsharedEvidence"] as const satisfies readonly Part[];
export type TextPart = (typeof TEXT_PARTS)[number];

type Keys = Pick<KeyStore, "unseal">;
export type Piece = {
  /** Unique within the concern, and never changes. */
  readonly number: number;
  readonly part: TextPart;
  /** The word of the concern that it is; undefined for pieces that every recipient of the part reads. */
  readonly word?: string;
  readonly text: (keys: Keys) => string;
};

const PLACES = 8;
const numberOf = (kind: TextPieceKind, index = 0): number => index * PLACES + TEXT_PIECE_KINDS.indexOf(kind);

/** The kind of the piece with this number. Throws TypeError. */
export function kindOfPiece(number: number): TextPieceKind {
  const kind = TEXT_PIECE_KINDS[number % PLACES];
  if (!kind) throw new TypeError(`${number} is no number of a piece.`);
  return kind;
}

/** Returns every piece in the order of the numbers; none of a discarded concern. */
export const piecesOf = (state: ConcernState): readonly Piece[] =>
  (state.untold.discarded ? [] : everyPiece(state)).toSorted((a, b) => a.number - b.number);

const everyPiece = (state: ConcernState): readonly Piece[] => [
  narrativePiece(state),
  ...(state.closed ? [closingPiece(state.closed)] : []),
  ...state.evidence.map(evidencePiece),
  ...state.replies.map(replyPiece),
  ...state.corrections.map(correctionPiece),
  ...state.corrections.flatMap(({ correction, resolved }, index) =>
    resolved ? [resolutionPiece(correction, resolved, index)] : [],
  ),
  ...state.conclusions.map(conclusionPiece),
  ...state.conclusions.flatMap(({ id, reopened }, index) => (reopened ? [reopeningPiece(id, reopened, index)] : [])),
];

/** Returns the numbers of the pieces whose text or part an event changed, according to the state after it. */
export const piecesChangedBy = (event: ConcernEvent, state: ConcernState): readonly number[] =>
  piecesChanged(event, state).map(([kind, index]) => numberOf(kind, index));

const lines = (texts: readonly (string | undefined)[]): string => texts.filter((text) => text !== undefined).join("\n");

const narrativePiece = (state: ConcernState): Piece => ({
  number: numberOf("narrative"),
  part: "summary",
  text(keys) {
    const { summary, observed } = currentNarrative(keys, state, false);
    return lines([summary, observed]);
  },
});

const closingPiece = ({ text, told }: NonNullable<ConcernState["closed"]>): Piece => ({
  number: numberOf("closing"),
  word: CLOSING,
  part: partOnceTold(told, "summary"),
  text: (keys) => lines([reveal(keys, text)?.reason]),
});

const evidencePiece = ({ evidence, text, told, withdrawn, protectedSource }: Evidence, index: number): Piece => ({
  number: numberOf("evidence", index),
  word: evidence,
  part: partOnceTold(told && !withdrawn, "evidence"),
  text(keys) {
    const { account, source, reference } = reveal(keys, text) ?? {};
    return lines(protectedSource ? [account] : [account, source, reference]);
  },
});

const replyPiece = ({ text }: Reply, index: number): Piece => ({
  number: numberOf("reply", index),
  part: "summary",
  text: (keys) => lines([reveal(keys, text)?.reply]),
});

const correctionPiece = ({ text }: Correction, index: number): Piece => ({
  number: numberOf("correction", index),
  part: "summary",
  text: (keys) => lines([reveal(keys, text)?.request]),
});

/** Corrected text belongs to the resolution until the council was told, and then to the narrative. */
const resolutionPiece = (word: string, { text, told, outcome }: NonNullable<Correction["resolved"]>, index: number): Piece => ({
  number: numberOf("resolution", index),
  word,
  part: partOnceTold(told, "summary"),
  text(keys) {
    const { reason, correctedSummary, correctedObserved } = reveal(keys, text) ?? {};
    return lines(!told && outcome === "accepted" ? [reason, correctedSummary, correctedObserved] : [reason]);
  },
});

const conclusionPiece = ({ id, text, told }: Conclusion, index: number): Piece => ({
  number: numberOf("conclusion", index),
  word: id,
  part: partOnceTold(told, "summary"),
  text: (keys) => lines(Object.values(reveal<Readonly<Record<string, string>>>(keys, text) ?? {})),
});

const reopeningPiece = (id: string, { text, told }: NonNullable<Conclusion["reopened"]>, index: number): Piece => ({
  number: numberOf("reopening", index),
  word: reopeningId(id),
  part: partOnceTold(told, "summary"),
  text: (keys) => lines([reveal(keys, text)?.reason]),
});
