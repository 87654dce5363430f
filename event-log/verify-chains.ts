// Checks a log as it can be read by anybody: every event is what its hash was made of, and follows the one before in its stream.
import type { Flaw, Position, StoredEvent, Unreadable } from "./port.ts";
import { START } from "./port.ts";

const IN_WORDS: Readonly<Record<Unreadable, string>> = {
  NOT_JSON: "the event is no JSON",
  CHANGED: "the event is not what its hash was made of",
  CHAIN_BROKEN: "the event does not follow the one before it in its stream",
};

/** `readPage` gives the events after a position, none at the end. */
export async function verifyChains(readPage: (after: Position) => Promise<readonly StoredEvent[]>): Promise<readonly Flaw[]> {
  const flaws: Flaw[] = [];
  const versions = new Map<string, number>();
  for (let after: Position = START; ; ) {
    const events = await readPage(after);
    const last = events.at(-1);
    if (!last) return flaws;
    for (const { position, stream, version, unreadable } of events) {
      if (unreadable) flaws.push({ position, stream, what: IN_WORDS[unreadable] });
      if (version !== (versions.get(stream) ?? 0) + 1)
        flaws.push({ position, stream, what: "an event is missing before this one" });
      versions.set(stream, version);
    }
    after = last.position;
  }
}
