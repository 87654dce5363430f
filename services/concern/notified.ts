// Whether a notice has reached somebody who can speak for the council (docs/decisions/0033). Pure.
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import type { Strand } from "../../reference/strands.ts";
import type { Days } from "../decision-context.ts";
import type { NoticeState } from "../notice/stream.ts";
import { officesIn } from "../people/assignments.ts";
import type { PersonState } from "../people/state.ts";
import type { Share } from "./state.ts";

/** What is on record of a person and of the notices to them. */
export type Notified = {
  /** Whether they can speak for the council on the concern's strand today. */
  readonly speaks: boolean;
  readonly signedInAt: string | undefined;
  /** The last notice that was sent: when it was decided, and when it was sent. */
  readonly notice: { readonly decidedAt: string; readonly sentAt: string } | undefined;
};

/** The facts of a concern that decide who may speak on it for its council. */
export type SpokenOn = Pick<ConcernFacts, "council" | "restricted" | "namedReaders"> & { readonly strand: Strand };

export const notifiedOf = (
  person: PersonState | undefined,
  last: NoticeState | undefined,
  { council, strand, restricted, namedReaders }: SpokenOn,
  days: Days,
): Notified => ({
  speaks:
    officesIn(person?.assignments ?? [], council, days)(strand).length > 0 &&
    (!restricted || namedReaders.includes(person?.id ?? "")),
  signedInAt: person?.firstSignedIn?.at,
  notice: last?.sent,
});

/** Somebody who can speak for the council had signed in, and was sent a notice after that and after the proposal. */
export function isReached({ proposed }: Pick<Share, "proposed">, notified: Notified | undefined): boolean {
  if (!notified?.speaks || notified.signedInAt === undefined || !notified.notice) return false;
  const { decidedAt, sentAt } = notified.notice;
  return decidedAt > proposed.at && sentAt > notified.signedInAt;
}
