// Compares appends of the hub's log on EventStoreDB with the bare client, both with single calls at an exact revision. Uses the server that KURRENTDB_URL names, or
// the stand-in of the tests, whose figures say nothing about a server.
import { randomUUID } from "node:crypto";
import { type EventStoreDBClient, NO_STREAM } from "@eventstore/db-client";
import { openConnection, type ServerConnection } from "../event-log/kurrentdb/connection.ts";
import { readServerAddress } from "../event-log/kurrentdb/connection-string.ts";
import { openKurrentLog } from "../event-log/kurrentdb/kurrentdb-log.ts";
import type { Append, EventLog } from "../event-log/port.ts";
import { spawnStandIn } from "../test/helpers/kurrentdb-stand-in/spawn.ts";
import { commands } from "./bare.ts";
import { compare, type Result, rate } from "./harness.ts";

const ROUNDS = 12;
const COUNT = 1_280;
const WRITERS = 64;

/** Each writer waits for one append before its next. */
async function write<T>(turn: readonly T[], append: (one: T) => Promise<unknown>): Promise<void> {
  const rest = turn.values();
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (const one of rest) await append(one);
    }),
  );
}

async function appendOnce(log: EventLog, append: Append): Promise<void> {
  const outcome = await log.append(append);
  if (outcome.kind !== "appended" || outcome.repeated) throw new Error("An append was refused.");
}

/** The events for the bare client: the same bytes of data, and its metadata. */
function bareAppend(connection: ServerConnection, prefix: string, { stream, events, metadata }: Append): Promise<unknown> {
  const encoder = new TextEncoder();
  const made = events.map(({ type, data }) => ({
    id: randomUUID(),
    contentType: "application/octet-stream" as const,
    type,
    data: encoder.encode(JSON.stringify(data)),
    metadata: encoder.encode(JSON.stringify(metadata)),
  }));
  const { credentials } = connection;
  return connection.call((client: EventStoreDBClient) =>
    client.appendToStream(prefix + stream, made, { expectedRevision: NO_STREAM, credentials }),
  );
}

export async function appendKurrent(): Promise<readonly Result[]> {
  const standIn = process.env.KURRENTDB_URL === undefined ? await spawnStandIn({}) : undefined;
  const address = readServerAddress(process.env.KURRENTDB_URL ?? standIn?.connectionString ?? "");
  const [ours, theirs] = [openConnection(address), openConnection(address)];
  const run = randomUUID();
  const log = openKurrentLog(ours, { prefix: `candour.bench.${run}.`, node: "n1" });
  const total = COUNT * (ROUNDS + 1);
  // Each writer has its own stream, so that neither side reads a stream before it appends.
  const all = commands(total, total).map((append): Append => ({ ...append, expected: "new" }));
  const [mine, others] = [all.values(), all.values()];
  const turn = (rest: Iterator<Append>) => Array.from({ length: COUNT }, () => rest.next().value as Append);
  try {
    const result = await compare({
      name: "append_kurrentdb_64_writers",
      work: `${WRITERS} writers, over ${standIn ? "the stand-in of the tests" : "a server"}; theirs: the client by itself, single calls`,
      unit: "events/s",
      rounds: ROUNDS,
      // The limit is 1.2 times the time.
      reach: { atLeast: 0.83 },
      ours: () => {
        const appends = turn(mine);
        return rate(COUNT, () => write(appends, (one) => appendOnce(log, one)));
      },
      theirs: () => {
        const appends = turn(others);
        return rate(COUNT, () => write(appends, (one) => bareAppend(theirs, `candour.bare.${run}.`, one)));
      },
    });
    return [result];
  } finally {
    await log.close();
    await ours.close();
    await theirs.close();
    await standIn?.signal("SIGTERM");
  }
}
