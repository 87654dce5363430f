// What else is held about a council: of each kind its type in the schema, and what was done, when and with which words.
import type { ExportedCouncilRecords, Item } from "./ledger-document.ts";

/** What was done; by whom and when, or the day or moment alone; and what was said, where it is not the reason given. */
type Deed = readonly [what: string, done: unknown, said?: unknown];
/** The first of the deeds made the record, and stands also where nothing says when. */
type Kind = { readonly type: string; readonly deeds: (item: Item, now: string) => readonly Deed[] };

/** By the words for each deed and the field that holds it; and the field that holds what was said, where there is one. */
const kind = (type: string, ...deeds: readonly (readonly [what: string, done: string, said?: string])[]): Kind => ({
  type,
  deeds: (item) => deeds.map(([what, done, said]) => [what, item[done], said && item[said]]),
});

const approach = kind(
  "Approach",
  ["An approach or visit was planned", "planned"],
  ["An approach or visit was cancelled", "cancelled"],
);
const LEAD_NAMED = "The lead of the single conversation was named";
const SUPPORT_ANSWERED = "The council answered an offer of support";

export const COUNCIL_RECORDS: Readonly<Record<keyof ExportedCouncilRecords, Kind>> = {
  conversationLead: kind("ConversationLead", [LEAD_NAMED, "named"]),
  standingAgreements: kind(
    "StandingAgreement",
    ["The council gave a standing agreement", "given"],
    ["The council took a standing agreement back", "takenBack"],
  ),
  formerLeads: kind("FormerLead", [LEAD_NAMED, "named"], ["The lead of the single conversation ended", "ended"]),
  approaches: approach,
  pastApproaches: approach,
  practiceContacts: { type: "PracticeContact", deeds: () => [["The council agreed to be contacted", null]] },
  supports: {
    type: "Support",
    deeds({ detail, offeredOn, begunOn }) {
      const { offered, formerAnswers = [], answered, statement, ended } = (detail ?? {}) as Item;
      const answers = [...(formerAnswers as readonly Item[]), { answered, statement }];
      return [
        ["Support was offered", offered ?? offeredOn],
        ...answers.map(({ answered, statement }): Deed => [SUPPORT_ANSWERED, answered, statement]),
        ["Support began", begunOn, ""],
        ["Support ended", ended],
      ];
    },
  },
  submissions: {
    type: "Submission",
    deeds: ({ submitted, handling }) => [
      ["A department or inspectorate submitted information", submitted],
      ["A submission was set aside", (handling as Item | null)?.setAside],
    ],
  },
  signals: kind(
    "Signal",
    ["The council requested support", "requested"],
    ["A request for support was answered", "answered", "answer"],
    ["The council withdrew its request for support", "withdrawn"],
  ),
  alignedSupport: { type: "AlignedSupport", deeds: (_, now) => [["Support from all providers", now]] },
};

/** Each kind by name, with the records of it: a list, one or none. */
export const recordsIn = (held: ExportedCouncilRecords) =>
  Object.entries(COUNCIL_RECORDS).map(([name, kind]) => ({
    ...{ name, ...kind },
    items: [held[name as keyof ExportedCouncilRecords] ?? []].flat() as readonly Item[],
  }));
