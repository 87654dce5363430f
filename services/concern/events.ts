// The events of a concern. Fields that policies and counts need are open; narrative and names are confidential and sealed under the concern's own key.
// docs/events.md lists them; test/golden has each stored form.

import { z } from "zod";
import { streamName } from "../../event-log/stream-name.ts";
import { FILE_SCANS, FILE_TYPES } from "../../reference/accepted-files.ts";
import { CAUSES } from "../../reference/causes.ts";
import { SHARED_PARTS } from "../../reference/concern-parts.ts";
import {
  AWARENESS_ANSWERS,
  CHANNELS,
  CORRECTION_OUTCOMES,
  COUNCIL_OFFICES,
  POSITIONS,
  REACHED_BY,
  SEATS,
  SHARE_BASES,
  SILENCE,
  SUPPLIERS,
  WORD_ANSWERS,
} from "../../reference/concern-terms.ts";
import { EVIDENCE_KINDS } from "../../reference/evidence-kinds.ts";
import { CONTENT_GRADINGS, HANDLING_MARKINGS, SOURCE_GRADINGS } from "../../reference/gradings.ts";
import { PURPOSES } from "../../reference/purposes.ts";
import { STRANDS } from "../../reference/strands.ts";
import { confidential } from "../confidential.ts";
import { spokenIn } from "../people/spoken-in.ts";
import type { DataOf, EventOf } from "../stored-events.ts";
import { awaitsTelling, concernEvent, onSharingRecord, reason } from "./event-declaration.ts";
import { lifeEvents } from "./life-events.ts";
import { outcomeEvents } from "./outcome-events.ts";
import { ownerEvents } from "./owner-events.ts";
import { requestEvents } from "./request-events.ts";
import { restrictionEvents } from "./restriction-events.ts";
import { untoldEvents } from "./untold-events.ts";

export const period = z.object({ from: z.iso.date(), to: z.iso.date() });
export type Period = z.infer<typeof period>;

/** A file that belongs to evidence. Its content is kept beside the keyring (decision 0053). The hash is sealed, because it would confirm a guess at the content. */
const attachment = z.object({
  attachment: z.string(),
  type: z.enum(FILE_TYPES),
  bytes: z.int(),
  scan: z.enum(FILE_SCANS),
  text: confidential(z.object({ name: z.string(), sha256: z.string() })),
});

/** The published value that evidence cites, filled in by the hub. It is public, so it is not sealed. */
const citation = z.object({
  metric: z.string(),
  label: z.string(),
  unit: z.string(),
  area: z.string(),
  period: z.string(),
  periodLabel: z.string(),
  value: z.number(),
  region: z.number().nullable(),
  england: z.number().nullable(),
});
export type Citation = z.infer<typeof citation>;

const POSITION_WORDS = {
  agrees: "The council agreed to a share",
  "agrees-with-conditions": "The council agreed to a share with conditions",
  objects: "The council objected to a share",
} as const;

const AWARENESS_WORDS = {
  confirmed: "The council confirmed that it was told",
  "not-told": "The council said that it was not told",
  "told-otherwise": "The council said that it was told otherwise",
} as const;

const ANSWERED_WORDS = {
  open: "The council agreed that later words open to recipients",
  object: "The council objected to later words opening to recipients",
} as const;

const REACH_WORDS = {
  notice: "Somebody who can speak for the council was notified of a share",
  letter: "A second adviser confirmed the letter to the council",
  spoke: "Somebody who can speak for the council acted on the concern",
} as const;

export const concernEvents = {
  "ConcernLogged.v2": concernEvent({
    schema: z.object({
      council: z.string(),
      region: z.string(),
      strand: z.enum(STRANDS),
      cause: z.enum(CAUSES),
      period,
      /** The last day to tell the council; absent on concerns from before there was one. */
      tellBy: z.iso.date().optional(),
      /** The last day is that of an earlier concern, which had used its extension. */
      isExtended: z.literal(true).optional(),
      narrative: confidential(z.object({ summary: z.string(), observed: z.string() })),
    }),
    words: "The concern was logged",
    newsIn: "headline",
    quotedIn: "summary",
    datedIn: "summary",
    searchText: ["narrative"],
  }),
  "EvidenceAdded.v2": concernEvent({
    schema: z.object({
      evidence: z.string(),
      attachments: z.array(attachment),
      suppliedBy: z.enum(SUPPLIERS),
      kind: z.enum(EVIDENCE_KINDS),
      period,
      /** Absent on the council's own evidence, which advisers do not grade. */
      grading: z.object({ source: z.enum(SOURCE_GRADINGS), content: z.enum(CONTENT_GRADINGS) }).optional(),
      handling: z.enum(HANDLING_MARKINGS),
      protectedSource: z.boolean(),
      citation: citation.optional(),
      /** If the source is protected, `account` is the sanitised form, and `source` and `reference` are only in `protectedText`. */
      text: confidential(
        z.object({
          account: z.string(),
          source: z.string().optional(),
          reference: z.string().optional(),
          handlingConditions: z.string().optional(),
        }),
      ),
      protectedText: confidential(z.object({ source: z.string(), reference: z.string().optional() })).optional(),
    }),
    words: ({ suppliedBy }) => (suppliedBy === "council" ? "The council supplied evidence of its own" : "Evidence was added"),
    creates: "evidence",
    newsIn: "evidence",
    searchText: ["evidence"],
  }),
  "EvidenceWithdrawn.v1": concernEvent({
    schema: z.object({ evidence: z.string(), text: reason }),
    words: "Evidence was withdrawn",
    changes: "evidence",
    newsIn: "evidence",
    searchText: ["evidence"],
  }),
  "CouncilMadeAware.v2": concernEvent({
    schema: z.object({
      awareness: z.string(),
      toldOffice: z.enum(COUNCIL_OFFICES),
      channel: z.enum(CHANNELS),
      toldOn: z.iso.date(),
      bodies: z.array(z.string()),
      /** The last day on which the council's first dispute suspends something. */
      answerBy: z.iso.date().optional(),
      /** The disputed record after which a second adviser told the council. */
      repairs: z.string().optional(),
      /** The first day on which later words open to recipients. */
      opensOn: z.iso.date().optional(),
      text: confidential(z.object({ toldName: z.string(), about: z.string() })),
    }),
    words: "The council was made aware",
    creates: "awareness",
    newsIn: "sharingRecord",
    searchText: ["narrative", "resolution"],
  }),
  "AwarenessAnswered.v1": concernEvent({
    schema: z.object({
      awareness: z.string(),
      answer: z.enum(AWARENESS_ANSWERS),
      suspends: z.boolean(),
      /** Of "told otherwise": the bodies and words that the council was not told of. */
      bodies: z.array(z.string()),
      words: z.array(z.string()),
      ...spokenIn,
      text: confidential(z.object({ statement: z.string() })).optional(),
    }),
    words: ({ answer }) => AWARENESS_WORDS[answer],
    changes: "awareness",
    mostPerDay: 20,
    ...onSharingRecord,
    searchText: ["narrative", "resolution"],
    quotedIn: "sharingRecord",
  }),
  "WordsAnswered.v1": concernEvent({
    schema: z.object({
      words: z.array(z.string()),
      answer: z.enum(WORD_ANSWERS),
      ...spokenIn,
      text: confidential(z.object({ statement: z.string() })).optional(),
    }),
    words: ({ answer }) => ANSWERED_WORDS[answer],
    mostPerDay: 20,
    ...onSharingRecord,
    quotedIn: "sharingRecord",
  }),
  "CouncilReplied.v2": concernEvent({
    schema: z.object({ reply: z.string(), ...spokenIn, text: confidential(z.object({ reply: z.string() })) }),
    words: "The council replied",
    creates: "reply",
    newsIn: "summary",
    searchText: ["reply"],
  }),
  "CorrectionRequested.v2": concernEvent({
    schema: z.object({ correction: z.string(), ...spokenIn, text: confidential(z.object({ request: z.string() })) }),
    words: "The council requested a correction",
    creates: "correction",
    newsIn: "summary",
    searchText: ["correction"],
  }),
  "CorrectionResolved.v2": concernEvent({
    schema: z.object({
      ...awaitsTelling,
      correction: z.string(),
      outcome: z.enum(CORRECTION_OUTCOMES),
      text: confidential(
        z.object({ reason: z.string(), correctedSummary: z.string().optional(), correctedObserved: z.string().optional() }),
      ),
    }),
    words: "A request for correction was resolved",
    changes: "correction",
    newsIn: "summary",
    searchText: ["resolution", "narrative"],
  }),
  "ShareProposed.v2": concernEvent({
    schema: z.object({
      share: z.string(),
      body: z.string(),
      parts: z.array(z.enum(SHARED_PARTS)),
      purpose: z.enum(PURPOSES),
      until: z.iso.date(),
      answerBy: z.iso.date(),
      /** The meaning of silence after `answerBy`, which the proposal states to the council. */
      silence: z.enum(SILENCE),
      /** The council's standing agreement that covers this share, if there was one. */
      standingAgreement: z.string().optional(),
      /** The earlier last day to answer that is claimed for imminent danger, and why. It counts once a second person confirms the danger. */
      urgent: z.object({ answerBy: z.iso.date(), text: confidential(z.object({ danger: z.string() })) }).optional(),
      /** The first day of a share that opens without an answer. */
      opensOn: z.iso.date().optional(),
      /** The people and seats of the body that alone receive it. */
      limitedTo: z.object({ people: z.array(z.string()), seats: z.array(z.enum(SEATS)) }).optional(),
      /** The council's own request to share that it carries out. */
      request: z.string().optional(),
      /** The body's remit does not include the strand; the council agreed in advance. */
      beyondRemit: z.literal(true).optional(),
      text: confidential(z.object({ explanation: z.string() })),
    }),
    words: "A share was proposed",
    creates: "share",
    ...onSharingRecord,
    quotedIn: "sharingRecord",
  }),
  "PositionStated.v2": concernEvent({
    schema: z.object({
      share: z.string(),
      ...spokenIn,
      position: z.enum(POSITIONS),
      parts: z.array(z.enum(SHARED_PARTS)).optional(),
      until: z.iso.date().optional(),
      text: confidential(z.object({ statement: z.string() })).optional(),
    }),
    words: ({ position }) => POSITION_WORDS[position],
    changes: "share",
    mostPerDay: 20,
    ...onSharingRecord,
    quotedIn: "sharingRecord",
  }),
  "ObjectionOverridden.v2": concernEvent({
    schema: z.object({
      share: z.string(),
      /** The first day of the share; absent where it was at once. */
      from: z.iso.date().optional(),
      /** Imminent danger is claimed: once another person confirms it, the share opens at once. */
      danger: z.literal(true).optional(),
      text: reason,
    }),
    words: "The council's objection to a share was overridden",
    changes: "share",
    ...onSharingRecord,
    quotedIn: "sharingRecord",
  }),
  "ShareMade.v2": concernEvent({
    schema: z.object({ share: z.string(), basis: z.enum(SHARE_BASES) }),
    words: "A share was made",
    changes: "share",
    ...onSharingRecord,
  }),
  "CouncilReached.v1": concernEvent({
    schema: z.object({
      share: z.string(),
      how: z.enum(REACHED_BY),
      /** Whom the notice reached. */
      person: z.string().optional(),
      answerBy: z.iso.date(),
    }),
    words: ({ how }) => REACH_WORDS[how],
    changes: "share",
    ...onSharingRecord,
  }),
  "CouncilNotReached.v1": concernEvent({
    schema: z.object({ share: z.string() }),
    words: "The last day to answer passed, and nobody who can speak for the council had been reached",
    changes: "share",
    ...onSharingRecord,
  }),
  "LetterRecorded.v1": concernEvent({
    schema: z.object({
      share: z.string(),
      sentOn: z.iso.date(),
      /** Names of the recipients: the chief executive and the monitoring officer; about a restricted concern, those of the three whom it names. */
      text: confidential(
        z.object({
          reference: z.string(),
          chiefExecutive: z.string().optional(),
          leader: z.string().optional(),
          monitoringOfficer: z.string().optional(),
        }),
      ),
    }),
    words: "A letter about a share was sent to the council",
    changes: "share",
    mostPerDay: 10,
    ...onSharingRecord,
    quotedIn: "sharingRecord",
  }),
  "TimeTaken.v1": concernEvent({
    schema: z.object({ share: z.string(), answerBy: z.iso.date(), ...spokenIn }),
    words: "The council took more time to answer",
    changes: "share",
    ...onSharingRecord,
  }),
  "DangerConfirmed.v1": concernEvent({
    schema: z.object({ share: z.string(), answerBy: z.iso.date().optional(), from: z.iso.date().optional(), text: reason }),
    words: "A second person confirmed imminent danger",
    changes: "share",
    ...onSharingRecord,
    quotedIn: "sharingRecord",
  }),
  "ConditionsAccepted.v1": concernEvent({
    schema: z.object({
      share: z.string(),
      /** The number of the council's last statement of conditions in words on this share. */
      statement: z.int(),
    }),
    words: "The council's conditions were accepted for the body that the share is with",
    changes: "share",
    ...onSharingRecord,
  }),
  "ShareWithdrawn.v1": concernEvent({
    schema: z.object({ share: z.string(), text: reason }),
    words: "A share was withdrawn",
    changes: "share",
    ...onSharingRecord,
    quotedIn: "sharingRecord",
  }),
  "ShareExpired.v1": concernEvent({
    schema: z.object({ share: z.string() }),
    words: "A share ended on its last day",
    changes: "share",
    ...onSharingRecord,
  }),
  ...requestEvents,
  ...untoldEvents,
  ...restrictionEvents,
  ...outcomeEvents,
  ...ownerEvents,
  ...lifeEvents,
} as const;

export type ConcernEventType = keyof typeof concernEvents;
export type ConcernEvent = EventOf<typeof concernEvents>;
export type ConcernData = DataOf<typeof concernEvents>;

/** The actor and time of the event, from the log's metadata. */
export type Occurrence = { readonly actor: string; readonly at: string };

export const CONCERN_CATEGORY = "concern";
export const concernStream = (id: string): string => streamName(CONCERN_CATEGORY, id);
