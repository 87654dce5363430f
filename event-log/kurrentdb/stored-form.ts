// The form of an event at the server: the event's data as bytes of JSON, and the hub's own information in the server's metadata.

import { hashOf } from "../hash-chain.ts";
import { deriveId } from "../ids.ts";
import { LogUnavailable, type StoredEvent } from "../port.ts";
import { type Link, readEvent } from "../read-event.ts";
import type { StorableAppend } from "../storable.ts";
import { streamParts } from "../stream-name.ts";
import { toPosition } from "./position.ts";

/** The contents of the server's metadata of an event. `metadata` is the text of the event's own metadata, which is part of the hash. */
type Envelope = Readonly<Record<"at" | "hash" | "previousHash" | "bodyDigest" | "metadata", string>>;

/** An event as the client returns it. */
export type ServerEvent = {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
  readonly position?: { readonly commit: bigint; readonly prepare: bigint } | undefined;
};

export type ServerEventData = {
  readonly id: string;
  readonly contentType: "application/octet-stream";
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};

/** The command was not recorded, and cannot be recorded in this form. */
export class TooLarge extends LogUnavailable {
  override name = "TooLarge";
}

/** The server's limit on the data of an append; it has no limit on metadata. */
export const MAX_DATA_BYTES = 1_048_576;
const MAX_METADATA_BYTES = 65_536;
const MAX_NAME_CHARACTERS = 500;

type StorableEvent = Envelope & Readonly<Record<"id" | "type" | "data", string>>;

/** Throws TooLarge. */
export function toServerEvent({ id, type, data, ...envelope }: StorableEvent): ServerEventData {
  const { at, hash, previousHash, bodyDigest, metadata } = envelope;
  // A Uint8Array and not a Buffer, because the client writes a Buffer as JSON of its bytes.
  const encoder = new TextEncoder();
  const stored = encoder.encode(JSON.stringify({ at, hash, previousHash, bodyDigest, metadata } satisfies Envelope));
  if (stored.length > MAX_METADATA_BYTES || type.length > MAX_NAME_CHARACTERS)
    throw new TooLarge("An event has too much metadata.");
  return { id, contentType: "application/octet-stream", type, data: encoder.encode(data), metadata: stored };
}

/** The last event of a stream; undefined if the stream does not exist. */
export type Last = Link & { readonly at: string };

/** Returns the events of an append after `last`, linked to it, with the hash of the final event. Throws TooLarge. */
export function toServerEvents(
  { stream, events, metadata, bodyDigest, commandId }: StorableAppend,
  {
    last,
    at,
    node,
    serverStream,
  }: { readonly last: Last | undefined; readonly at: string; readonly node: string; readonly serverStream: string },
): { readonly events: readonly ServerEventData[]; readonly hash: string } {
  let version = last?.version ?? 0;
  let hash = last?.hash ?? "";
  const made = events.map(({ type, data }) => {
    version += 1;
    const previousHash = hash;
    // The id includes the contents: a command that is decided again has other encrypted text. Under the same ids the server would answer that the new text
    // was stored when it was not.
    const id = deriveId(commandId, node, String(version), type, at, metadata, data, previousHash);
    hash = hashOf({ stream, version, id, type, at, metadata, data, previousHash });
    return toServerEvent({ id, type, data, at, hash, previousHash, bodyDigest, metadata });
  });
  const bytes = made.reduce((sum, { data }) => sum + data.length, 0);
  if (bytes > MAX_DATA_BYTES || serverStream.length > MAX_NAME_CHARACTERS)
    throw new TooLarge(`An append holds at most ${MAX_DATA_BYTES} bytes, and a stream's name ${MAX_NAME_CHARACTERS} characters.`);
  return { events: made, hash };
}

/** An event of the log before it is linked to its predecessor. `hash` is empty if another program wrote the event. */
export type ReadEvent = {
  readonly event: Omit<StoredEvent, "metadata" | "data" | "unreadable">;
  readonly texts: { readonly metadata: string; readonly data: string; readonly hash: string };
  readonly bodyDigest: string;
};

/** Whether an event belongs to the log, and is not a system event such as a stream's deletion. `prefix`: the prefix of the log's streams at the server. */
export const isOfLog = (prefix: string, { streamId, type }: ServerEvent): boolean =>
  streamId.startsWith(prefix) && !type.startsWith("$");

/** Accepts only events of the log. */
export function fromServerEvent(
  prefix: string,
  { streamId, id, revision, type, data, metadata, position }: ServerEvent,
): ReadEvent {
  const stream = streamId.slice(prefix.length);
  const { at, hash, previousHash, bodyDigest, metadata: own } = isEnvelope(metadata) ? metadata : NONE;
  return {
    event: {
      position: position ? toPosition(position) : "",
      stream,
      ...streamParts(stream),
      version: Number(revision) + 1,
      ...{ id, type, at, previousHash },
    },
    texts: { metadata: own, data: data instanceof Uint8Array ? Buffer.from(data).toString() : "", hash },
    bodyDigest,
  };
}

const NONE: Envelope = { at: "", hash: "", previousHash: "", bodyDigest: "", metadata: "" };
const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(NONE).every((name) => typeof (value as Envelope)[name as keyof Envelope] === "string");

export const linked = ({ event, texts }: ReadEvent, before: Link | undefined): StoredEvent => readEvent(event, texts, before);
export const linkOf = ({ event: { version, at }, texts: { hash } }: ReadEvent): Last => ({ version, hash, at });
