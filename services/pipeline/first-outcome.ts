// A repeated command gets the outcome of its first execution, which is found in the log by the command's id.
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { EventLog, NewEvent, Position, StoredEvent } from "../../event-log/port.ts";
import type { DecidedEvent } from "../confidential.ts";
import { type Refusal, refuse } from "../refusals.ts";
import { upcast } from "../stored-events.ts";
import {
  type CommandIdentity,
  type CommandKey,
  commandIdsOf,
  type IdentifiedCommand,
  idsFrom,
  streamOf,
} from "./command-identity.ts";

type Deps = { readonly log: EventLog; readonly keys: KeyStore };

/** A command that is recorded, or that had nothing to change. */
export type RecordedCommand = {
  /** The stream's id within its kind. */
  readonly id: string;
  /** The position that a read model must have reached to show this. */
  readonly position: Position;
  /** The number of events in the stream after the command. */
  readonly version: number;
  /** The ids of created records are derived from it. */
  readonly commandId: string;
  /** Whether this request recorded an event: false for a repeated command, and if there was nothing to change. */
  readonly recorded: boolean;
  /** The id of the record that the command created according to its declaration, if it created one. */
  readonly created?: string;
};

/** Returns the outcome of an earlier execution of the command, by this release or another. */
export async function firstOutcome(
  { log }: Pick<Deps, "log">,
  spec: IdentifiedCommand,
  { id, formerIds, digests }: CommandIdentity,
): Promise<RecordedCommand | Refusal | undefined> {
  for (const commandId of [id, ...formerIds]) {
    let reused = false;
    for (const digest of digests) {
      const stream = streamOf(spec, idsFrom(commandId));
      const outcome = await log.outcomeOf(stream, commandId, digest);
      if (!outcome) break;
      if (outcome.kind === "appended") {
        const stored = spec.creates === "stream" || spec.creates === "nothing" ? [] : await log.readStream(stream);
        return recordedCommand(spec, { ...outcome, recorded: false }, commandId, ofCommand(stored, commandId));
      }
      reused = true;
    }
    if (reused) return refuse("KEY_REUSED", "idempotencyKey");
  }
  return undefined;
}

/** Returns the outcome under a former key. Inputs are not compared, because an earlier release may have parsed the same line differently. */
export async function formerOutcome(
  { log, keys }: Deps,
  { principal, formerIdempotencyKeys }: CommandKey,
  spec: IdentifiedCommand,
): Promise<RecordedCommand | undefined> {
  for (const idempotencyKey of formerIdempotencyKeys ?? [])
    for (const commandId of commandIdsOf(keys, { principal, idempotencyKey })) {
      const stored = await log.readStream(streamOf(spec, idsFrom(commandId)));
      const own = ofCommand(stored, commandId);
      const event = own.at(-1);
      if (event) return recordedCommand(spec, { ...event, recorded: false }, commandId, own);
    }
  return undefined;
}

/** A recorded command has events in its stream: if the stream has none, the log need not be queried, which is slow over a network. */
export const couldBeRecorded = ({ id, formerIds }: CommandIdentity, stored: readonly StoredEvent[] | undefined): boolean =>
  stored === undefined ||
  formerIds.length > 0 ||
  stored.some(({ metadata, unreadable }) => unreadable || metadata.commandId === id);

const ofCommand = (stored: readonly StoredEvent[], commandId: string): readonly StoredEvent[] =>
  stored.filter(({ metadata }) => metadata.commandId === commandId);

/** `events` are the command's events. */
export function recordedCommand(
  spec: IdentifiedCommand,
  { position, version, recorded }: Pick<RecordedCommand, "position" | "version" | "recorded">,
  commandId: string,
  events: readonly DecidedEvent[],
): RecordedCommand {
  const id = spec.id(idsFrom(commandId));
  const created = spec.creates === "stream" ? id : createdBy(spec, events);
  return { id, position, version, commandId, recorded, ...(created !== undefined && { created }) };
}

/** Returns the id of the record that a command created, by its events in whichever version; undefined where it created nothing. */
function createdBy(
  { streams, creates }: Pick<IdentifiedCommand, "streams" | "creates">,
  events: readonly DecidedEvent[],
): string | undefined {
  for (const event of events) {
    const { type, data } = upcast(event as NewEvent);
    const id = streams.events[type]?.creates === creates ? (data as Readonly<Record<string, unknown>>)[creates] : undefined;
    if (typeof id === "string") return id;
  }
  return undefined;
}
