// Checks whether this release can read an event, whether it follows from those before it, and whether the keyring can unseal its values.
import { KeyMissing, type KeyReader } from "../../event-log/keys/key-reader.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import { sealedIn } from "../../services/confidential.ts";
import { UnreadableEvent } from "../../services/stored-events.ts";
import type { StreamKind } from "../../services/stream-kind.ts";
import { kindOf } from "../../services/streams.ts";

export function unreadable(kinds: readonly StreamKind[], event: StoredEvent): readonly string[] {
  const kind = kindOf(kinds, event.category);
  if (!kind) return ["its stream is of a kind that this release does not know"];
  try {
    kind.read(event);
    return [];
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    // A damaged row may contain any text as its type.
    const type = /^[A-Za-z]{1,60}\.v\d{1,4}$/.test(event.type) ? event.type : "not a type's name";
    return [`this release cannot read an event of its type and form (${type})`];
  }
}

/** The flaw of a value whose key is not in the keyring. */
export const MISSING_KEY = "a sealed value names a key that is not in the keyring";

/**
 * Checks each event against those before it, as far as its kind of stream supports that. Events of a stream come in order, from its first. After a gap
 * the rest of a stream is not checked: the gap is a flaw already.
 */
export function followStreams(kinds: readonly StreamKind[]): (event: StoredEvent) => readonly string[] {
  type Followed = { version: number; readonly next: (event: StoredEvent) => readonly string[] };
  /** State for the few kinds of streams that have such a check. */
  const followed = new Map<string, Followed>();
  return (event) => {
    const { stream, version } = event;
    const next = version === 1 ? kindOf(kinds, event.category)?.follow?.() : undefined;
    if (next) followed.set(stream, { version: 0, next });
    const current = followed.get(stream);
    if (!current || version !== current.version + 1) return [];
    try {
      const flaws = current.next(event);
      current.version = version;
      return flaws;
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
      followed.delete(stream);
      return [];
    }
  };
}

export function unopened(keys: KeyReader, { data }: StoredEvent): readonly string[] {
  const found = new Set<string>();
  for (const value of sealedIn(data)) {
    try {
      keys.unseal(value);
    } catch (error) {
      found.add(error instanceof KeyMissing ? MISSING_KEY : "a sealed value in it does not open");
    }
  }
  return [...found];
}
