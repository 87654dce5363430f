// Checks whether an event is readable: its form is valid and its sealed values can be unsealed. All read models use the same check, so that an unreadable
// stream is in quarantine in all of them.
import { DISCLOSURE_STREAMS } from "../../disclosure/streams.ts";
import { faultOf } from "../../event-log/faults.ts";
import type { KeyStore, Sealed } from "../../event-log/keys/port.ts";
import type { Position, StoredEvent } from "../../event-log/port.ts";
import { UnreadableEvent } from "../../services/stored-events.ts";
import { LOG_STREAMS } from "../../services/streams.ts";

const READERS: ReadonlyMap<string, (stored: StoredEvent) => unknown> = new Map(
  [...LOG_STREAMS, ...DISCLOSURE_STREAMS].map(({ category, read }) => [category, read]),
);
/** Throws UnreadableEvent. An event is examined once for all read models that follow its stream. */
export type Examine = (event: StoredEvent) => void;

/** Events whose sealed values another build examines: those of some categories up to a position. */
export type ExaminedSeals = { readonly categories: readonly string[]; readonly until: Position };

/** All read models of a hub share one examiner. */
export function examining(keys: Pick<KeyStore, "unseal">, elsewhere?: ExaminedSeals): Examine {
  const examined = new WeakSet<StoredEvent>();
  const isElsewhere = ({ category, position }: StoredEvent): boolean =>
    elsewhere !== undefined && position <= elsewhere.until && elsewhere.categories.includes(category);
  return (event) => {
    if (examined.has(event)) return;
    READERS.get(event.category)?.(event);
    if (!isElsewhere(event) && !opens(event.data, keys)) throw new UnreadableEvent(event, "SEAL_BROKEN");
    examined.add(event);
  };
}

/** Whether every sealed value can be unsealed, or its key was destroyed. Throws faults of the key store. */
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
