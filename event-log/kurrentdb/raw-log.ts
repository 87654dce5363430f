// Raw access to a log in EventStoreDB, for moving it.
import { LogUnavailable, type Position, START } from "../port.ts";
import type { RawEvent, RawLog } from "../raw-event.ts";
import { writeEvents } from "./appender.ts";
import type { ServerConnection } from "./connection.ts";
import { openReads, type Reads } from "./reads.ts";
import { MAX_DATA_BYTES, type ReadEvent, toServerEvent } from "./stored-form.ts";

const raw = ({ event: { position, stream, version, id, type, at, previousHash }, texts, bodyDigest }: ReadEvent): RawEvent => ({
  ...{ position, stream, version, id, type, at, previousHash, bodyDigest },
  ...texts,
});

/** `prefix`: the prefix of the names of the log's streams at the server. */
export function openRawKurrentLog(connection: ServerConnection, prefix: string): RawLog {
  const reads = openReads(connection, prefix);
  let readingRemoved: Promise<ReadonlySet<string>> | undefined;
  return {
    async read(after, limit) {
      readingRemoved ??= removedStreams(reads);
      const removed = await readingRemoved;
      // An empty page means the end of the log, so pages that hold only events of removed streams are passed over.
      for (let from = after; ; ) {
        const page = await reads.page(from, limit);
        const events = page.events.filter(({ event }) => !removed.has(event.stream)).map(raw);
        if (events.length > 0 || page.events.length < limit) return events;
        from = page.readTo;
      }
    },
    async write(events) {
      // Appends run one after the other, because their order becomes the order of the log.
      for (const run of runsOf(events)) {
        const [first] = run;
        if (!first) continue;
        const { kind } = await writeEvents(connection, prefix + first.stream, run.map(toServerEvent), first.version - 1);
        if (kind === "wrong-revision") throw new LogUnavailable(`The stream ${first.stream} has other events at the server.`);
      }
    },
    close: async () => {},
  };
}

const PAGE = 500;

/** Events of a removed stream come before its removal, and stay readable until the servers are scavenged: so the whole log is read first. */
async function removedStreams(reads: Reads): Promise<ReadonlySet<string>> {
  const streams = new Set<string>();
  for (let after: Position = START; ; ) {
    const page = await reads.page(after, PAGE);
    for (const stream of page.removed) streams.add(stream);
    if (page.events.length < PAGE) return streams;
    after = page.readTo;
  }
}

const MAX_IN_A_RUN = 100;

/** Groups neighbouring events of the same stream, which can be appended together. */
function runsOf(events: readonly RawEvent[]): readonly (readonly RawEvent[])[] {
  const runs: RawEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.data);
    const last = runs.at(-1);
    const isNext = last?.at(-1)?.stream === event.stream && last.length < MAX_IN_A_RUN && bytes + size <= MAX_DATA_BYTES;
    if (isNext) last.push(event);
    else runs.push([event]);
    bytes = isNext ? bytes + size : size;
  }
  return runs;
}
