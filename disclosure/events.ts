// What left the hub about identifiable concerns, to whom: one stream for each council and month, in a separate log with its own retention. Read models of
// concerns do not read it. It has no confidential text.
import { z } from "zod";
import { streamName } from "../event-log/stream-name.ts";
import { DISCLOSED_PARTS, type DisclosedPart } from "../reference/concern-parts.ts";
import { SURFACES } from "../reference/surfaces.ts";
import { event } from "../services/stored-events.ts";

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

export const DISCLOSURE_CATEGORY = "disclosures";
/** `day` is the date in England on which it left. */
export const disclosureStream = (council: string, day: string): string =>
  streamName(DISCLOSURE_CATEGORY, `${council}-${day.slice(0, 7)}`);
/** The council of a stream's id, and its month, `yyyy-mm`. */
export const councilOf = (streamId: string): string => streamId.slice(0, -"-yyyy-mm".length);
export const monthOf = (streamId: string): string => streamId.slice(-"yyyy-mm".length);

/** Concerns with the version that is read, and each part with the policies that permit it. */
export type View = {
  readonly concerns: readonly { readonly concern: string; readonly version: number }[];
  readonly parts: Readonly<Partial<Record<DisclosedPart, readonly string[]>>>;
};
