// Raw access to a log in EventStoreDB, for moving it.
import { LogUnavailable } from "../port.ts";
import type { RawEvent, RawLog } from "../raw-event.ts";
import { writeEvents } from "./appender.ts";
import type { ServerConnection } from "./connection.ts";
import { openReads } from "./reads.ts";
import { envelopeOf, type ReadEvent } from "./stored-form.ts";

const raw = ({ event: { position, stream, version, id, type, at, previousHash }, texts, bodyDigest }: ReadEvent): RawEvent => ({
  ...{ position, stream, version, id, type, at, previousHash, bodyDigest },
  ...texts,
});

/** `prefix`: the prefix of the names of the log's streams at the server. */
export function openRawKurrentLog(connection: ServerConnection, prefix: string): RawLog {
  const reads = openReads(connection, prefix);
  return {
    read: async (after, limit) => (await reads.page(after, limit)).events.map(raw),
    async write(events) {
      // Appends run one after the other, because their order becomes the order of the log.
      for (const run of runsOf(events)) {
        const [first] = run;
        if (!first) continue;
        const made = run.map(({ id, type, data, ...event }) => ({
          ...{ id, type, contentType: "application/octet-stream" as const },
          data: new TextEncoder().encode(data),
          metadata: envelopeOf(event),
        }));
        const { kind } = await writeEvents(connection, prefix + first.stream, made, first.version - 1);
        if (kind === "wrong-revision") throw new LogUnavailable(`The stream ${first.stream} has other events at the server.`);
      }
    },
    close: async () => {},
  };
}

const MOST_IN_A_RUN = 100;

/** Groups neighbouring events of the same stream, which can be appended together. */
function runsOf(events: readonly RawEvent[]): readonly (readonly RawEvent[])[] {
  const runs: RawEvent[][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    const isNext = last?.at(-1)?.stream === event.stream && last.length < MOST_IN_A_RUN;
    const bytes = isNext ? last.reduce((sum, { data }) => sum + data.length * 3, event.data.length * 3) : 0;
    if (isNext && bytes < 1_000_000) last.push(event);
    else runs.push([event]);
  }
  return runs;
}
