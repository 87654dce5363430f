// Tests the stand-in for EventStoreDB with the real client. The protocol suite also runs against a real server if KURRENTDB_URL names one.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ANY, END, NO_STREAM, START, streamNameFilter } from "@eventstore/db-client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hasOpenssl, makeCertificates } from "../helpers/kurrentdb-stand-in/certificates.ts";
import {
  type Credentials,
  collect,
  connect,
  freshStream,
  noted,
  notes,
  numberOf,
  rejection,
  type TestClient,
} from "../helpers/kurrentdb-stand-in/client.ts";
import { protocolSuite } from "../helpers/kurrentdb-stand-in/protocol-suite.ts";
import { type SpawnedStandIn, spawnStandIn } from "../helpers/kurrentdb-stand-in/spawn.ts";
import { type StandIn, type StandInOptions, startStandIn } from "../helpers/kurrentdb-stand-in/start.ts";

protocolSuite("The stand-in for EventStoreDB", async () => {
  const standIn = await startStandIn({ prepareTimeoutMs: 20 });
  const client = connect(standIn.connectionString);
  return {
    client,
    async close() {
      await client.close();
      await standIn.close();
    },
  };
});

const url = process.env.KURRENTDB_URL;
describe.skipIf(!url)("A real server (needs KURRENTDB_URL)", () => {
  protocolSuite("shows the same", async () => {
    const client = connect(url ?? "");
    return { client, close: () => client.close() };
  });
});

/** A deadline that a call is expected to miss. */
const SHORT_MS = 200;
const TIMED_OUT = { type: "deadline-exceeded", code: 4 };
const UNAVAILABLE = { type: "unavailable", code: 14 };

let folder: string;
let stream: string;
const closing: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "candour-stand-in-"));
  stream = freshStream();
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function start(options: StandInOptions = {}): Promise<StandIn> {
  const standIn = await startStandIn(options);
  closing.push(standIn.close);
  return standIn;
}

async function spawned(options: StandInOptions): Promise<SpawnedStandIn> {
  const standIn = await spawnStandIn(options);
  closing.push(() => standIn.signal("SIGKILL"));
  return standIn;
}

function connected(connectionString: string, credentials?: Credentials): TestClient {
  const client = connect(connectionString, credentials);
  closing.push(client.close);
  return client;
}

/** Repeats an append with the same ids and revision until it is acknowledged, with a longer deadline after each timeout. */
async function insist(client: TestClient, ...given: Parameters<TestClient["append"]>): ReturnType<TestClient["append"]> {
  let deadline = SHORT_MS;
  for (;;)
    try {
      return await client.append(given[0], given[1], given[2], deadline);
    } catch (error) {
      const { type } = error as { readonly type?: string };
      if (type === "wrong-expected-version") throw error;
      if (type === TIMED_OUT.type) deadline *= 2;
    }
}

function follow({ client, credentials }: TestClient) {
  const seen = { numbers: [] as number[], errors: [] as unknown[], isCaughtUp: false };
  const filter = streamNameFilter({ prefixes: [stream], maxSearchWindow: 1000 });
  client
    .subscribeToAll({ fromPosition: START, filter, credentials })
    .on("data", (event) => seen.numbers.push(numberOf(event)))
    .on("error", (error) => seen.errors.push(error))
    .on("caughtUp", () => {
      seen.isCaughtUp = true;
    });
  return seen;
}

describe("A fault of the stand-in", () => {
  test("does not store an append that it refuses, for the given number of calls", async () => {
    const standIn = await start();
    const client = connected(standIn.connectionString);
    standIn.faults.refuseWrites(2, 14, "Server Is Not Ready");
    for (const _ of [1, 2])
      expect(await rejection(client.append(stream, NO_STREAM, noted(1)))).toMatchObject({
        ...UNAVAILABLE,
        message: "14 UNAVAILABLE: Server Is Not Ready",
      });
    expect(await client.append(stream, NO_STREAM, noted(2))).toMatchObject({ nextExpectedRevision: 0n });
    expect(await client.numbersIn(stream)).toEqual([2]);
  });

  test("cuts the connection after an append was stored, and a repeat is acknowledged", async () => {
    const standIn = await start();
    const client = connected(standIn.connectionString);
    standIn.faults.loseAcknowledgements(1, "cut");
    const events = notes(2);
    expect(await rejection(client.append(stream, NO_STREAM, events))).toMatchObject(UNAVAILABLE);
    expect(await client.numbersIn(stream)).toEqual([0, 1]);
    expect(await client.append(stream, NO_STREAM, events)).toMatchObject({ nextExpectedRevision: 1n });
    expect(await client.numbersIn(stream)).toEqual([0, 1]);
  });

  test("does not answer an append that was stored, and a repeat is acknowledged", async () => {
    const standIn = await start();
    const client = connected(standIn.connectionString);
    standIn.faults.loseAcknowledgements(Number.POSITIVE_INFINITY, "silence");
    const events = notes(2);
    const hasLanded = () =>
      client.numbersIn(stream).then(
        () => true,
        () => false,
      );
    for (let deadline = SHORT_MS; !(await hasLanded()); deadline *= 2)
      expect(await rejection(client.append(stream, NO_STREAM, events, deadline))).toMatchObject(TIMED_OUT);
    standIn.faults.loseAcknowledgements(0, "silence");
    expect(await client.append(stream, NO_STREAM, events)).toMatchObject({ nextExpectedRevision: 1n });
    expect(await client.numbersIn(stream)).toEqual([0, 1]);
  });

  test("keeps an append unfinished: readers do not see it, other appends get an answer at once, and repeats of it time out", async () => {
    const standIn = await start({ prepareTimeoutMs: 20 });
    const client = connected(standIn.connectionString);
    const release = standIn.faults.holdCommits();
    const events = notes(3);
    const first = client.append(stream, NO_STREAM, events);
    await expect.poll(standIn.seen.appends).toBe(1);
    expect(await rejection(client.append(stream, NO_STREAM, noted(9)))).toMatchObject({
      type: "wrong-expected-version",
      actualVersion: 2n,
    });
    const repeats = await Promise.all([1, 2, 3].map(() => rejection(client.append(stream, NO_STREAM, events))));
    for (const repeat of repeats) expect(repeat).toMatchObject({ type: "timeout", code: 10 });
    expect(await rejection(client.numbersIn(stream))).toMatchObject({ type: "stream-not-found" });
    release();
    expect(await first).toMatchObject({ nextExpectedRevision: 2n });
    expect(await client.append(stream, NO_STREAM, events)).toEqual(await first);
  });

  test("drops live subscribers as too slow, and they can resume", async () => {
    const standIn = await start();
    const client = connected(standIn.connectionString);
    await client.append(stream, NO_STREAM, notes(2));
    const seen = follow(client);
    await expect.poll(() => seen.isCaughtUp).toBe(true);
    standIn.faults.dropLiveSubscribers();
    await expect.poll(() => seen.errors.length).toBeGreaterThan(0);
    expect(seen.errors[0]).toMatchObject({
      type: "timeout",
      code: 10,
      message: "10 ABORTED: Operation timed out: Consumer too slow to handle event while live. Client resubscription required.",
    });
    expect(follow(client)).toMatchObject({ errors: [] });
    await expect.poll(standIn.seen.subscriptions).toBe(1);
  });

  test("freezes a node: earlier and later calls and connections miss their deadline, and continue after it thaws", async () => {
    const standIn = await start();
    const before = connected(standIn.connectionString);
    await before.append(stream, NO_STREAM, noted(0));
    standIn.faults.freeze();
    const after = connected(`${standIn.connectionString}&connectionName=after`);
    const event = noted(1);
    expect(await rejection(before.append(stream, 0n, event, SHORT_MS))).toMatchObject(TIMED_OUT);
    expect(await rejection(after.append(stream, 0n, event, SHORT_MS))).toMatchObject(TIMED_OUT);
    const read = before.numbersIn(stream);
    standIn.faults.thaw();
    expect((await read)[0]).toBe(0);
    await insist(before, stream, 0n, event);
    await insist(after, stream, 0n, event);
    expect(await before.numbersIn(stream)).toEqual([0, 1]);
  });

  test("lets a connection detect a frozen node by its keepalive", async () => {
    const standIn = await start();
    vi.spyOn(console, "warn").mockReturnValue();
    const client = connected(`${standIn.connectionString}&keepAliveInterval=100&keepAliveTimeout=100`);
    await insist(client, stream, NO_STREAM, noted(0));
    const seen = follow(client);
    // On a busy machine the connection may detect that even before.
    await expect.poll(() => seen.isCaughtUp || seen.errors.length > 0).toBe(true);
    standIn.faults.freeze();
    await expect.poll(() => seen.errors.length).toBeGreaterThan(0);
    expect(seen.errors[0]).toMatchObject(UNAVAILABLE);
  });

  test("kills a node: after its restart acknowledged events are there, and unfinished ones are lost and can be repeated", async () => {
    const standIn = await start();
    const client = connected(standIn.connectionString);
    await client.append(stream, NO_STREAM, noted(0));
    const seen = follow(client);
    await expect.poll(() => seen.isCaughtUp).toBe(true);
    const release = standIn.faults.holdCommits();
    const event = noted(1);
    const pending = rejection(client.append(stream, 0n, event));
    await expect.poll(standIn.seen.appends).toBe(2);
    await standIn.faults.kill();
    expect(await pending).toMatchObject(UNAVAILABLE);
    await expect.poll(() => seen.errors.length).toBeGreaterThan(0);
    expect(seen.errors[0]).toMatchObject(UNAVAILABLE);
    expect(await rejection(client.append(stream, 0n, event))).toMatchObject(UNAVAILABLE);
    release();
    await standIn.faults.restart();
    await insist(client, stream, 0n, event);
    expect(await client.numbersIn(stream)).toEqual([0, 1]);
  });

  test("forgets ids at a restart: a repeat at any revision is then stored twice, and a repeat at its original revision is not", async () => {
    const standIn = await start();
    const client = connected(standIn.connectionString);
    const events = notes(2);
    await client.append(stream, NO_STREAM, events);
    await standIn.faults.kill();
    await standIn.faults.restart();
    expect(await insist(client, stream, NO_STREAM, events)).toMatchObject({ nextExpectedRevision: 1n });
    expect(await client.append(stream, ANY, events)).toMatchObject({ nextExpectedRevision: 3n });
    expect(await client.numbersIn(stream)).toEqual([0, 1, 0, 1]);
  });

  test("shuts a node down cleanly: subscriptions end with an error of code 13", async () => {
    const standIn = await start();
    const client = connected(standIn.connectionString);
    await client.append(stream, NO_STREAM, noted(0));
    const seen = follow(client);
    await expect.poll(() => seen.isCaughtUp).toBe(true);
    await standIn.faults.stop();
    await expect.poll(() => seen.errors.length).toBeGreaterThan(0);
    expect(seen.errors[0]).toMatchObject({ type: "unknown", code: 13 });
    await standIn.faults.restart();
    await insist(client, stream, 0n, noted(1));
    expect(await client.numbersIn(stream)).toEqual([0, 1]);
  });
});

describe("The stand-in", () => {
  test("allows 100 open calls on a connection: the next one waits until one of them is cancelled", async () => {
    const standIn = await start();
    const client = connected(standIn.connectionString);
    await client.append(stream, NO_STREAM, notes(200));
    const open = [];
    for (let index = 0; index < 100; index += 1) {
      const subscription = client.client.subscribeToAll({ fromPosition: END, credentials: client.credentials });
      open.push(subscription);
      await new Promise((resolve) => subscription.once("caughtUp", resolve));
    }
    const next = client.numbersIn(stream);
    expect(await rejection(client.append(stream, 199n, noted(200), SHORT_MS))).toMatchObject(TIMED_OUT);
    expect(standIn.seen.reads()).toBe(100);
    await open[0]?.unsubscribe();
    expect(await next).toHaveLength(200);
  });

  test("does not offer batch appends: even without credentials a client uses one call for each append", async () => {
    const standIn = await start();
    const { client } = connected(standIn.connectionString);
    await client.appendToStream(stream, noted(1), { expectedRevision: NO_STREAM });
    expect(standIn.seen.appends()).toBe(1);
  });

  test("applies back-pressure: a subscriber that pauses while it catches up gets every event later", async () => {
    const standIn = await start();
    const { client, credentials, append } = connected(standIn.connectionString);
    // More than the windows of a connection have room for.
    const PAGES = 8;
    for (let index = 0; index < PAGES; index += 1)
      await append(stream, index === 0 ? NO_STREAM : BigInt(index * 500 - 1), notes(500));
    const filter = streamNameFilter({ prefixes: [stream], maxSearchWindow: 1000 });
    const subscription = client.subscribeToAll({ fromPosition: START, filter, credentials });
    closing.push(() => subscription.unsubscribe());
    await new Promise((resolve) => subscription.once("confirmation", resolve));
    await append(stream, BigInt(PAGES * 500 - 1), notes(500));
    let got = 0;
    for await (const _ of subscription) {
      got += 1;
      if (got === (PAGES + 1) * 500) break;
    }
  });
});

describe("The stand-in as a separate process", () => {
  test("keeps every acknowledged append through kills under load, and stores none twice", async () => {
    const file = join(folder, "record.jsonl");
    let standIn = await spawned({ file });
    const client = connected(standIn.connectionString);
    const streams = Array.from({ length: 4 }, freshStream);
    const acknowledged = new Map(streams.map((name) => [name, 0]));
    let isDone = false;
    const writers = streams.map(async (name) => {
      for (let number = 0; !isDone; number += 1) {
        await insist(client, name, number === 0 ? NO_STREAM : BigInt(number - 1), noted(number));
        acknowledged.set(name, number + 1);
      }
    });
    const total = () => [...acknowledged.values()].reduce((sum, count) => sum + count, 0);
    for (const target of [50, 100]) {
      await expect.poll(total).toBeGreaterThan(target);
      expect(await standIn.signal("SIGKILL")).toBeNull();
      standIn = await spawned({ file, ports: standIn.ports });
    }
    isDone = true;
    await Promise.all(writers);
    for (const [name, count] of acknowledged)
      expect(await client.numbersIn(name)).toEqual(Array.from({ length: count }, (_, number) => number));
  });

  test("ignores a truncated last line of its journal, and continues after the line before it", async () => {
    const file = join(folder, "record.jsonl");
    const first = await spawned({ file });
    await connected(first.connectionString).append(stream, NO_STREAM, notes(2));
    await first.signal("SIGKILL");
    writeFileSync(file, '[{"id":"', { flag: "a" });
    const second = await spawned({ file });
    const client = connected(second.connectionString);
    expect(await client.append(stream, 1n, noted(2))).toMatchObject({ nextExpectedRevision: 2n });
    await second.signal("SIGKILL");
    expect(await connected((await spawned({ file })).connectionString).numbersIn(stream)).toEqual([0, 1, 2]);
  });

  test("pauses while it is suspended by a signal, and shuts down cleanly on another", async () => {
    const standIn = await spawned({});
    const client = connected(standIn.connectionString);
    await client.append(stream, NO_STREAM, noted(0));
    const seen = follow(client);
    await expect.poll(() => seen.isCaughtUp).toBe(true);
    standIn.freeze();
    const event = noted(1);
    expect(await rejection(client.append(stream, 0n, event, SHORT_MS))).toMatchObject(TIMED_OUT);
    standIn.thaw();
    await insist(client, stream, 0n, event);
    await expect.poll(() => seen.numbers).toEqual([0, 1]);
    expect(await standIn.signal("SIGTERM")).toBe(0);
    await expect.poll(() => seen.errors.length).toBeGreaterThan(0);
    expect(seen.errors[0]).toMatchObject({ type: "unknown", code: 13 });
  });
});

describe("Three nodes of the stand-in", () => {
  test("report their leader, to which a client connects, and a follower to a client that prefers one", async () => {
    const standIn = await start({ nodes: 3 });
    const release = standIn.faults.holdReplication();
    const leader = connected(standIn.connectionString);
    await leader.append(stream, NO_STREAM, noted(0));
    expect(await leader.numbersIn(stream)).toEqual([0]);
    const follower = connected(`${standIn.connectionString}&nodePreference=follower`);
    expect(await rejection(follower.numbersIn(stream))).toMatchObject({ type: "stream-not-found" });
    // The follower forwards the write to the leader.
    expect(await follower.append(stream, 0n, noted(1))).toMatchObject({ nextExpectedRevision: 1n });
    expect(await rejection(follower.numbersIn(stream))).toMatchObject({ type: "stream-not-found" });
    release();
    expect(await follower.numbersIn(stream)).toEqual([0, 1]);
  });

  test("replicate with a delay if configured: a subscriber at a follower still gets every event", async () => {
    const standIn = await start({ nodes: 3, replicationDelayMs: 5 });
    const follower = connected(standIn.connectionStringOf(2));
    const seen = follow(follower);
    for (const number of [0, 1, 2]) await follower.append(stream, number === 0 ? NO_STREAM : BigInt(number - 1), noted(number));
    await expect.poll(() => seen.numbers).toEqual([0, 1, 2]);
  });

  test("redirect a client that requires the leader to it, once", async () => {
    const standIn = await start({ nodes: 3 });
    const { client, credentials } = connected(standIn.connectionStringOf(1));
    const options = { expectedRevision: NO_STREAM, credentials, requiresLeader: true } as const;
    const event = noted(0);
    expect(await rejection(client.appendToStream(stream, event, options))).toMatchObject({
      type: "not-leader",
      code: 5,
      leader: { address: "127.0.0.1", port: standIn.ports[0] },
    });
    await expect
      .poll(() => client.appendToStream(stream, event, options).catch(() => ({})))
      .toMatchObject({ nextExpectedRevision: 0n });
  });

  test("do not answer appends while they have no leader, and accept their repeats when they have one", async () => {
    const standIn = await start({ nodes: 3, electionMs: "held" });
    const client = connected(standIn.connectionString);
    const survivor = connected(standIn.connectionStringOf(1));
    await client.append(stream, NO_STREAM, noted(0));
    await survivor.numbersIn(stream);
    expect(await standIn.faults.killLeader()).toBe(0);
    const event = noted(1);
    expect(await rejection(client.append(stream, 0n, event))).toMatchObject(UNAVAILABLE);
    expect(await rejection(survivor.append(stream, 0n, event, SHORT_MS))).toMatchObject(TIMED_OUT);
    expect(await survivor.numbersIn(stream)).toEqual([0]);
    standIn.faults.elect();
    expect(await insist(client, stream, 0n, event)).toMatchObject({ nextExpectedRevision: 1n });
    expect(await survivor.append(stream, 0n, event)).toMatchObject({ nextExpectedRevision: 1n });
    expect(await survivor.numbersIn(stream)).toEqual([0, 1]);
    await standIn.faults.restart(0);
    expect(await connected(standIn.connectionStringOf(0)).numbersIn(stream)).toEqual([0, 1]);
  });

  test("elect a leader by themselves, and lose and duplicate nothing under load", async () => {
    const standIn = await start({ nodes: 3, electionMs: 50, replicationDelayMs: 3 });
    const client = connected(`${standIn.connectionString}&discoveryInterval=20&maxDiscoverAttempts=1000`);
    let [acknowledged, isDone] = [0, false];
    const writer = (async () => {
      for (; !isDone; acknowledged += 1)
        await insist(client, stream, acknowledged === 0 ? NO_STREAM : BigInt(acknowledged - 1), noted(acknowledged), 5_000);
    })();
    for (const target of [20, 40, 60]) {
      await expect.poll(() => acknowledged).toBeGreaterThan(target);
      const index = await standIn.faults.killLeader();
      await expect.poll(standIn.faults.leader).toBeDefined();
      await standIn.faults.restart(index);
    }
    isDone = true;
    await writer;
    const stored = await connected(standIn.connectionStringOf(standIn.faults.leader() ?? 0)).numbersIn(stream);
    expect(stored).toEqual(Array.from({ length: acknowledged }, (_, number) => number));
  });

  test("accept no appends without a majority, and a remaining node still answers reads that are sent to it alone", async () => {
    const standIn = await start({ nodes: 3, electionMs: 10 });
    await connected(standIn.connectionString).append(stream, NO_STREAM, noted(0));
    await standIn.faults.kill(1);
    await standIn.faults.kill(0);
    const left = connected(standIn.connectionStringOf(2));
    const event = noted(1);
    expect(await rejection(left.append(stream, 0n, event, SHORT_MS))).toMatchObject(TIMED_OUT);
    expect(await left.numbersIn(stream)).toEqual([0]);
    const seeds = connected(`${standIn.connectionString}&discoveryInterval=1&maxDiscoverAttempts=2`);
    expect((await rejection(seeds.append(stream, 0n, event))).message).toBe("Failed to discover after 2 attempts.");
    await standIn.faults.restart(1);
    expect(await insist(left, stream, 0n, event)).toMatchObject({ nextExpectedRevision: 1n });
  });
});

describe.skipIf(!hasOpenssl())("The stand-in with TLS (needs openssl)", () => {
  const admin = { username: "admin", password: "changeit" };
  const hub = { username: "hub", password: "secret" };
  const accounts = { admin: { password: admin.password, groups: ["$admins"] }, hub: { password: hub.password } };

  test("refuses calls without credentials, and distinguishes a wrong password from a missing right", async () => {
    const standIn = await start({ tls: makeCertificates(folder), accounts });
    const { client } = connected(standIn.connectionString, hub);
    const denied = { type: "access-denied", code: 7 };
    expect(await rejection(client.appendToStream(stream, noted(0), { expectedRevision: NO_STREAM }))).toMatchObject(denied);
    const wrong = connected(standIn.connectionString, { ...hub, password: randomUUID() });
    expect(await rejection(wrong.append(stream, NO_STREAM, noted(0)))).toMatchObject({ type: "access-denied", code: 16 });
    expect(await rejection(wrong.numbersIn(stream))).toMatchObject({ type: "access-denied", code: 16 });
  });

  test("lets an ordinary account use ordinary streams, and read all events after an administrator grants it", async () => {
    const standIn = await start({ tls: makeCertificates(folder), accounts });
    const ordinary = connected(standIn.connectionString, hub);
    await ordinary.append(stream, NO_STREAM, noted(0));
    expect(await ordinary.numbersIn(stream)).toEqual([0]);
    const denied = { type: "access-denied", code: 7 };
    const readAll = () => collect(ordinary.client.readAll({ credentials: hub }));
    expect(await rejection(readAll())).toMatchObject(denied);
    expect(await rejection(collect(ordinary.client.subscribeToAll({ credentials: hub })))).toMatchObject(denied);
    expect(await rejection(ordinary.append("$system", NO_STREAM, noted(0)))).toMatchObject(denied);
    expect(await rejection(ordinary.client.setStreamMetadata("$all", {}, { credentials: hub }))).toMatchObject(denied);
    const acl = { readRoles: ["$admins", "hub"] };
    await connected(standIn.connectionString, admin).client.setStreamMetadata("$all", { acl }, { credentials: admin });
    expect((await readAll()).map(({ event }) => event?.streamId)).toEqual([stream, "$$$all"]);
    await ordinary.client.tombstoneStream(stream, { credentials: hub });
  });

  test("runs three nodes with TLS too, and is unavailable to a client that does not trust its authority", async () => {
    const standIn = await start({ nodes: 3, tls: makeCertificates(folder), accounts });
    const client = connected(standIn.connectionString, hub);
    await client.append(stream, NO_STREAM, noted(0));
    expect(await client.numbersIn(stream)).toEqual([0]);
    const stranger = connected(`esdb://localhost:${standIn.ports[0]}`, hub);
    expect(await rejection(stranger.append(stream, 0n, noted(1)))).toMatchObject(UNAVAILABLE);
    const stranded = connected(`esdb://localhost:${standIn.ports[0]}?tls=false`, hub);
    expect(await rejection(stranded.append(stream, 0n, noted(1)))).toMatchObject(UNAVAILABLE);
  });
});
