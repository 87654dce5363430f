// Reads a stored event: checks it against its hash, and its link to the event before it in its stream.
import { hashOf } from "./hash-chain.ts";
import type { Metadata, StoredEvent } from "./port.ts";

/** The part of an event that the next event of its stream is linked to. */
export type Link = { readonly version: number; readonly hash: string };

/** The stored texts of an event, and the hash stored with them. */
type StoredTexts = { readonly metadata: string; readonly data: string; readonly hash: string };

/** `before` is the preceding event of the stream. */
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

/** The metadata given for an event that cannot be read. */
const NO_METADATA: Metadata = {
  ...{ actor: "", commandId: "", correlation: "", causation: "", policyVersion: "" },
  permittedBy: [],
};
