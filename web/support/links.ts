// The addresses of a support's pages, and what they offer the council. The API decides whether it is done.
import type { AnswerOf } from "../documents.ts";
import type { PageRequest } from "../page.ts";

/** The address of a support's page, by the part of an address that names it. */
export const supportPath = (support = ""): string => `/supports/${encodeURIComponent(support)}`;

export const addressOfSupport = ({ address }: Pick<PageRequest, "address">): string => supportPath(address.support);

type SupportOnPage = NonNullable<AnswerOf<"support/support.graphql">["support"]>;
type Move = NonNullable<SupportOnPage["detail"]>["moves"][number];
type Spoken = { readonly detail: { readonly speakingOffices: readonly string[] } | null };

export const maySpeakOn = ({ detail }: Spoken): boolean => (detail?.speakingOffices ?? []).length > 0;

/** An answer can be changed until the support has ended. */
export const isToAnswer = (support: SupportOnPage): boolean => maySpeakOn(support) && support.endedOn === null;

/** Whether the council has agreed at some time: what its region sees can be changed after the end, too. */
export const isAgreed = (support: SupportOnPage): boolean =>
  maySpeakOn(support) && (support.detail?.answers ?? []).some(({ answer }) => answer === "AGREED");

/** The days that the council is asked to agree to. */
export const moveToAnswer = (support: SupportOnPage): Move | undefined =>
  maySpeakOn(support) ? support.detail?.moves.find(({ by, isOpen }) => isOpen && by === "PROVIDER") : undefined;

/** Whether the council is asked if the support worked. */
export const isToJudge = (support: SupportOnPage): boolean =>
  maySpeakOn(support) &&
  support.begunOn !== null &&
  support.endedOn !== null &&
  (support.judgements ?? []).every(({ by }) => by !== "COUNCIL");
