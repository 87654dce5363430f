// Moving a log from EventStoreDB, over a stand-in, into a file.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openConnection } from "../../event-log/kurrentdb/connection.ts";
import { readServerAddress } from "../../event-log/kurrentdb/connection-string.ts";
import { openKurrentLog } from "../../event-log/kurrentdb/kurrentdb-log.ts";
import { openRawKurrentLog } from "../../event-log/kurrentdb/raw-log.ts";
import { moveLog } from "../../event-log/move-log.ts";
import { openRawSqliteLog } from "../../event-log/sqlite/raw-log.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { command, everythingAfter, freshStream, noted } from "../helpers/event-log-contract.ts";
import { startStandIn } from "../helpers/kurrentdb-stand-in/start.ts";

const PREFIX = "candour.test.";
let dir: string;
let closing: (() => Promise<void>)[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "candour-move-"));
  closing = [];
});
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  rmSync(dir, { recursive: true, force: true });
});

test("does not bring back a stream that was removed at the server, whose events are still in the server's files", async () => {
  const standIn = await startStandIn();
  const connection = openConnection(readServerAddress(standIn.connectionString));
  const log = openKurrentLog(connection, { prefix: PREFIX, node: "n1" });
  closing = [standIn.close, () => connection.close(), () => log.close()];
  const [gone, kept] = [freshStream(), freshStream()];
  await log.append(command({ stream: gone, events: [noted(1), noted(2)] }));
  await log.append(command({ stream: kept, events: [noted(3)] }));
  await log.append(command({ stream: gone, expected: "any", events: [noted(4)] }));
  await log.append(command({ stream: kept, expected: "any", events: [noted(5)] }));
  await log.removeStream(gone);

  const atServer = openRawKurrentLog(connection, PREFIX);
  // Also where a whole page has nothing else: an empty page would mean the end of the log.
  expect((await atServer.read("", 1)).map(({ stream }) => stream)).toEqual([kept]);
  const path = join(dir, "log.sqlite");
  const inFile = openRawSqliteLog(path, { hub: "a-hub", epoch: 1 });
  expect(await moveLog(atServer, inFile, { isLeftOut: () => false })).toEqual({ already: 0, written: 2 });
  await inFile.close();
  const moved = openSqliteLog(path);
  closing.push(() => moved.close());
  expect((await everythingAfter(moved, "")).map(({ stream, data }) => [stream, data.number])).toEqual([
    [kept, 3],
    [kept, 5],
  ]);
  expect(await moved.verify()).toEqual([]);
});
