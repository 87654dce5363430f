// A day of a region's diary as files have it. It has no more than the engagement of a support, and that a review of it is planned or was held.
import type { NOTED_DATE_KINDS } from "../services/council/events.ts";
import type { VISIT_KINDS } from "../services/support/clashes.ts";

export type ExportedDay = {
  readonly id: string;
  readonly kind: (typeof VISIT_KINDS)[number] | (typeof NOTED_DATE_KINDS)[number];
  readonly council: { readonly code: string; readonly name: string };
  /** The provider's name; undefined for a date that is noted of the council. */
  readonly provider: string | undefined;
  readonly from: string;
  readonly to: string;
};

export const DAY_WORDS: Readonly<Record<ExportedDay["kind"], string>> = {
  presence: "On site",
  approach: "Approach or visit",
  review: "Review of support",
  inspection: "Inspection",
  election: "Election",
  budget: "Budget day",
};
