// A concern's events, each joined by id to the thing that it is about: what the event's row says of the thing.
import { wordOf } from "../../queries/live/event-visibility.ts";
import type { ConcernEventType } from "../../services/concern/events.ts";
import { enumName } from "../enums.ts";
import type { Attribution, ExportedConcern, ExportedShare, Item } from "./ledger-document.ts";
import type { Words } from "./words.ts";

type Cells = Readonly<Partial<Record<"to" | "parts" | "purpose" | "until" | "conditions" | "text", string>>>;

/** Events that did something to a thing later: the field of the thing that holds what was said, or the deed with its reason. */
const SAID_IN: Readonly<Partial<Record<ConcernEventType, string>>> = {
  "EvidenceWithdrawn.v1": "withdrawn",
  "CorrectionResolved.v2": "reason",
  "PositionStated.v1": "statement",
  "ObjectionOverridden.v1": "override",
  "ShareMade.v1": "made",
  "ShareWithdrawn.v1": "ended",
  "ConcernReopened.v2": "reopenedBecause",
  "ConcernClosed.v2": "closed",
  "EscalationConfirmed.v1": "confirmed",
  "EscalationStoodDown.v1": "stoodDown",
  "ChallengeAnswered.v2": "answer",
  "EffectivenessReviewed.v1": "finding",
};
const namedAs = (type: string): string => enumName(wordOf(type));
const FIELDS = new Map(Object.entries(SAID_IN).map(([type, field]) => [namedAs(type), field]));
/** Of these the share says what was proposed; of the others how it binds. */
const OF_A_PROPOSAL = new Set((["ShareProposed.v1", "ObjectionOverridden.v1"] as const).map(namedAs));

/** A text, or the reason that was given for a deed. */
export const saidIn = (value: unknown): string =>
  typeof value === "string" ? value : ((value as Attribution | null | undefined)?.reason ?? "");

/** To whom a share is, for what, and how it binds. */
export const shareCells = (share: ExportedShare, words: Words): Cells => ({
  ...{ to: words.value("Share", share, "body"), purpose: words.value("Share", share, "purpose") },
  ...{ parts: words.value("Share", share, "parts"), until: share.until, conditions: conditionsOf(share) },
});
/** The council's conditions in words; empty where there are none. */
export const conditionsOf = ({ position, statement }: ExportedShare): string =>
  position === "AGREES_WITH_CONDITIONS" ? (statement ?? "only these parts, until this day") : "";

/**
 * What the rows of a concern's events say of its things, by the event's number; and the things that no event is about. The event that made a
 * thing has all of it, and each later one what was said then.
 */
export function joinEvents(concern: ExportedConcern, words: Words) {
  const things = thingsOf(concern);
  const made = new Set<string>();
  // What is done to a thing again takes the place of what was done before: the thing holds the last of it.
  const last = new Map<string, readonly [number: number, cells: Cells]>();
  for (const { number, event, subject } of concern.history ?? []) {
    const found = things.get(subject);
    if (!found) continue;
    const { type, thing } = found;
    const text = made.has(subject) ? saidIn(thing[FIELDS.get(event) ?? ""]) : textOfMade(found, words);
    made.add(subject);
    last.set(`${event} ${subject}`, [number, { ...cellsOf(type, thing, event, words), text }]);
  }
  return {
    cells: new Map(last.values()),
    others: [...things].flatMap(([id, thing]) => (made.has(id) ? [] : [{ id, ...thing }])),
  };
}

function textOfMade({ type, thing }: Thing, words: Words): string {
  const { explanation, answerBy, silence, standingAgreement } = thing;
  return words.lines(type, type === "Share" ? { explanation, answerBy, silence, standingAgreement } : thing);
}

/** The bodies that a thing is about, by its type. */
const BODIES_IN: Readonly<Record<string, string>> = { Awareness: "bodies", Conversation: "liaison", Escalation: "body" };
function cellsOf(type: string, thing: Item, event: string, words: Words): Cells {
  if (type === "Share" || type === "Reassurance") {
    const { to = "", purpose = "", ...binding } = shareCells(thing as ExportedShare, words);
    if (type === "Reassurance") return { to, purpose };
    const proposed = { parts: words.value("Share", thing, "proposedParts"), until: String(thing.proposedUntil) };
    return { to, purpose, ...(OF_A_PROPOSAL.has(event) ? proposed : binding) };
  }
  const bodies = [(thing[BODIES_IN[type] ?? ""] ?? []) as Item | readonly Item[]].flat();
  return { to: bodies.map(({ name }) => name).join("; ") };
}

type Thing = { readonly type: string; readonly thing: Item };
/** Whatever events are about, by id; a concern's summary has the concern's. */
function thingsOf({ id, summary, sharingRecord, ...parts }: ExportedConcern): ReadonlyMap<string, Thing> {
  const { replies, corrections, conclusions, ...logged } = summary ?? {};
  const lists: Readonly<Record<string, readonly Item[] | null | undefined>> = {
    ...{ Summary: summary && [{ ...logged, id }], Reply: replies, Correction: corrections, Conclusion: conclusions },
    ...{ Evidence: parts.evidence, Awareness: parts.awareness, Conversation: parts.conversations, Challenge: parts.challenges },
    ...{ Share: sharingRecord, Escalation: parts.escalations, NotPersuaded: parts.notPersuaded },
    // Its recipient and purpose are the share's.
    Reassurance: sharingRecord?.flatMap((share) => share.reassurances.map((one) => ({ ...share, ...one }))),
  };
  const things = Object.entries(lists).flatMap(([type, all]) => (all ?? []).map((thing) => ({ type, thing })));
  return new Map(things.map((one) => [String(one.thing.id), one]));
}
