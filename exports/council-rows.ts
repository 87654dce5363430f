// Converts a council's records other than concerns to rows: one for each record, and one for each later event.
import type { Words } from "./field-words.ts";
import type { Attribution, ExportedCouncilRecords, Item } from "./ledger-document.ts";
import type { LedgerRow } from "./ledger-row.ts";

/** List or record -> its type in the schema, and its name in words. */
export const COUNCIL_RECORDS: Readonly<Record<keyof ExportedCouncilRecords, readonly [type: string, label: string]>> = {
  conversationLead: ["ConversationLead", "Lead of the single conversation"],
  standingAgreements: ["StandingAgreement", "Standing agreements"],
  formerLeads: ["FormerLead", "Former leads of the single conversation"],
  approaches: ["Approach", "Planned approaches and visits"],
  pastApproaches: ["Approach", "Past approaches and visits"],
  routineContacts: ["RoutineContact", "Contacts without a concern"],
  notedDates: ["NotedDate", "Inspections, elections and budget days"],
  practiceContacts: ["PracticeContact", "Agreements to be contacted"],
  officers: ["CouncilOfficer", "Offices in the council"],
  supports: ["Support", "Support"],
  submissions: ["Submission", "Submissions about the council"],
  signals: ["Signal", "Requests for support"],
  alignedSupport: ["AlignedSupport", "Support from all providers"],
};

export const councilRows = (ofCouncil: ExportedCouncilRecords, words: Words): readonly LedgerRow[] =>
  Object.entries(COUNCIL_RECORDS).flatMap(([name, [type, label]]) => {
    const items = [ofCouncil[name as keyof ExportedCouncilRecords] ?? []].flat() as readonly Item[];
    return items.flatMap((item): readonly LedgerRow[] => {
      const [made, ...later] = [...submittedBySource(item), ...attributionsIn(type, item, words)];
      const row = (done: LedgerRow | undefined, text: string) => ({
        record: "about the council",
        strand: words.value(type, item, "strand"),
        cause: words.value(type, item, "cause"),
        ...done,
        what: done ? `${label}: ${done.what}` : label,
        text,
        id: String(item.id ?? item.person ?? ""),
      });
      // The reference has a column of its own.
      const text = words.lines(type, item, ({ name }) => name !== "id");
      return [row(made, text), ...later.map((done) => row(done, done.text ?? ""))];
    });
  });

/** The submission of a protected source is attributed to it in words. */
const submittedBySource = ({ sourceWithheld, submittedOn, from }: Item): readonly LedgerRow[] =>
  sourceWithheld === true ? [{ what: "submitted", when: String(submittedOn), by: String(from) }] : [];

/** The attributions of a record in the schema's order: its creation comes first. */
const attributionsIn = (type: string, item: Item, words: Words): readonly LedgerRow[] =>
  words.fields(type, item).flatMap(({ name, type: { name: fieldType }, value }): readonly LedgerRow[] => {
    if (fieldType !== "Attribution")
      return [value].flat().flatMap((inner) => (isItem(inner) ? attributionsIn(fieldType, inner, words) : []));
    const answer = name === "answered" ? words.value(type, item, "statement") || words.value(type, item, "answer") : "";
    const what = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    const done = [value].flat() as readonly Attribution[];
    return done.map(({ by, at, reason, actor }) => ({
      ...{ what, when: at, by: words.person(by), "role or body": actor?.inWords ?? "" },
      text: reason ?? answer,
    }));
  });

const isItem = (value: unknown): value is Item => typeof value === "object" && value !== null;
