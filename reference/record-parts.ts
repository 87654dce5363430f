// The parts that an answer can disclose of each kind of record about a council. An answer with the record always discloses the first part.
import { DISCLOSED_PARTS } from "./concern-parts.ts";

export const RECORD_PARTS = {
  /** The outcome, and that a share has ended, go to bodies that may read nothing else of the concern. */
  concern: [...DISCLOSED_PARTS, "outcome", "shareEnding"],
  support: ["engagement", "purpose", "supportDetail"],
  submission: ["submission", "handling"],
  signal: ["signal"],
} as const;
export type RecordKind = keyof typeof RECORD_PARTS;
export const RECORD_KINDS = Object.keys(RECORD_PARTS) as readonly RecordKind[];
/** Parts of different kinds have different names. */
export type RecordPart<Kind extends RecordKind = RecordKind> = (typeof RECORD_PARTS)[Kind][number];
export const ALL_RECORD_PARTS: readonly RecordPart[] = Object.values(RECORD_PARTS).flat();
