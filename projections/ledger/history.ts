// A concern's events one by one, for whoever may read its sharing record: what happened in words, by whom, under which policy, and the
// fingerprint that chains it to the one before, so that a council that keeps its exports can see for itself that nothing was changed.
import type { EventLog } from "../../event-log/port.ts";
import { concernStream } from "../../services/concern/events.ts";
import { readConcernEvent } from "../../services/concern/service.ts";
import { inWords } from "../../services/concern/words.ts";

export type HistoryEntry = {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  readonly what: string;
  readonly share: string | undefined;
  readonly policyVersion: string;
  readonly permittedBy: readonly string[];
  /** Hexadecimal SHA-256; empty before the first. */
  readonly previous: string;
};

/** Up to an instant, if one is given. No rights are applied. */
export async function readHistory(log: EventLog, concern: string, until = "9999"): Promise<readonly HistoryEntry[]> {
  const stored = (await log.readStream(concernStream(concern))).filter(({ at }) => at <= until);
  return stored.map((event) => {
    const read = readConcernEvent(event);
    return {
      number: event.version,
      at: event.at,
      by: event.metadata.actor,
      what: inWords(read),
      share: "share" in read.data ? read.data.share : undefined,
      policyVersion: event.metadata.policyVersion,
      permittedBy: event.metadata.permittedBy,
      previous: event.previousHash,
    };
  });
}
