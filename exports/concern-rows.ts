// Converts a concern to rows: each event with the record that it is about, found by id; then the concern, its shares and its readers at the time of the ledger.
import { wordOf } from "../services/concern/event-words.ts";
import type { ConcernEventType } from "../services/concern/events.ts";
import { enumName } from "../text/enum-name.ts";
import { isOnOneLine, type Words } from "./field-words.ts";
import type { Attribution, ExportedConcern, ExportedHistoryEntry, ExportedShare, Item } from "./ledger-document.ts";
import type { LedgerRow } from "./ledger-row.ts";

/** Events that need no entry below: those that create their record, whose row shows all of it, and those without text. */
type WithoutField =
  | ("ConcernLogged.v2" | "EvidenceAdded.v2" | "CouncilMadeAware.v2" | "CouncilReplied.v2" | "CorrectionRequested.v2")
  | ("ShareProposed.v2" | "ConversationRecorded.v1" | "ExplanationAccepted.v2" | "ReviewAgreed.v2" | "LightSupportArranged.v2")
  | ("SupportPackageArranged.v2" | "ConcernNotAccepted.v2" | "BodyNotPersuaded.v1" | "EscalationRaised.v1")
  | ("ReassuranceGiven.v2" | "PanelChallenged.v1" | "CouncilReached.v1" | "CouncilNotReached.v1" | "TimeTaken.v1")
  | ("ConcernRestricted.v1" | "OwnerSet.v1")
  | (
      | "UntoldFellDue.v1"
      | "DiscardProposed.v1"
      | "ConcernDiscarded.v1"
      | "OutcomeOpened.v1"
      | "OutcomeRefused.v1"
      | "TellingExtended.v1"
      | "UntoldWordsOpened.v1"
      | "SubmissionCited.v2"
      | "ShareRequested.v1"
      | "ConditionsAccepted.v1"
      | "ShareRequestWithdrawn.v1"
      | "WordsAnswered.v1"
      | "ShareExpired.v1"
      | "ReviewFellDue.v1"
      | "ChallengeFellDue.v1"
    );
/** Every other event -> the field of the record that contains its text, or its text as a reason. */
const FIELD_WITH_WORDS: Readonly<Record<Exclude<ConcernEventType, WithoutField>, string>> = {
  "EvidenceWithdrawn.v1": "withdrawn",
  "CorrectionResolved.v2": "reason",
  "AwarenessAnswered.v1": "statement",
  "PositionStated.v2": "statement",
  "ObjectionOverridden.v2": "override",
  "ShareMade.v2": "made",
  "LetterRecorded.v1": "letter",
  "DangerConfirmed.v1": "dangerConfirmed",
  "RestrictionReviewed.v1": "reviewed",
  "RestrictionLifted.v1": "lifted",
  "ShareWithdrawn.v1": "ended",
  "ShareRequestDeclined.v1": "declined",
  "ConcernReopened.v2": "reopenedBecause",
  "ConcernClosed.v2": "closed",
  "EscalationConfirmed.v1": "confirmed",
  "EscalationStoodDown.v1": "stoodDown",
  "ChallengeAnswered.v2": "answer",
  "EffectivenessReviewed.v1": "finding",
};
/** The event's name in `HistoryEntry.event`. */
const nameOf = (type: string): string => enumName(wordOf(type));
const FIELD_BY_NAME = new Map(Object.entries(FIELD_WITH_WORDS).map(([type, field]) => [nameOf(type), field]));
/** Events whose rows show the share as proposed; rows of other events show the share in force. */
const OF_A_PROPOSAL = new Set((["ShareProposed.v2", "ObjectionOverridden.v2"] as const).map(nameOf));
/** The field with a record's bodies, by its type. */
const BODIES: Readonly<Record<string, string>> = {
  Awareness: "bodies",
  Conversation: "liaison",
  Escalation: "body",
  ShareRequest: "body",
};

export function concernRows(concern: ExportedConcern, at: string, words: Words): readonly LedgerRow[] {
  const history = concern.history ?? [];
  const records = recordsById(concern, words);
  // A record keeps only the text of the last event of a type: rows of earlier events of the type have no text.
  const last = new Map(history.map(({ event, subject, number }) => [`${event} ${subject}`, number]));
  const firstEventOf = new Map(history.toReversed().map(({ subject, number }) => [subject, number]));
  const events = history.map((entry): LedgerRow => {
    const { event, subject, number } = entry;
    const recordType = records.get(subject)?.type;
    const record = last.get(`${event} ${subject}`) === number ? records.get(subject) : undefined;
    if (!record) return { ...eventRow(entry, words), ...(recordType && { recordType }) };
    const text =
      firstEventOf.get(subject) === number ? textOfMade(record, words) : textIn(record.item[FIELD_BY_NAME.get(event) ?? ""]);
    return { ...eventRow(entry, words), ...cellsOf(record, words, OF_A_PROPOSAL.has(event)), recordType: record.type, text };
  });
  const others = [...records].filter(([id]) => !firstEventOf.has(id));
  const withoutEvent = others.map(([id, { type, item }]): LedgerRow => {
    return { record: "part of a concern", what: type, text: words.lines(type, item, isNoReference), id };
  });
  const headline = headlineOf(concern, words);
  return [...events, ...withoutEvent, ...rowsOfState(concern, at, words)].map((row) => ({ ...headline, ...row }));
}

export const headlineOf = (concern: ExportedConcern, words: Words): LedgerRow => ({
  concern: concern.id,
  strand: words.value("Concern", concern, "strand"),
  cause: words.value("Concern", concern, "cause"),
});

const eventRow = (entry: ExportedHistoryEntry, words: Words): LedgerRow => ({
  record: "event",
  when: entry.at,
  number: String(entry.number),
  what: entry.what,
  by: words.person(entry.by),
  "role or body": entry.actor?.inWords ?? "",
  "words at the time": entry.said ?? "",
  "policy version": entry.policyVersion,
  "permitted by": words.policies(entry.permittedBy),
  "previous fingerprint": entry.previous,
  id: entry.subject,
});

/** Returns a text, or the reason of an attribution. */
const textIn = (value: unknown): string =>
  typeof value === "string" ? value : ((value as Attribution | null | undefined)?.reason ?? "");

/** The reference has a column of its own. */
const isNoReference = ({ name }: { readonly name: string }): boolean => name !== "id";

/** Fields that are in no other cell, later event or other row. */
function textOfMade({ type, item }: ConcernRecord, words: Words): string {
  const { explanation, answerBy, silence, standingAgreement, request } = item;
  if (type === "Share") return words.lines(type, { explanation, answerBy, silence, standingAgreement, request });
  return words.lines(type, item, (field) => isNoReference(field) && (type !== "Summary" || isOnOneLine(field)));
}

/** Returns the terms of a share, or the bodies of another record. */
function cellsOf({ type, item }: ConcernRecord, words: Words, asProposed = false): LedgerRow {
  if (type !== "Share" && type !== "Reassurance") return { to: words.value(type, item, BODIES[type] ?? "") };
  const share = item as ExportedShare;
  const conditions = share.position === "AGREES_WITH_CONDITIONS" && (share.statement ?? "only these parts, until this day");
  return {
    to: words.value("Share", share, "body"),
    parts: words.value("Share", share, asProposed ? "proposedParts" : "parts"),
    purpose: words.value("Share", share, "purpose"),
    until: asProposed ? share.proposedUntil : share.until,
    conditions: (!asProposed && conditions) || "",
  };
}

type ConcernRecord = { readonly type: string; readonly item: Item };
/** Id -> the record that an event can be about. The summary has the concern's id, and a reassurance the body and terms of its share. */
function recordsById({ id, summary, ...concern }: ExportedConcern, words: Words): ReadonlyMap<string, ConcernRecord> {
  // People, such as the owner of a concern, have ids too and are no records.
  const fields = [...words.fields("Concern", concern), ...words.fields("Summary", summary ?? {})].filter(
    ({ type }) => type.name !== "Actor",
  );
  const records = [
    ...(summary ? [{ type: "Summary", item: { ...summary, id } }] : []),
    ...fields.flatMap(({ type, value }) => [value].flat().map((item) => ({ type: type.name, item: item as Item }))),
    ...(concern.sharingRecord ?? []).flatMap((share) =>
      share.reassurances.map((one) => ({ type: "Reassurance", item: { ...share, ...one } as Item })),
    ),
  ];
  return new Map(records.filter(({ item }) => item.id).map((record) => [String(record.item.id), record]));
}

function rowsOfState(concern: ExportedConcern, when: string, words: Words): readonly LedgerRow[] {
  const { stage, version, withheld, erased, owner, loggedBy, sharingRecord, audience } = concern;
  const state = words.lines("Concern", { stage, version, withheld, ...(erased === true && { erased }), owner, loggedBy });
  const shares = (sharingRecord ?? []).map((item): LedgerRow => {
    const text = words.lines("Share", item, (field) => isNoReference(field) && isOnOneLine(field));
    const row = { record: "share", when, what: "A share", text, id: item.id, recordType: "Share" };
    return { ...row, ...cellsOf({ type: "Share", item }, words), isLive: item.status === "LIVE" };
  });
  const readers = (audience ?? []).map(
    (one): LedgerRow => ({
      record: "reader",
      when,
      what: "Who can see it",
      by: words.value("Audience", one, "people"),
      "role or body": words.joined("Audience", one, ["label", "bodies", "council", "region", "strand"]),
      parts: one.parts.map(({ part }) => words.enumValue("Part", part)).join("; "),
      text: words.value("Audience", one, "parts"),
      isOfCouncil: one.council !== null,
    }),
  );
  return [{ record: "concern", when, what: "The concern", text: state }, ...shares, ...readers];
}
