// The log on EventStoreDB while its server fails, with a stand-in that fails on demand: nothing acknowledged is lost, nothing is written twice, and
// followers miss no event.
import { randomUUID } from "node:crypto";
import grpc from "@grpc/grpc-js";
import { afterEach, describe, expect, test, vi } from "vitest";
import { openAppender } from "../../event-log/kurrentdb/appender.ts";
import { openConnection, PATIENCE, type Patience, type ServerConnection } from "../../event-log/kurrentdb/connection.ts";
import { readServerAddress } from "../../event-log/kurrentdb/connection-string.ts";
import { openFeed } from "../../event-log/kurrentdb/feed.ts";
import { openKurrentLog } from "../../event-log/kurrentdb/kurrentdb-log.ts";
import { findServerProblem } from "../../event-log/kurrentdb/probe.ts";
import { openReads, type Reads } from "../../event-log/kurrentdb/reads.ts";
import { TooLarge } from "../../event-log/kurrentdb/stored-form.ts";
import { type EventLog, LogUnavailable, type StoredEvent } from "../../event-log/port.ts";
import { command, everythingAfter, freshStream, noted } from "../helpers/event-log-contract.ts";
import { type StandIn, type StandInOptions, startStandIn } from "../helpers/kurrentdb-stand-in/start.ts";

const PREFIX = "candour.test.";
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function server(options: StandInOptions = {}): Promise<StandIn> {
  const standIn = await startStandIn({ prepareTimeoutMs: 50, ...options });
  closing.push(standIn.close);
  return standIn;
}

/** For servers that do not answer. Others have the usual time, because a busy machine answers late. */
const IMPATIENT: Patience = { idleMs: 500, readsMs: 400, attemptMs: 400, behindMs: 300 };

function logOn(standIn: StandIn, node = "n1", patience = PATIENCE): EventLog {
  const connection = openConnection(readServerAddress(standIn.connectionString), patience);
  const log = openKurrentLog(connection, { prefix: PREFIX, node });
  closing.push(async () => {
    await log.close();
    await connection.close();
  });
  return log;
}

/** A log whose cluster can be replaced by an empty one, as by one that was restored from an older backup. */
async function restorable(patience = PATIENCE) {
  const [before, restored] = [await server(), await server()];
  const connections = [before, restored].map((one) => openConnection(readServerAddress(one.connectionString), patience));
  let current = connections[0] as ServerConnection;
  const connection = { ...current, call: (work) => current.call(work) } satisfies ServerConnection;
  const log = openKurrentLog(connection, { prefix: PREFIX, node: "n1" });
  closing.push(...connections.map(({ close }) => close), log.close);
  return {
    ...{ log, before, restored },
    restore() {
      current = connections[1] as ServerConnection;
    },
  };
}

/** The numbers in the log's events, in order. */
const numbers = async (log: EventLog) => (await everythingAfter(log, "")).map(({ data }) => data.number);
const eventually = (expectation: () => void) => vi.waitFor(expectation, { timeout: 600_000, interval: 5 });

describe("An append", () => {
  test.each(["cut", "silence"] as const)(
    "whose acknowledgement is lost (%s) is acknowledged after a retry, and written once",
    async (how) => {
      const standIn = await server();
      const log = logOn(standIn, "n1", IMPATIENT);
      const stream = freshStream();
      await log.append(command({ stream, events: [noted(1)] }));
      standIn.faults.loseAcknowledgements(2, how);
      const outcome = await log.append(command({ stream, expected: { version: 1 }, events: [noted(2), noted(3)] }));
      expect(outcome).toMatchObject({ kind: "appended", version: 3, repeated: false });
      expect(await numbers(log)).toEqual([1, 2, 3]);
    },
  );

  test.each([
    ["no answer in time", grpc.status.ABORTED, "Operation timed out"],
    ["a server that shuts down", grpc.status.INTERNAL, "Received RST_STREAM with code 0"],
    ["a server that starts up", grpc.status.UNAVAILABLE, "Server Is Not Ready"],
    ["an unknown answer", grpc.status.UNKNOWN, "Could not recognize Server Is Not Ready"],
  ])("is retried after %s", async (_, code, details) => {
    const standIn = await server();
    const log = logOn(standIn);
    standIn.faults.refuseWrites(2, code, details);
    expect(await log.append(command({ stream: freshStream(), events: [noted(7)] }))).toMatchObject({ repeated: false });
    expect(await numbers(log)).toEqual([7]);
  });

  test("by two nodes to one stream succeeds for one of them; the same command on both is recorded once, and both get its outcome", async () => {
    const standIn = await server();
    const [one, two] = [logOn(standIn, "n1"), logOn(standIn, "n2")];
    for (let round = 0; round < 10; round += 1) {
      const given = command({ stream: freshStream(), expected: "new" });
      const outcomes = await Promise.all([one.append(given), two.append(given)]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(["appended", "appended"]);
      expect(outcomes.filter((outcome) => outcome.kind === "appended" && !outcome.repeated)).toHaveLength(1);
      expect(await one.readStream(given.stream)).toHaveLength(1);
      const others = [
        command({ stream: given.stream, expected: { version: 1 } }),
        command({ stream: given.stream, expected: { version: 1 } }),
      ] as const;
      const raced = await Promise.all([one.append(others[0]), two.append(others[1])]);
      expect(raced.map(({ kind }) => kind).sort()).toEqual(["appended", "version-conflict"]);
    }
  });

  test("based on a state that another node has changed is decided by the stream itself", async () => {
    const standIn = await server();
    const [one, two] = [logOn(standIn, "n1"), logOn(standIn, "n2")];
    const stream = freshStream();
    await one.append(command({ stream }));
    await two.append(command({ stream, expected: { version: 1 } }));
    expect(await one.append(command({ stream, expected: { version: 1 } }))).toEqual({ kind: "version-conflict", actual: 2 });
    await two.append(command({ stream, expected: "any" }));
    expect(await one.append(command({ stream, expected: { version: 3 } }))).toMatchObject({ kind: "appended", version: 4 });
    await two.append(command({ stream, expected: "any" }));
    expect(await one.append(command({ stream, expected: "any" }))).toMatchObject({ kind: "appended", version: 6 });
    expect(await one.verify()).toEqual([]);
  });

  test("that stalled and is decided again with other encrypted text is recorded once, and later events link to it", async () => {
    const standIn = await server();
    for (const names of [
      ["n1", "n1"],
      ["n1", "n2"],
    ] as const) {
      const [one, two] = [logOn(standIn, names[0]), logOn(standIn, names[1])];
      const first = command({ stream: freshStream(), expected: "new", events: [noted(1)] });
      const release = standIn.faults.holdCommits();
      const stalled = one.append(first);
      const again = two.append({ ...first, events: [noted(2)] });
      await new Promise((resolve) => setTimeout(resolve, 50));
      release();
      const outcomes = await Promise.all([stalled, again]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(["appended", "appended"]);
      for (const log of [one, two]) await log.append(command({ stream: first.stream, expected: "any", events: [noted(3)] }));
      const stored = await one.readStream(first.stream);
      expect(stored.map(({ unreadable }) => unreadable)).toEqual([undefined, undefined, undefined]);
      expect(await two.verify()).toEqual([]);
    }
  });

  test("of a new command reads one event of a long stream, also after a restart, and later only what other nodes appended", async () => {
    const standIn = await server();
    const [writer, other] = [logOn(standIn, "n2"), logOn(standIn, "n3")];
    const stream = freshStream();
    for (let n = 0; n < 40; n += 1) await writer.append(command({ stream, events: [noted(n)] }));
    const connection = openConnection(readServerAddress(standIn.connectionString));
    closing.push(connection.close);
    const reads = openReads(connection, PREFIX);
    let read = 0;
    const counting: Reads = {
      ...reads,
      stream: (...given) => reads.stream(...given).then((events) => events.filter(() => (read += 1))),
      lastOf: (name) => reads.lastOf(name).finally(() => (read += 1)),
    };
    const appender = openAppender({ connection, reads: counting, prefix: PREFIX, node: "n1", vouched: () => false });
    const fresh = (version: number) => appender.append({ ...command({ stream, expected: { version } }), isNewCommand: true });
    expect(await fresh(40)).toMatchObject({ version: 41, repeated: false });
    for (let version = 41; version < 50; version += 1) expect(await fresh(version)).toMatchObject({ version: version + 1 });
    expect(read).toBe(1);
    await other.append(command({ stream, expected: "any" }));
    expect(await fresh(50)).toEqual({ kind: "version-conflict", actual: 51 });
    expect(await fresh(51)).toMatchObject({ version: 52 });
    expect(read).toBeLessThan(5);
    expect(await other.verify()).toEqual([]);
  });

  test("of a new command whose acknowledgement is lost is written once, at a node that lost a race to another", async () => {
    const standIn = await server();
    const [one, two] = [logOn(standIn, "n1"), logOn(standIn, "n2")];
    const stream = freshStream();
    const fresh = () => ({ ...command({ stream, expected: "any" }), isNewCommand: true });
    await one.append(fresh());
    for (let round = 0; round < 5; round += 1) {
      await two.append(fresh());
      standIn.faults.loseAcknowledgements(1, "cut");
      expect(await one.append(fresh())).toMatchObject({ version: 2 * round + 3, repeated: false });
    }
    expect(await one.readStream(stream)).toHaveLength(11);
    expect(await one.verify()).toEqual([]);
  });

  test("fails at a cluster that was restored from an older backup beside the hub, and writes nothing", async () => {
    const { log, restored, restore } = await restorable(IMPATIENT);
    const [stream, other] = [freshStream(), freshStream()];
    await log.append(command({ stream }));
    await log.append({ ...command({ stream: other }), isNewCommand: true });
    restore();
    const appends = [
      command({ stream, expected: "any" }),
      { ...command({ stream: other, expected: "any" }), isNewCommand: true },
    ];
    for (const append of await Promise.allSettled(appends.map(log.append)))
      expect(append).toMatchObject({ status: "rejected", reason: expect.any(LogUnavailable) });
    expect(restored.seen.appends()).toBeLessThan(100);
    expect([...(await log.readStream(stream)), ...(await log.readStream(other))]).toEqual([]);
  });

  test("that is too large is refused before anything is written, and concurrent appends are not", async () => {
    const log = logOn(await server());
    const text = (bytes: number) =>
      command({ stream: freshStream(), events: [{ type: "Noted.v1", data: { text: "x".repeat(bytes) } }] });
    const large = [
      text(1_048_576),
      { ...text(1), events: [{ type: "N".repeat(501), data: {} }] },
      command({ stream: `test-${"s".repeat(500)}` }),
    ];
    const outcomes = await Promise.allSettled([...large.map((one) => log.append(one)), log.append(text(1_000_000))]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected", "fulfilled"]);
    for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(TooLarge);
  });

  test("fails while the server is down, and is recorded after it restarts, under the same command", async () => {
    const standIn = await server();
    const log = logOn(standIn);
    const given = command({ stream: freshStream(), events: [noted(1)] });
    await log.append(command({ stream: freshStream(), events: [noted(0)] }));
    await standIn.faults.kill();
    const appended = log.append(given);
    setTimeout(() => standIn.faults.restart(), 300);
    expect(await appended).toMatchObject({ kind: "appended", repeated: false });
    expect(await log.append(given)).toMatchObject({ repeated: true });
    expect(await numbers(log)).toEqual([0, 1]);
  });
});

describe("Three servers", () => {
  test("whose leader dies repeatedly under load lose nothing acknowledged and write nothing twice", async () => {
    const standIn = await server({ nodes: 3, electionMs: 100 });
    const log = logOn(standIn);
    const acknowledged: string[] = [];
    let isOver = false;
    const writer = async () => {
      while (!isOver) {
        const given = command({ stream: freshStream() });
        const outcome = await log.append(given).catch((error) => {
          if (!(error instanceof LogUnavailable)) throw error;
        });
        if (outcome) acknowledged.push(given.metadata.commandId);
      }
    };
    const writers = Array.from({ length: 4 }, writer);
    for (let round = 0; round < 3; round += 1) {
      const before = acknowledged.length;
      await eventually(() => expect(acknowledged.length).toBeGreaterThan(before + 20));
      const killed = await standIn.faults.killLeader();
      await eventually(() => expect(acknowledged.length).toBeGreaterThan(before + 40));
      await standIn.faults.restart(killed);
    }
    isOver = true;
    await Promise.all(writers);
    const written = (await everythingAfter(log, "")).map(({ metadata }) => metadata.commandId);
    expect(new Set(written).size).toBe(written.length);
    expect(acknowledged.filter((id) => !written.includes(id))).toEqual([]);
    expect(await log.verify()).toEqual([]);
  });
});

describe("A follower", () => {
  const follow = (log: EventLog, seen: StoredEvent[]) =>
    log.subscribe(
      "",
      async (events) => void seen.push(...events),
      (error) => void Promise.reject(error),
    );

  test.each([
    ["is dropped as too slow", async ({ faults }: StandIn) => faults.dropLiveSubscribers()],
    ["is cut off by a server that shuts down", ({ faults }: StandIn) => faults.stop().then(() => faults.restart())],
    ["is cut off by a server that is killed", ({ faults }: StandIn) => faults.kill().then(() => faults.restart())],
  ])("that %s, repeatedly, gets every event once and in order", async (_, fail) => {
    const standIn = await server();
    const log = logOn(standIn);
    const seen: StoredEvent[] = [];
    follow(log, seen);
    for (let round = 0; round < 4; round += 1) {
      for (let n = 0; n < 30; n += 1) await log.append(command({ stream: freshStream(), events: [noted(round * 30 + n)] }));
      await fail(standIn);
    }
    await log.append(command({ stream: freshStream(), events: [noted(120)] }));
    await eventually(() => expect(seen).toHaveLength(121));
    expect(seen.map(({ data }) => data.number)).toEqual(Array.from({ length: 121 }, (_, n) => n));
  });

  test("gets events again whose delivery failed, and no later event before them", async () => {
    const standIn = await server();
    const log = logOn(standIn);
    const connection = openConnection(readServerAddress(standIn.connectionString));
    const delivered: number[] = [];
    let tries = 0;
    const feed = openFeed("", {
      ...{ connection, prefix: PREFIX, wait: async () => {}, readTo() {} },
      async deliver(events) {
        tries += 1;
        if (tries % 3 === 1) throw new LogUnavailable("What an event follows could not be read.");
        delivered.push(...events.map(({ texts }) => JSON.parse(texts.data).number));
      },
    });
    closing.push(async () => {
      await feed.close();
      await connection.close();
    });
    for (let n = 0; n < 200; n += 1) await log.append(command({ stream: freshStream(), events: [noted(n)] }));
    await eventually(() => expect(delivered).toHaveLength(200));
    expect(delivered).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(tries).toBeGreaterThan(3);
  });

  test("does not subscribe if it is closed while its call waits for others to end", async () => {
    const standIn = await server();
    const connection = openConnection(readServerAddress(standIn.connectionString));
    closing.push(connection.close);
    const others = Promise.withResolvers<void>();
    const waiting = {
      ...connection,
      call: (work) => others.promise.then(() => connection.call(work)),
    } satisfies ServerConnection;
    const feed = openFeed("", { connection: waiting, prefix: PREFIX, wait: async () => {}, readTo() {}, async deliver() {} });
    const closed = feed.close();
    others.resolve();
    await closed;
    expect(standIn.seen.subscriptions()).toBe(0);
  });

  test("gets no events of other logs at the same server, and they do not move the head", async () => {
    const standIn = await server();
    const log = logOn(standIn);
    const connection = openConnection(readServerAddress(standIn.connectionString));
    const other = openKurrentLog(connection, { prefix: "candour.other.", node: "n1" });
    closing.push(async () => {
      await other.close();
      await connection.close();
    });
    const seen: StoredEvent[] = [];
    follow(log, seen);
    const first = await log.append(command({ stream: "test-1", events: [noted(1)] }));
    for (let n = 0; n < 50; n += 1) await other.append(command({ stream: freshStream(), events: [noted(99)] }));
    expect(first.kind === "appended" && first.position).toBe(await log.head());
    expect(await log.streams("test")).toEqual(["1"]);
    await log.append(command({ stream: "test-2", events: [noted(2)] }));
    await eventually(() => expect(seen.map(({ data }) => data.number)).toEqual([1, 2]));
    expect(await other.readStream("test-1")).toEqual([]);
  });
});

describe("A reader", () => {
  test("of a server that does not answer fails in time, and reads again when the server answers", async () => {
    const standIn = await server();
    const log = logOn(standIn, "n1", IMPATIENT);
    const stream = freshStream();
    await log.append(command({ stream }));
    standIn.faults.freeze();
    await expect(log.readStream(stream)).rejects.toBeInstanceOf(LogUnavailable);
    standIn.faults.thaw();
    await vi.waitFor(async () => expect(await log.readStream(stream)).toHaveLength(1), { timeout: 600_000 });
  });

  test("of the head asks the leader, even when connected to a follower that lacks acknowledged events", async () => {
    const standIn = await server({ nodes: 3 });
    const connection = openConnection(readServerAddress(standIn.connectionStringOf(2)));
    const follower = openKurrentLog(connection, { prefix: PREFIX, node: "n2" });
    closing.push(async () => {
      await follower.close();
      await connection.close();
    });
    const log = logOn(standIn);
    await log.append(command({ stream: freshStream() }));
    expect(await follower.head()).toBe(await log.head());
    const release = standIn.faults.holdReplication();
    const last = await log.append(command({ stream: freshStream() }));
    expect(await follower.head()).toBe(last.kind === "appended" && last.position);
    release();
  });

  test.each(["that the hub has appended", "that another node has appended and the hub has read"])(
    "of the head fails at a cluster that was restored from an older backup and lacks an event %s",
    async (which) => {
      const { log, before, restored, restore } = await restorable();
      await log.head();
      const isOwn = which === "that the hub has appended";
      await (isOwn ? log : logOn(before, "n2")).append(command({ stream: freshStream() }));
      if (!isOwn) await log.head();
      restore();
      await expect(log.head()).rejects.toThrow("The event log's servers hold less than this hub knows.");
      // Also if the log has grown since.
      for (let n = 0; n < 3; n += 1) await logOn(restored, "n2").append(command({ stream: freshStream() }));
      if (!isOwn) await expect(log.head()).rejects.toThrow(LogUnavailable);
    },
  );

  test("of the time of the last event reads only what was appended since the last read, and not other logs' events again", async () => {
    const standIn = await server();
    const log = logOn(standIn);
    const connection = openConnection(readServerAddress(standIn.connectionString));
    const other = openKurrentLog(connection, { prefix: "candour.other.", node: "n1" });
    closing.push(other.close, connection.close);
    const given = command({ stream: freshStream(), at: "2026-11-22T09:30:00.000Z" });
    await log.append(given);
    for (let n = 0; n < 12; n += 1)
      await other.append(command({ stream: freshStream(), events: Array.from({ length: 100 }, (_, number) => noted(number)) }));
    expect(await log.latest()).toBe(given.at);
    const before = standIn.seen.reads();
    expect(await log.latest()).toBe(given.at);
    // One read looks for the last event, which a restored cluster may lack, and one for later events.
    expect(standIn.seen.reads() - before).toBe(2);
    await log.append({ ...given, ...command({ stream: given.stream, at: "2026-11-22T09:31:00.000Z" }) });
    expect(await log.latest()).toBe("2026-11-22T09:31:00.000Z");
  });

  test("passes over remaining events of a removed stream, and reports no flaw in it", async () => {
    const standIn = await server();
    const log = logOn(standIn);
    const gone = freshStream();
    const first = await log.append(command({ stream: gone }));
    await log.append(command({ stream: gone, expected: "any" }));
    await log.append(command({ stream: freshStream(), events: [noted(7)] }));
    await log.removeStream(gone);
    // Also if a whole page contains only such events: an empty page would mean the end of the log.
    for (const limit of [100, 1]) {
      const later = await logOn(standIn).readAll(first.kind === "appended" ? first.position : "", limit);
      expect(later.map(({ data, unreadable }) => [data.number, unreadable])).toEqual([[7, undefined]]);
    }
  });

  test("that could not subscribe while the server was down follows when it is back", async () => {
    const standIn = await server();
    const log = logOn(standIn);
    await log.append(command({ stream: freshStream(), events: [noted(1)] }));
    const fresh = logOn(standIn, "n1", IMPATIENT);
    await standIn.faults.kill();
    await new Promise((resolve) => fresh.subscribe("", async () => {}, resolve));
    await standIn.faults.restart();
    const seen: StoredEvent[] = [];
    fresh.subscribe(
      "",
      async (events) => void seen.push(...events),
      (error) => void Promise.reject(error),
    );
    await log.append(command({ stream: freshStream(), events: [noted(2)] }));
    await eventually(() => expect(seen.map(({ data }) => data.number)).toEqual([1, 2]));
  });

  test("may make any number of requests at once: no more calls run than a connection supports", async () => {
    const log = logOn(await server());
    const streams = Array.from({ length: 300 }, freshStream);
    await Promise.all(streams.map((stream) => log.append(command({ stream }))));
    const read = await Promise.all(streams.map((stream) => log.readStream(stream)));
    expect(read.map((events) => events.length)).toEqual(streams.map(() => 1));
    for (let n = 0; n < 3; n += 1) expect(await log.head()).not.toBe("");
  });

  test("finds an event that another program wrote into the log, and does not treat it as one of the log's", async () => {
    const standIn = await server();
    const log = logOn(standIn);
    const stream = freshStream();
    await log.append(command({ stream }));
    const connection = openConnection(readServerAddress(standIn.connectionString));
    closing.push(connection.close);
    const forged = {
      id: randomUUID(),
      type: "Noted.v1",
      contentType: "application/json" as const,
      data: { number: 666 },
      metadata: undefined,
    };
    await connection.call((client) =>
      client.appendToStream(`candour.test.${stream}`, [forged], { credentials: connection.credentials }),
    );
    const [own, other] = await log.readStream(stream);
    expect([own?.unreadable, other?.unreadable]).toEqual([undefined, "CHAIN_BROKEN"]);
    expect(other?.data).toEqual({});
    expect((await log.verify()).map((flaw) => flaw.stream)).toEqual([stream]);
  });
});

describe("A connection", () => {
  test("is renewed once for a server that does not answer, however many calls to it fail", async () => {
    const connection = openConnection(readServerAddress((await server()).connectionString));
    closing.push(connection.close);
    const client = () => connection.call(async (used) => used);
    const first = await client();
    connection.renew(first);
    const second = await client();
    connection.renew(first);
    expect([second === first, (await client()) === second]).toEqual([false, true]);
  });
});

describe("The reported problem of a cluster", () => {
  test("is that no server can be reached, if there is none", async () => {
    const standIn = await server();
    const address = readServerAddress(standIn.connectionString);
    await standIn.faults.kill();
    expect(await findServerProblem(address)).toBe("unreachable");
  });

  test("is that it has no leader, if a server answers without a majority", async () => {
    const standIn = await server({ nodes: 3, electionMs: "held" });
    const address = readServerAddress(standIn.connectionString);
    await standIn.faults.kill(0);
    await standIn.faults.kill(1);
    expect(await findServerProblem(address)).toBe("no-leader");
  });
});
