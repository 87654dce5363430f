// Whether an event can be read: its form is valid and its encrypted values decrypt. All read models check the same, so that what cannot be read is in
// quarantine in all of them.
import { DISCLOSURE_STREAMS } from "../../disclosure/streams.ts";
import { faultOf } from "../../event-log/faults.ts";
import type { KeyStore, Sealed } from "../../event-log/keys/sealing.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import { UnreadableEvent } from "../../services/stored-events.ts";
import { isOfKind } from "../../services/stream-kind.ts";
import { LOG_STREAMS } from "../../services/streams.ts";

const READERS: ReadonlyMap<string, (stored: StoredEvent) => unknown> = new Map(
  [...LOG_STREAMS, ...DISCLOSURE_STREAMS].map(({ prefix, read }) => [prefix, read]),
);
/** A kind of streams: how their names begin, or the name of the only one. */
export type StreamPrefix = string;

export const kindOf = (stream: string, among: readonly StreamPrefix[]): StreamPrefix | undefined =>
  among.find((kind) => isOfKind(stream, kind));

/** Throws UnreadableEvent. An event is examined once, however many read models follow its stream. */
export type Examine = (kind: StreamPrefix, event: StoredEvent) => void;

/** All read models of a hub share one. */
export function examining(keys: Pick<KeyStore, "unseal">): Examine {
  const examined = new WeakSet<StoredEvent>();
  return (kind, event) => {
    if (examined.has(event)) return;
    READERS.get(kind)?.(event);
    if (!opens(event.data, keys)) throw new UnreadableEvent(event, "SEAL_BROKEN");
    examined.add(event);
  };
}

/** Whether every encrypted value decrypts, or its key was destroyed. Throws faults of the store of keys. */
function opens(value: unknown, keys: Pick<KeyStore, "unseal">): boolean {
  if (typeof value !== "object" || value === null) return true;
  if ("box" in value && "key" in value)
    try {
      keys.unseal(value as Sealed);
      return true;
    } catch (error) {
      if (faultOf(error)) throw error;
      return false;
    }
  return Object.values(value).every((inner) => opens(inner, keys));
}
