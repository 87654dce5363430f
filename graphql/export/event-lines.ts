// What the row of an event says of the thing that the event is about: the event names the thing by its id.
import { wordOf } from "../../queries/live/event-visibility.ts";
import type { ConcernEventType } from "../../services/concern/events.ts";
import { enumName } from "../enums.ts";
import type { Attribution, ExportedConcern, ExportedShare, Item } from "./ledger-document.ts";
import type { Words } from "./words.ts";

type Cells = Readonly<Partial<Record<"to" | "parts" | "purpose" | "until" | "conditions" | "text", string>>>;
/** The type of the thing, whether the event made it, and what the row says of it. */
type Line = { readonly type: string; readonly makes: boolean; readonly cells: (thing: Item, words: Words) => Cells };

/** Of an event that made a thing: all of it. */
const made = (type: string, more: (thing: Item, words: Words) => Cells = () => ({})): Line => ({
  ...{ type, makes: true },
  cells: (thing, words) => ({ text: words.lines(type, thing), ...more(thing, words) }),
});
/** Of what was done to a thing later: what was said with it, in a field of the thing. The rest stands with the event that made it. */
const later = (type: string, field?: string): Line => ({
  ...{ type, makes: false },
  cells: (thing) => (field === undefined ? {} : { text: saidIn(thing[field]) }),
});
const onShare = (cells: (share: ExportedShare, words: Words) => Cells, makes = false): Line => ({
  ...{ type: "Share", makes },
  cells: (thing, words) => ({ ...recipient(thing, words), ...cells(thing as ExportedShare, words) }),
});

/** A text, or the reason that was given for a deed. */
export const saidIn = (value: unknown): string =>
  typeof value === "string" ? value : ((value as Attribution | null | undefined)?.reason ?? "");
const bodiesIn = (bodies: unknown): Cells => ({ to: (bodies as readonly Item[]).map(({ name }) => name).join("; ") });

export const recipient = (share: Item, words: Words): Cells => ({
  ...{ to: words.value("Share", share, "body"), purpose: words.value("Share", share, "purpose") },
});
const asProposed = ({ proposedParts, proposedUntil }: ExportedShare, words: Words): Cells => ({
  ...{ parts: words.enumValue("Part", proposedParts), until: proposedUntil },
});
export const asItBinds = (share: ExportedShare, words: Words): Cells => ({
  ...{ parts: words.enumValue("Part", share.parts), until: share.until, conditions: conditionsOf(share) },
});
/** The council's conditions in words; empty where there are none. */
export const conditionsOf = ({ position, statement }: ExportedShare): string =>
  position === "AGREES_WITH_CONDITIONS" ? (statement ?? "narrowed to these parts and this day") : "";

/** Total over every event: a new one does not compile until it says here what its row holds. */
const LINES: Readonly<Record<ConcernEventType, Line>> = {
  "ConcernLogged.v1": made("Summary"),
  "EvidenceAdded.v1": made("Evidence"),
  "EvidenceWithdrawn.v1": later("Evidence", "withdrawn"),
  "SubmissionCited.v1": later("Evidence"),
  "CouncilMadeAware.v1": made("Awareness", ({ bodies }) => bodiesIn(bodies)),
  "CouncilReplied.v1": made("Reply"),
  "CorrectionRequested.v1": made("Correction"),
  "CorrectionResolved.v2": later("Correction", "reason"),
  "ShareProposed.v1": onShare((share, words) => {
    const { explanation, answerBy, silence, standingAgreement } = share;
    return { ...asProposed(share, words), text: words.lines("Share", { explanation, answerBy, silence, standingAgreement }) };
  }, true),
  "PositionStated.v1": onShare((share, words) => ({ ...asItBinds(share, words), text: share.statement ?? "" })),
  "ObjectionOverridden.v1": onShare((share, words) => ({ ...asProposed(share, words), text: saidIn(share.override) })),
  "ShareMade.v1": onShare((share, words) => ({ ...asItBinds(share, words), text: saidIn(share.made) })),
  "ShareWithdrawn.v1": onShare((share, words) => ({ ...asItBinds(share, words), text: saidIn(share.ended) })),
  "ShareExpired.v1": onShare(asItBinds),
  "ConversationRecorded.v1": made("Conversation", ({ liaison }) => bodiesIn(liaison)),
  "ExplanationAccepted.v2": made("Conclusion"),
  "ReviewAgreed.v2": made("Conclusion"),
  "LightSupportArranged.v2": made("Conclusion"),
  "SupportPackageArranged.v2": made("Conclusion"),
  "ConcernNotAccepted.v2": made("Conclusion"),
  "ReviewFellDue.v1": later("Conclusion"),
  "ConcernReopened.v2": later("Conclusion", "reopenedBecause"),
  "ConcernClosed.v2": later("Summary", "closed"),
  "BodyNotPersuaded.v1": made("NotPersuaded"),
  "EscalationRaised.v1": made("Escalation", ({ body }) => bodiesIn([body])),
  "EscalationConfirmed.v1": later("Escalation", "confirmed"),
  "EscalationStoodDown.v1": later("Escalation", "stoodDown"),
  "ReassuranceGiven.v2": made("Reassurance", recipient),
  "PanelChallenged.v1": made("Challenge"),
  "ChallengeAnswered.v2": later("Challenge", "answer"),
  "ChallengeFellDue.v1": later("Challenge"),
  "EffectivenessReviewed.v1": later("Challenge", "finding"),
};
const LINE_OF = new Map(Object.entries(LINES).map(([type, line]) => [enumName(wordOf(type)), line]));

/** What the rows of a concern's events say of its things, by the event's number; and the things that no event made. */
export function joinEvents(concern: ExportedConcern, words: Words) {
  const things = thingsOf(concern);
  const unmade = new Map(things);
  // What is done to a thing again takes the place of what was done before: the thing holds the last of it.
  const last = new Map<string, readonly [number: number, cells: Cells]>();
  for (const { number, event, subject } of concern.history ?? []) {
    const line = LINE_OF.get(event);
    const key = `${line?.type} ${subject}`;
    const found = things.get(key);
    if (!line || !found) continue;
    if (line.makes) unmade.delete(key);
    last.set(`${event} ${subject}`, [number, line.cells(found.thing, words)]);
  }
  return { cells: new Map(last.values()), unmade: [...unmade.values()] };
}

type Thing = { readonly type: string; readonly thing: Item };
/** Whatever events are about, by type and id; a concern's summary has the concern's. */
function thingsOf({ id, summary, sharingRecord, ...parts }: ExportedConcern): ReadonlyMap<string, Thing> {
  const { replies, corrections, conclusions, ...logged } = summary ?? {};
  const lists: Readonly<Record<string, readonly Item[] | null | undefined>> = {
    ...{ Summary: summary && [{ ...logged, id }], Reply: replies, Correction: corrections, Conclusion: conclusions },
    ...{ Evidence: parts.evidence, Awareness: parts.awareness, Conversation: parts.conversations, Challenge: parts.challenges },
    ...{ Share: sharingRecord, Escalation: parts.escalations, NotPersuaded: parts.notPersuaded },
    // What is said of the recipient and the purpose is the share's.
    Reassurance: sharingRecord?.flatMap((share) => share.reassurances.map((one) => ({ ...share, ...one }))),
  };
  const things = Object.entries(lists).flatMap(([type, all]) => (all ?? []).map((thing) => ({ type, thing })));
  return new Map(things.map((one) => [`${one.type} ${one.thing.id}`, one]));
}
