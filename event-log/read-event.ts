// An event as it was stored: checked against its hash and linked to the one before in its stream.
import { hashOf } from "./hash-chain.ts";
import type { Metadata, StoredEvent } from "./port.ts";

/** What the next event of a stream is linked to. */
export type Link = { readonly version: number; readonly hash: string };

/** Texts as stored, and the hash that was stored with them. */
type StoredTexts = { readonly metadata: string; readonly data: string; readonly hash: string };

/** `before` is the stream's event before it. */
export function readEvent(
  event: Omit<StoredEvent, "metadata" | "data" | "unreadable">,
  { metadata, data, hash }: StoredTexts,
  before: Link | undefined,
): StoredEvent {
  const { version, previousHash } = event;
  const isLinked = version === 1 ? previousHash === "" : before?.version === version - 1 && before.hash === previousHash;
  const unreadable = !isLinked ? "CHAIN_BROKEN" : hash === hashOf({ ...event, metadata, data }) ? undefined : "CHANGED";
  if (unreadable) return { ...event, metadata: NO_METADATA, data: {}, unreadable };
  try {
    return { ...event, metadata: JSON.parse(metadata), data: JSON.parse(data) };
  } catch {
    return { ...event, metadata: NO_METADATA, data: {}, unreadable: "NOT_JSON" };
  }
}

/** Of an event that cannot be read. */
const NO_METADATA: Metadata = {
  ...{ actor: "", commandId: "", correlation: "", causation: "", policyVersion: "" },
  permittedBy: [],
};
