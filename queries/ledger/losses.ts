// The gaps of a council's ledger: data that was lost with a store, unreadable data, and disclosures that were removed after their retention.
import { ANSWER_CATEGORY, councilOf, DISCLOSURE_CATEGORY, monthOf } from "../../disclosure/events.ts";
import type { AcceptedLoss } from "../../projections/disclosures/disclosures.ts";
import type { Quarantined } from "../../projections/runtime/quarantine.ts";
import { londonDate } from "../../services/dates.ts";
import { dateInWords, monthInWords } from "../../text/dates-in-words.ts";
import type { ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "disclosed"> & {
  readonly quarantine: {
    of(category: typeof ANSWER_CATEGORY | typeof DISCLOSURE_CATEGORY): readonly Pick<Quarantined, "streamId">[];
  };
};

/** The last month, `yyyy-mm`, whose disclosures have been removed. */
export const disclosuresRemovedTo = ({ disclosed }: Pick<ReadDeps, "disclosed">): string | undefined =>
  disclosed.queries().removedTo();

const WHAT_IS_LOST: Readonly<Record<AcceptedLoss["store"], string>> = {
  log: "some of the hub's records were lost. Concerns, or changes to them, may be missing.",
  disclosures: "some of the record of disclosures was lost. Earlier disclosures may be missing, and it is not known which.",
  keys: "some of the keys to earlier text were lost. Nobody can read that text.",
};

export const lossesInWords = ({ disclosed, quarantine }: Deps, council: string): readonly string[] => [
  ...disclosed
    .queries()
    .losses()
    .map(({ at, store }) => `On ${dateInWords(londonDate(new Date(at)))} it was recorded that ${WHAT_IS_LOST[store]}`),
  ...monthsNotRead(quarantine, council).map(
    (month) => `Some disclosures in ${monthInWords(month)} cannot be read, so they are missing.`,
  ),
];

/** Months, such as 2026-03, in which the council's disclosures may be incomplete, because the councils in unreadable answers are not known. */
function monthsNotRead(quarantine: Deps["quarantine"], council: string): readonly string[] {
  const ofCouncil = quarantine.of(DISCLOSURE_CATEGORY).filter(({ streamId }) => councilOf(streamId) === council);
  return [...new Set([...quarantine.of(ANSWER_CATEGORY), ...ofCouncil].map(({ streamId }) => monthOf(streamId)))].sort();
}
