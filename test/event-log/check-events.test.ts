// The check of a log that is not in a file: what it finds in events whose hashes are in order, as another program with access to the server could write.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { checkEvents } from "../../event-log/check-events.ts";
import { hashOf } from "../../event-log/hash-chain.ts";
import { openConnection } from "../../event-log/kurrentdb/connection.ts";
import { readServerAddress } from "../../event-log/kurrentdb/connection-string.ts";
import { openKurrentLog } from "../../event-log/kurrentdb/kurrentdb-log.ts";
import { openRawKurrentLog } from "../../event-log/kurrentdb/raw-log.ts";
import type { RawEvent } from "../../event-log/raw-event.ts";
import { command } from "../helpers/event-log-contract.ts";
import { startStandIn } from "../helpers/kurrentdb-stand-in/start.ts";

const PREFIX = "candour.test.";
const { metadata } = command({ stream: "s" });
const { actor: _, ...withoutActor } = metadata;

/** Events of one stream, each with the right hash and linked to the one before. */
function chained(
  given: readonly { readonly at: string; readonly metadata?: object; readonly data?: object }[],
): readonly RawEvent[] {
  const events: RawEvent[] = [];
  for (const { at, metadata: own = metadata, data = {} } of given) {
    const row = {
      ...{ stream: "test-1", version: events.length + 1, id: randomUUID(), type: "Noted.v1", at },
      ...{ metadata: JSON.stringify(own), data: JSON.stringify(data), previousHash: events.at(-1)?.hash ?? "" },
    };
    events.push({ ...row, hash: hashOf(row), bodyDigest: "", position: "" });
  }
  return events;
}

test("reports times that go back or lie in the future, metadata of another form, and text that was not sealed", async () => {
  const standIn = await startStandIn();
  const connection = openConnection(readServerAddress(standIn.connectionString));
  const log = openKurrentLog(connection, { prefix: PREFIX, node: "n1" });
  const events = chained([
    { at: "2026-03-01T12:00:00.000Z" },
    { at: "2026-03-01T11:55:00.000Z" },
    { at: "2026-03-01T11:49:59.999Z" },
    { at: "2026-03-01T12:00:00.001Z" },
    { at: "2026-03-01" },
    { at: "2026-03-01T12:00:00.000Z", metadata: withoutActor },
    { at: "2026-03-01T12:00:00.000Z", data: { text: { plain: "Ann Example" } } },
    { at: "2026-03-01T12:00:00.000Z" },
  ]);
  await openRawKurrentLog(connection, PREFIX).write(events);
  const found: string[] = [];
  for await (const flaw of checkEvents(log, { latest: "2026-03-01T12:00:00.000Z" })) if (flaw) found.push(flaw.what);
  expect(found).toEqual([
    "its time is before that of the event before it in its stream",
    "its time lies in the future",
    "its time is no instant",
    "its metadata or its data is not in the form of an event",
    "it holds confidential text that was not sealed",
  ]);
  await log.close();
  await connection.close();
  await standIn.close();
});
