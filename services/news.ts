// News says what has happened since a person last read it. It is derived from events and never recorded. Like a task it names an audience; when it is read,
// policy is asked whether the reader may see what it tells, now (docs/decisions/0042-news.md).
import type { Position } from "../event-log/port.ts";
import type { PersonFacts } from "../policies/engine/facts.ts";
import { audiencesOf, type TaskAudience } from "./tasks.ts";

/** Kind of news -> its sentence. */
export const NEWS_KINDS = {
  shared: "A concern has been shared with you.",
  reported: "A concern has been reported to the panel.",
  "terms-changed": "A share of a concern with you has other terms, or is open again.",
  "share-over": "A share of a concern with you has ended.",
  "evidence-opened": "You can read new evidence for a concern.",
  corrected: "A request to correct a concern has been answered.",
  concluded: "A concern has been concluded.",
  reopened: "A concern has been reopened.",
  closed: "A concern has been closed.",
  reassured: "You have been given reassurance about a concern.",
  "challenge-answered": "A challenge of the panel has been answered.",
  replied: "A council has replied to a concern.",
  told: "An adviser has recorded that your council was told of a concern.",
  "share-proposed": "An adviser proposes to share a concern about your council.",
  "share-made": "A concern about your council has been shared.",
  "share-ended": "A share of a concern about your council has ended.",
  "share-withdrawn": "A proposal to share a concern about your council has been withdrawn.",
  "objection-overridden": "An adviser has overridden your council's objection to a share. Read the reason.",
  opened: "A body has opened a concern about your council for the first time.",
  "correction-resolved": "A correction that your council requested has been accepted or refused. Read the reason.",
  "request-declined": "Your council's request for a share has been declined. Read the reason.",
  "evidence-supplied": "A council has supplied evidence of its own.",
  "position-stated": "A council has said whether it agrees to a share.",
  "awareness-answered": "A council has said whether it was told of a concern.",
  "words-answered": "A council has said whether later words about a concern may open.",
  "support-offered": "Support has been offered to a council in your region.",
  "support-agreed": "A council in your region has agreed to support.",
  "support-moved": "Support in your region has moved to other days.",
  "support-not-working": "A review says that support in your region is not working.",
  "progress-judged": "A review says how support for your council is going.",
  "submission-received": "Information about a council has been submitted.",
  "submission-told": "An adviser has recorded that your council was told of information that was submitted.",
  "request-answered": "Your council's request for support has been answered.",
  "approach-cancelled": "An approach or visit to a council has been cancelled.",
} as const satisfies Readonly<Record<string, string>>;
export type NewsKind = keyof typeof NEWS_KINDS;

export const newsInWords = (kind: NewsKind): string => NEWS_KINDS[kind];

/** The advisers of a scope, a council, a body with its people and seats, a person, the leads of a region. */
export type NewsAudience = TaskAudience | `leads:${string}`;

/** `Tells` are the parts of the kind of record that news can disclose. */
export type NewsEntry<Tells extends string = string> = {
  readonly kind: NewsKind;
  readonly audience: NewsAudience;
  /** The id of the share, the reply or other part that it is about. */
  readonly about?: string | undefined;
  /** The part that the news discloses. Only readers of it get the news. */
  readonly tells: Tells;
  /** The first day of news that begins later than the event, such as that of a share which opens after some days. */
  readonly from?: string;
};

/** News as it is recorded beside its subject, as far as a read mark needs it. */
export type RecordedNews = Pick<NewsEntry, "audience" | "from"> & { readonly position: Position };

/** Returns every audience to which a person belongs. */
export const newsAudiencesOf = (person: PersonFacts): readonly NewsAudience[] => [
  ...audiencesOf(person).filter((audience) => !audience.startsWith("speakers:")),
  ...person.leadRegions.map((region): NewsAudience => `leads:${region}`),
];
