// A concern's events for readers of its sharing record: a description, the actor, the policy, and the hash of the previous event, so that
// a council that keeps its exports can check that nothing was changed.
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { EventLog } from "../../event-log/port.ts";
import { inWords } from "../../services/concern/event-words.ts";
import { type ConcernEvent, type ConcernEventType, concernEvents, concernStream } from "../../services/concern/events.ts";
import { CONCLUDES } from "../../services/concern/life.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { reveal } from "../../services/confidential.ts";
import type { AuthorisedConcern } from "../concerns/authorised-concern.ts";
import { recordedBy } from "../past/as-of.ts";

export type HistoryEntry = {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  readonly event: ConcernEventType;
  /** The id of the event's record. */
  readonly subject: string;
  readonly what: string;
  readonly said: string | undefined;
  readonly share: string | undefined;
  readonly policyVersion: string;
  readonly permittedBy: readonly string[];
  /** Hexadecimal SHA-256; empty for the first event. */
  readonly previous: string;
};

/** Returns the events up to an instant. The caller has checked that the sharing record may be read. */
export async function readHistory(
  { log, keys }: { readonly log: EventLog; readonly keys: KeyStore },
  { id, parts }: Pick<AuthorisedConcern, "id" | "parts">,
  until = "9999",
): Promise<readonly HistoryEntry[]> {
  const stored = recordedBy(await log.readStream(concernStream(id)), until);
  let concluded = id;
  return stored.map((event) => {
    const read = readConcernEvent(event);
    const part = concernEvents[read.type].quotedIn;
    if (read.type in CONCLUDES) concluded = subjectOf(read) ?? id;
    return {
      number: event.version,
      at: event.at,
      by: event.metadata.actor,
      event: read.type,
      // The last conclusion is reopened (`evolveLife`).
      subject: read.type === "ConcernReopened.v2" ? concluded : (subjectOf(read) ?? id),
      what: inWords(read),
      said: part && parts.has(part) ? said(keys, read) : undefined,
      share: "share" in read.data ? read.data.share : undefined,
      policyVersion: event.metadata.policyVersion,
      permittedBy: event.metadata.permittedBy,
      previous: event.previousHash,
    };
  });
}

/** Returns the id of an event's record; undefined if that is the concern. */
function subjectOf({ type, data }: ConcernEvent): string | undefined {
  const { creates, changes } = concernEvents[type];
  const field = creates ?? changes;
  return field && ((data as Readonly<Record<string, unknown>>)[field] as string);
}

/** Undefined if there is no text, or it was erased. */
function said(keys: KeyStore, { data }: ConcernEvent): string | undefined {
  const sealed = "narrative" in data ? data.narrative : "text" in data ? data.text : undefined;
  const text = sealed && reveal<Readonly<Record<string, string | undefined>>>(keys, sealed);
  return text && Object.values(text).filter(Boolean).join("\n\n");
}
