// The pieces of a concern's text that can be searched: what one event brought, in the words that the least privileged reader of its part sees.
// A protected source is in none of them.
import type { KeyStore } from "../../event-log/sealing.ts";
import type { Part } from "../../policies/facts.ts";
import type { ConcernEvent } from "../../services/concern/events.ts";
import { CONCLUDES, type Conclusion } from "../../services/concern/life.ts";
import type { ConcernState, Correction, Evidence, Reply } from "../../services/concern/state.ts";
import { reveal } from "../../services/confidential.ts";
import { currentNarrative } from "./present.ts";

export const TEXT_PARTS = ["summary", "evidence", "unsharedEvidence"] as const satisfies readonly Part[];
export type TextPart = (typeof TEXT_PARTS)[number];

type Keys = Pick<KeyStore, "unseal">;
export type Piece = {
  /** Its own within the concern, for good. */
  readonly number: number;
  readonly part: TextPart;
  readonly text: (keys: Keys) => string;
};

const KINDS = ["narrative", "closing", "evidence", "reply", "correction", "conclusion"] as const;
type Kind = (typeof KINDS)[number];
const PLACES = 8;
const numberOf = (kind: Kind, index = 0): number => index * PLACES + KINDS.indexOf(kind);

/** Every piece, in the order of their numbers. */
export const piecesOf = (state: ConcernState): readonly Piece[] =>
  [
    narrativePiece(state),
    ...(state.closed ? [closingPiece(state.closed)] : []),
    ...state.evidence.map(evidencePiece),
    ...state.replies.map(replyPiece),
    ...state.corrections.map(correctionPiece),
    ...state.conclusions.map(conclusionPiece),
  ].sort((a, b) => a.number - b.number);

/** The numbers of the pieces whose text, or part, an event changed, by the state after it. Shares and awareness change who finds a piece. */
export function piecesChangedBy({ type, data }: ConcernEvent, state: ConcernState): readonly number[] {
  switch (type) {
    case "ConcernLogged.v1":
      return [numberOf("narrative")];
    case "EvidenceAdded.v1":
    case "EvidenceWithdrawn.v1":
      return [
        numberOf(
          "evidence",
          state.evidence.findIndex(({ evidence }) => evidence === data.evidence),
        ),
      ];
    case "CouncilReplied.v1":
      return [numberOf("reply", state.replies.length - 1)];
    case "CorrectionRequested.v1":
    case "CorrectionResolved.v1": {
      const changed = numberOf(
        "correction",
        state.corrections.findIndex(({ correction }) => correction === data.correction),
      );
      return "outcome" in data && data.outcome === "accepted" ? [changed, numberOf("narrative")] : [changed];
    }
    case "ConcernReopened.v1":
      return [numberOf("closing"), numberOf("conclusion", state.conclusions.length - 1)];
    case "ConcernClosed.v1":
      return [numberOf("closing")];
    default:
      return Object.hasOwn(CONCLUDES, type) ? [numberOf("conclusion", state.conclusions.length - 1)] : [];
  }
}

const lines = (texts: readonly (string | undefined)[]): string => texts.filter((text) => text !== undefined).join("\n");

const narrativePiece = (state: ConcernState): Piece => ({
  number: numberOf("narrative"),
  part: "summary",
  text(keys) {
    const { summary, observed } = currentNarrative(keys, state);
    return lines([summary, observed]);
  },
});

const closingPiece = ({ text }: NonNullable<ConcernState["closed"]>): Piece => ({
  number: numberOf("closing"),
  part: "summary",
  text: (keys) => lines([reveal(keys, text)?.reason]),
});

const evidencePiece = ({ text, told, withdrawn, protectedSource }: Evidence, index: number): Piece => ({
  number: numberOf("evidence", index),
  part: told && !withdrawn ? "evidence" : "unsharedEvidence",
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

const correctionPiece = ({ text, resolved }: Correction, index: number): Piece => ({
  number: numberOf("correction", index),
  part: "summary",
  text: (keys) => lines([reveal(keys, text)?.request, resolved && reveal(keys, resolved.text)?.reason]),
});

const conclusionPiece = ({ text, reopened }: Conclusion, index: number): Piece => ({
  number: numberOf("conclusion", index),
  part: "summary",
  text: (keys) =>
    lines([
      ...Object.values(reveal<Readonly<Record<string, string>>>(keys, text) ?? {}),
      reopened && reveal(keys, reopened.text)?.reason,
    ]),
});
