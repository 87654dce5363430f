// Checks a log by reading its events through the port: each matches its hash and follows the one before it in its stream. The store's files are not
// checked.
import { contentFlaws, isData, isMetadata, timeFlaws, WRONG_FORM } from "./event-flaws.ts";
import { type EventLog, type Flaw, type Position, START, type StoredEvent, type Unreadable } from "./port.ts";

const IN_WORDS: Readonly<Record<Unreadable, string>> = {
  NOT_JSON: "the event is no JSON",
  CHANGED: "the event is not what its hash was made of",
  CHAIN_BROKEN: "the event does not follow the one before it in its stream",
};

const PAGE = 500;

type EventsCheck = {
  /** The latest time that an event may have, ISO 8601; not checked if it is missing. */
  readonly latest?: string;
  /** Returns descriptions of further flaws of an event that can be read. */
  readonly look?: (event: StoredEvent) => readonly string[];
};

/** Yields each flaw, and `undefined` at the end of each page. Returns the number of events. */
export async function* checkEvents(
  log: Pick<EventLog, "readAll">,
  { latest, look = () => [] }: EventsCheck = {},
): AsyncGenerator<Flaw | undefined, number> {
  /** Stream -> its last event. */
  const lasts = new Map<string, Pick<StoredEvent, "version" | "at">>();
  let count = 0;

  function flawsOf(event: StoredEvent): readonly string[] {
    const { id, at, version, metadata, data, unreadable } = event;
    const last = lasts.get(event.stream);
    const order = version === (last?.version ?? 0) + 1 ? [] : ["an event is missing before this one"];
    if (unreadable) return [...order, IN_WORDS[unreadable]];
    const flaws = [...order, ...timeFlaws(at, last?.at, latest), ...contentFlaws(id, JSON.stringify(data))];
    return isMetadata(metadata) && isData(data) ? [...flaws, ...look(event)] : [...flaws, WRONG_FORM];
  }

  for (let after: Position = START; ; ) {
    const events = await log.readAll(after, PAGE);
    const last = events.at(-1);
    if (!last) return count;
    for (const event of events) {
      const { position, stream, version, at } = event;
      for (const what of flawsOf(event)) yield { position, stream, what };
      lasts.set(stream, { version, at });
      count += 1;
    }
    yield undefined;
    after = last.position;
  }
}
