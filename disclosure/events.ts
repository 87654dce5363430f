// Which identifiable records the hub disclosed, and to whom: one stream for each node and month, in a separate log with its own retention. Read models of
// concerns do not read it. It has no confidential text. Earlier releases had a stream for each council and month.
import { z } from "zod";
import { streamName } from "../event-log/stream-name.ts";
import { DISCLOSED_PARTS } from "../reference/concern-parts.ts";
import type { RecordPart } from "../reference/record-parts.ts";
import { SURFACES, type Surface } from "../reference/surfaces.ts";
import { event } from "../services/stored-events.ts";

/** The kinds of records that an answer can contain. */
const LEAF_RECORD_KINDS = ["concern", "support", "submission", "signal", "attachment"] as const;
export type LeafRecordKind = (typeof LEAF_RECORD_KINDS)[number];

/** A SHA-256, and a salt of 16 bytes: base64url without padding. */
const sha256 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const salt = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
const numbers = z.array(z.int().min(0));

/**
 * All answers that were recorded together. Values shared by many leaves are stored once, and leaves refer to them by number, from 0. answers.ts derives
 * the leaves and their trees from this data.
 */
const answers = z.object({
  at: z.iso.datetime({ precision: 3 }),
  /** The root of the tree of the leaves; with `untoldRoot`, of those of councils' own series. */
  root: sha256,
  /** The root of the tree of the other leaves. Absent where there are none; events of November 2026 may have all leaves in one tree. */
  untoldRoot: sha256.optional(),
  /** The seed of the filler hashes. */
  fill: salt,
  answers: z.array(z.object({ person: z.string(), surface: z.enum(SURFACES), policy: z.string(), request: z.string() })).min(1),
  /** Parts, each with the policies that permitted it. */
  rights: z.array(z.record(z.string(), z.array(z.string()))),
  /** Records by kind, id and version, of which the same parts were disclosed. */
  views: z.array(
    z.object({ records: z.array(z.tuple([z.enum(LEAF_RECORD_KINDS), z.string(), z.int()])).min(1), rights: z.int().min(0) }),
  ),
  leaves: z
    .array(
      z.object({
        ...{ council: z.string(), series: z.string(), number: z.int().min(1) },
        /** The hash of the preceding leaf in the series; empty for the first. */
        previous: sha256.or(z.literal("")),
        ...{ salt, answer: z.int().min(0), assignments: z.array(z.string()), views: numbers },
      }),
    )
    .min(1),
});

const disclosed = z.object({
  surface: z.enum(SURFACES),
  /** Those to whom the same left at the same moment, each with the assignments that let them see it, and the request that asked. */
  to: z.array(z.object({ person: z.string(), assignments: z.array(z.string()), request: z.string() })).min(1),
  /** Concerns by id with the version that was read, and each part with the policies that permitted it. None for a mere count. */
  views: z.array(
    z.object({
      concerns: z.array(z.object({ concern: z.string(), version: z.int() })),
      parts: z.partialRecord(z.enum(DISCLOSED_PARTS), z.array(z.string())),
    }),
  ),
});

export const answerEvents = { "AnswersDisclosed.v1": event({ schema: answers }) } as const;
/** Events of earlier releases. */
export const disclosureEvents = { "ConcernsDisclosed.v1": event({ schema: disclosed }) } as const;

const month = z.string().regex(/^\d{4}-\d{2}$/);
const keptMonths = z.int().min(1);

/** What is about to go, and what is gone. They stay: what is missing is missing on record. */
export const retentionEvents = {
  /** A month's disclosures have passed their retention by this setting, and go a day later if they still have. */
  "DisclosuresDue.v1": event({ schema: z.object({ month, keptMonths, notedAt: z.iso.datetime() }) }),
  /** A month's disclosures have passed their retention and are gone. */
  "DisclosuresRemoved.v1": event({ schema: z.object({ month, keptMonths }) }),
} as const;
export const RETENTION_STREAM = "retention";
export type Disclosed = z.infer<typeof disclosed>;
export type AnswersDisclosed = z.infer<typeof answers>;

/** The category of answer streams: `answers-<node>-<yyyy-mm>`. */
export const ANSWER_CATEGORY = "answers";
/** `day` is the date in England of the disclosure. Each node writes to its own streams. */
export const answerStream = (node: string, day: string): string => streamName(ANSWER_CATEGORY, `${node}-${day.slice(0, 7)}`);

/** The category of earlier releases: `disclosures-<council>-<yyyy-mm>`. */
export const DISCLOSURE_CATEGORY = "disclosures";
/** The council in the stream id of an earlier release. */
export const councilOf = (streamId: string): string => streamId.slice(0, -"-yyyy-mm".length);
/** The month, `yyyy-mm`, in the stream id of either category. */
export const monthOf = (streamId: string): string => streamId.slice(-"yyyy-mm".length);
/** Categories whose streams contain the disclosures of one month and are removed as a whole after their retention. */
export const MONTHLY_CATEGORIES = [DISCLOSURE_CATEGORY, ANSWER_CATEGORY];

/** The series of a leaf: the council's own; counts of concerns made before the council was aware of any; or the id of a record that it is not aware of. */
export const OWN_SERIES = "";
export const COUNTS_SERIES = "counts";
/** The series of what the body that sent a submission with a protected source read of it: no council sees that, as it would tell who the source is. */
export const senderSeries = (submission: string): string => `${submission}/sender`;

/** Records of one kind with the version that is read, and each part with the policies that permit it. */
export type View = {
  readonly kind: LeafRecordKind;
  readonly records: readonly { readonly id: string; readonly version: number }[];
  readonly parts: Readonly<Partial<Record<RecordPart, readonly string[]>>>;
};

/** The part of one answer that discloses records about one council. A count has no views. */
export type Disclosure = {
  readonly council: string;
  readonly series: string;
  readonly surface: Surface;
  readonly person: string;
  /** The ids of the person's assignments by which policy let them see the records. */
  readonly assignments: readonly string[];
  readonly request: string;
  readonly policyVersion: string;
  readonly views: readonly View[];
};
