import { adviserAssignments } from "../advisers.ts";
import type { AnswerOf } from "../documents.ts";
import { definePage } from "../page.ts";

export const SIGNALS_PATH = "/requests-for-support";

/** The address of a request's page, by the part of an address that names it. */
export const signalPath = (signal = ""): string => `${SIGNALS_PATH}/${encodeURIComponent(signal)}`;

type SignalData = AnswerOf<"requests-for-support/signal.graphql">;
type SignalToAnswer = {
  readonly council: { readonly region: { readonly code: string } };
  readonly answered: object | null;
  readonly withdrawn: object | null;
};
type SignalOnPage = NonNullable<SignalData["signal"]>;

/** Those who may speak for the council withdraw its request, as long as it has not been withdrawn. */
export const isToWithdraw = ({ council, withdrawn }: Pick<SignalOnPage, "council" | "withdrawn">): boolean =>
  council.speakingOffices.length > 0 && withdrawn === null;

/** Advisers of the region answer it. */
export const isToAnswerSignal = ({ council, withdrawn, answered }: SignalToAnswer, viewer: SignalData["viewer"]): boolean =>
  withdrawn === null &&
  answered === null &&
  adviserAssignments(viewer.assignments).some(({ regions }) => regions.some(({ code }) => code === council.region.code));

/** A council's own request for support, and the answer. */
export const signalPage = definePage({
  path: `${SIGNALS_PATH}/:signal`,
  document: "requests-for-support/signal.graphql",
  template: "requests-for-support/signal.njk",
  variables: ({ address }) => ({ id: address.signal ?? "" }),
  present: ({ signal: found, viewer }) =>
    found
      ? {
          title: "A council’s request for support",
          back: { href: SIGNALS_PATH, text: "All requests for support" },
          signal: found,
          address: signalPath(found.id),
          mayWithdraw: isToWithdraw(found),
          mayAnswer: isToAnswerSignal(found, viewer),
        }
      : undefined,
});
