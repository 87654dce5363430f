// Whether this release can read an event, it follows from those before it, and the keyring opens what is sealed in it.
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
    // The type of a damaged row may be anything.
    const type = /^[A-Za-z]{1,60}\.v\d{1,4}$/.test(event.type) ? event.type : "not a type's name";
    return [`this release cannot read an event of its type and form (${type})`];
  }
}

/** What is said of a value whose key is not in the keyring. */
export const MISSING_KEY = "a sealed value names a key that is not in the keyring";

/**
 * Checks of each event what its kind of streams can say of those before it; events come stream by stream, from their first. After a gap nothing is
 * said of the rest of a stream: the gap is a flaw already.
 */
export function followStreams(kinds: readonly StreamKind[]): (event: StoredEvent) => readonly string[] {
  let current: { readonly stream: string; version: number; readonly next: (event: StoredEvent) => readonly string[] } | undefined;
  return (event) => {
    const { stream, version } = event;
    if (version === 1) {
      const next = kindOf(kinds, event.category)?.follow?.();
      current = next && { stream, version: 0, next };
    }
    if (current?.stream !== stream || version !== current.version + 1) return [];
    try {
      const flaws = current.next(event);
      current.version = version;
      return flaws;
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
      current = undefined;
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
