// Checks a log through its port, as any reader can: every event matches its hash, and follows the event before it in its stream.
import { type EventLog, type Flaw, type Position, START, type StoredEvent, type Unreadable } from "./port.ts";

const IN_WORDS: Readonly<Record<Unreadable, string>> = {
  NOT_JSON: "the event is no JSON",
  CHANGED: "the event is not what its hash was made of",
  CHAIN_BROKEN: "the event does not follow the one before it in its stream",
};

const PAGE = 500;

/** Yields each flaw, and `undefined` at the end of each page. `look` returns descriptions of further flaws of an event that can be read. */
export async function* checkEvents(
  log: Pick<EventLog, "readAll">,
  look: (event: StoredEvent) => readonly string[] = () => [],
): AsyncGenerator<Flaw | undefined, number> {
  const versions = new Map<string, number>();
  let count = 0;
  for (let after: Position = START; ; ) {
    const events = await log.readAll(after, PAGE);
    const last = events.at(-1);
    if (!last) return count;
    for (const event of events) {
      const { position, stream, version, unreadable } = event;
      if (version !== (versions.get(stream) ?? 0) + 1) yield { position, stream, what: "an event is missing before this one" };
      versions.set(stream, version);
      count += 1;
      for (const what of unreadable ? [IN_WORDS[unreadable]] : look(event)) yield { position, stream, what };
    }
    yield undefined;
    after = last.position;
  }
}
