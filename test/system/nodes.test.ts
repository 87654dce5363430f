// Three hubs over one event log and one keyring in PostgreSQL, as processes that are killed, frozen, cut off and started again under load: what is
// acknowledged is kept and done once, and nobody is shown what they may not see any more. Over a stand-in for EventStoreDB, or over the server
// that KURRENTDB_URL names, which holds no log.
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished } from "vitest";
import { openPostgresKeyring } from "../../event-log/keys/postgres-keys.ts";
import { openConnection, type ServerConnection } from "../../event-log/kurrentdb/connection.ts";
import { readServerAddress } from "../../event-log/kurrentdb/connection-string.ts";
import { openKurrentLog } from "../../event-log/kurrentdb/kurrentdb-log.ts";
import type { EventLog, StoredEvent } from "../../event-log/port.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { dataPaths, PREFIXES } from "../../hub/folder/data-folder.ts";
import { identityOf } from "../../hub/folder/node-logs.ts";
import { READ_MODELS } from "../../projections/all.ts";
import { currentFile } from "../../projections/runtime/files.ts";
import { PLACEMENTS } from "../../projections/runtime/placement.ts";
import { concernStream } from "../../services/concern/events.ts";
import { foldConcern } from "../../services/concern/stream.ts";
import { keyOf } from "../../services/confidential.ts";
import { workingDaysAfter } from "../../services/dates.ts";
import { awareness, EAST_MIDLANDS, evidence, concern as logged, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { concernUnder } from "../examples/log-concern.ts";
import { UNLIMITED } from "../helpers/cli.ts";
import { everythingAfter } from "../helpers/event-log-contract.ts";
import { startRelay } from "../helpers/kurrentdb-stand-in/relay.ts";
import { type SpawnedStandIn, spawnStandIn } from "../helpers/kurrentdb-stand-in/spawn.ts";
import { contentsOf } from "../helpers/read-model-contents.ts";
import { mutation, type Outcome } from "../helpers/send-command.ts";
import { findLeaderPort, throughPort } from "../helpers/system/cluster-address.ts";
import { type HubNode, openNodes, PASSING, until } from "../helpers/system/hub-nodes.ts";
import { type PostgresServer, startPostgres } from "../helpers/system/postgres-server.ts";
import { describeWith, temporaryFolder } from "../helpers/system/programs.ts";

const CHANGED = "... on ConcernChanged { id position recorded created }";
const CONCERN = "query($id: ID!, $after: String) { concern(id: $id, afterPosition: $after) { id summary { text } } }";
const LIST = `{ concerns(first: 100) { totalCount nodes { id version stage summary { text } } } }`;
const LEDGER = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { losses concerns(first: 100) { nodes { id version } } } } }`;
const INBOX = "{ inbox(first: 100) { nodes { kind sentence due overdue about since } } }";
const PEOPLE = "{ people(first: 100) { nodes { id name assignments { id current } } } }";
const CHANGES = `subscription($id: ID!, $after: String) { concernChanged(concern: $id, after: $after) { __typename
  ... on ConcernUpdate { position changes { what } concern { summary { text } } } ... on LiveEnded { reason position } ... on Refused { code } } }`;
type Message = {
  readonly __typename: string;
  readonly position: string;
  readonly changes?: readonly { readonly what: string }[];
  readonly reason?: string;
};
type Following = { readonly after?: string | undefined; readonly messages?: Message[] };
type Viewer = { readonly viewer: { readonly assignments: readonly { readonly id: string; readonly current: boolean }[] } };

/** For longer than this no node serves what has changed on another: CANDOUR_NODE_LAG_SECONDS by default. */
const LAG_MS = 2_000;
const DAY_MS = 86_400_000;
/** Questions whose answers are compared between nodes, by person. */
const COMPARED: Readonly<Record<string, readonly string[]>> = {
  adviser: [LIST, INBOX],
  "second-adviser": [LIST, INBOX],
  "chief-executive": [LIST, LEDGER, INBOX],
  "cib-lead": [LIST, INBOX],
  "governance-officer": [PEOPLE, INBOX],
};

describeWith(["initdb", "postgres"], "Three hubs over one log and one keyring", (programs) => {
  const folder = temporaryFolder();
  const masterKey = randomBytes(32).toString("base64");
  let server: PostgresServer;
  let standIn: SpawnedStandIn | undefined;
  let logUrl: string;
  let keyringUrl: string;
  let connection: ServerConnection;
  let log: EventLog;
  let disclosures: EventLog;
  let nodes: readonly HubNode[];
  let [one, two, three] = [] as unknown as [HubNode, HubNode, HubNode];

  beforeAll(async () => {
    server = await startPostgres(programs);
    keyringUrl = server.url(await server.makeDatabase());
    if (!process.env.KURRENTDB_URL) standIn = await spawnStandIn({ nodes: 3 });
    logUrl = process.env.KURRENTDB_URL ?? standIn?.connectionString ?? "";
    connection = openConnection(readServerAddress(logUrl));
    log = openKurrentLog(connection, { prefix: PREFIXES.log, node: "test" });
    disclosures = openKurrentLog(connection, { prefix: PREFIXES.disclosures, node: "test" });
    nodes = await openNodes(["n1", "n2", "n3"], folder.path, {
      ...UNLIMITED,
      ...{ CANDOUR_EVENT_LOG: "kurrentdb", CANDOUR_KURRENTDB_URL: logUrl, CANDOUR_LOG_LEVEL: "error" },
      ...{ CANDOUR_KEYRING: "postgres", CANDOUR_KEYRING_URL: keyringUrl, CANDOUR_MASTER_KEY: masterKey },
    });
    [one, two, three] = nodes as [HubNode, HubNode, HubNode];
    await one.start();
    await Promise.all([two.start(), three.start()]);
  });
  afterAll(async () => {
    for (const node of nodes ?? []) node.thaw();
    await Promise.all((nodes ?? []).map((node) => node.stop("SIGKILL")));
    await disclosures?.close();
    await log?.close();
    await connection?.close();
    await standIn?.signal("SIGKILL");
    await server?.stop();
    folder.remove();
  });

  afterEach(async ({ task }) => {
    for (const node of nodes) node.thaw();
    if (task.result?.state === "fail") for (const node of nodes) console.log(`${node.name} logged:\n${node.logged(100)}`);
    await Promise.all(nodes.filter((node) => !node.isRunning()).map((node) => node.start()));
  });

  const events = (): Promise<readonly StoredEvent[]> => everythingAfter(log, "");

  it("read what one of them recorded on every other, where they are given its position", async () => {
    for (const [writer, ...readers] of [nodes, nodes.toReversed()] as [HubNode, ...HubNode[]][])
      for (let n = 0; n < 10; n += 1) {
        const { id, position: after } = await writer.does("adviser", "logConcern", concernUnder(randomUUID()), CHANGED);
        const shown = await Promise.all(readers.map((reader) => reader.data("adviser", CONCERN, { id, after })));
        expect(shown).toEqual(readers.map(() => ({ concern: { id, summary: { text: expect.stringContaining("Summary ") } } })));
      }
  });

  it("do a command once that all are sent at once under one key, and give each the same answer", async () => {
    const before = (await events()).length;
    for (let n = 0; n < 10; n += 1) {
      const input = concernUnder(randomUUID());
      const outcomes = await Promise.all(nodes.map((node) => node.does("adviser", "logConcern", input, CHANGED)));
      expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
      expect(outcomes.filter(({ recorded }) => recorded)).toHaveLength(1);
    }
    const logged = (await events()).slice(before).filter(({ type }) => type === "ConcernLogged.v2");
    expect(logged).toHaveLength(10);
  });

  /** The same command at one node after the other until it is acknowledged, as a client behind a proxy does it. */
  async function acknowledged(at: number, person: string, name: string, input: object): Promise<Outcome> {
    for (let node = at; ; node += 1) {
      const { data, code, text } = await nodeAt(node).ask<{ result: Outcome }>(person, mutation(name, CHANGED), { input });
      if (data?.result && data.result.code === undefined) return data.result;
      if (code !== "refused" && !PASSING.has(code ?? "") && data?.result.code !== "BUSY") throw new Error(text || code);
    }
  }
  const nodeAt = (index: number) => nodes[index % nodes.length] as HubNode;

  /** Clients at every node: they log concerns, add to one that all add to, and read. */
  async function startLoad({ clients = 6, shared }: { readonly clients?: number; readonly shared: string }) {
    const logged: string[] = [];
    let [added, isOver] = [0, false];
    const client = async (at: number) => {
      while (!isOver) {
        const idempotencyKey = randomUUID();
        // A concern takes a hundred pieces of evidence or so.
        if (logged.length >= 20 * added) {
          added += 1;
          await acknowledged(at, "adviser", "addEvidence", { idempotencyKey, concern: shared, evidence });
        } else {
          const { id = "" } = await acknowledged(at, "adviser", "logConcern", concernUnder(idempotencyKey));
          logged.push(id);
        }
        await nodeAt(at).ask("second-adviser", LIST);
      }
    };
    const running = Promise.all(Array.from({ length: clients }, (_, at) => client(at)));
    running.catch(() => {});
    return {
      /** Waits for so many more acknowledgements. */
      async goOn(more: number): Promise<void> {
        const enough = logged.length + added + more;
        await Promise.race([until(() => logged.length + added >= enough), running]);
      },
      /** Ends it, and looks whether the log has every command that was acknowledged, once, and no other. Returns how much was added to the shared concern. */
      async end(): Promise<number> {
        isOver = true;
        await running;
        const all = await events();
        const ids = all.filter(({ type }) => type === "ConcernLogged.v2").map(({ streamId }) => streamId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(logged.filter((id) => !ids.includes(id))).toEqual([]);
        expect(new Set(logged).size).toBe(logged.length);
        const ofShared = all.filter(({ stream, type }) => stream === `concern-${shared}` && type === "EvidenceAdded.v2");
        expect(ofShared).toHaveLength(1 + added);
        const commands = all.map(({ stream, version }) => `${stream} ${version}`);
        expect(new Set(commands).size).toBe(commands.length);
        return added;
      },
    };
  }

  /** What people are shown is the same on every node, and so is every file of a read model. */
  async function expectSameContents(): Promise<void> {
    // A node that is ready holds what was on record a moment ago.
    for (const node of nodes) await until(node.isReady);
    for (const [person, questions] of Object.entries(COMPARED))
      for (const question of questions) {
        const [first, ...others] = await Promise.all(nodes.map((node) => node.data(person, question)));
        expect(others).toEqual(others.map(() => first));
      }
    // A node that stops does not first apply what others have just recorded, and these answers were recorded.
    for (const model of READ_MODELS) {
      const head = Number(await { log, disclosures }[PLACEMENTS[model.name].log].head());
      for (const node of nodes) await until(async () => (await node.appliedPosition(model.name)) >= head);
    }
    await Promise.all(nodes.map((node) => node.stop()));
    for (const model of READ_MODELS) {
      const [first, ...others] = nodes.map(({ folder: dataDir }) => {
        const file = currentFile(model, dataPaths({ dataDir }).readModels) ?? "";
        const db = openDatabase(file, "read-only");
        const contents = contentsOf(db);
        db.close();
        return contents;
      });
      for (const other of others) expect(other).toEqual(first);
    }
    expect(await log.verify()).toEqual([]);
    await Promise.all(nodes.map((node) => node.start()));
  }

  it("lose nothing that was acknowledged and do nothing twice when one is killed under load, and hold the same afterwards", async () => {
    const { id: shared = "" } = await one.does("adviser", "logConcern", concernUnder(randomUUID()), CHANGED);
    const load = await startLoad({ shared });
    for (const victim of [two, three, one]) {
      await load.goOn(30);
      await victim.stop("SIGKILL");
      await load.goOn(30);
      await victim.start();
    }
    await load.goOn(30);
    await load.end();
    await expectSameContents();
  });

  /** The messages about a concern as they come, until the stream ends. */
  function follow(node: HubNode, person: string, id: string, { after, messages = [] }: Following = {}) {
    const ended = (async () => {
      try {
        for await (const message of node.live<Message>(person, CHANGES, { id, after })) messages.push(message);
      } catch {
        // The node was killed, or ended the stream with an error.
      }
    })();
    return { messages, ended };
  }

  /** Gives somebody the rights of a senior adviser. */
  async function assign(person: string): Promise<void> {
    const until = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10);
    const from = new Date().toISOString().slice(0, 10);
    const reach = { role: "SENIOR_ADVISER", regions: [EAST_MIDLANDS], strands: ["CORPORATE", "CHILDRENS", "ADULTS"] };
    const input = { idempotencyKey: randomUUID(), person, ...reach, from, until };
    await one.does("administrator", "startAssignment", input, "... on PersonChanged { created }");
  }
  async function endAssignments(node: HubNode, person: string): Promise<void> {
    const { viewer } = await node.data<Viewer>(person, "{ viewer { assignments { id current } } }");
    for (const { id: assignment } of viewer.assignments.filter(({ current }) => current))
      await node.does("governance-officer", "endAssignment", { idempotencyKey: randomUUID(), person, assignment });
  }

  it("show nothing by a right that ended on another while one was frozen, neither in answers under way nor on a stream", async () => {
    const person = "second-adviser";
    // Also where this test fails: others compare what this person is shown, and expect mail to them.
    onTestFinished(() => assign(person));
    const logged = await Promise.all(
      Array.from({ length: 181 }, (_, n) => nodeAt(n).does("adviser", "logConcern", concernUnder(randomUUID()), CHANGED)),
    );
    const ids = logged.map(({ id = "" }) => id);
    const followed = ids.pop() ?? "";
    for (let round = 0; round < 3; round += 1) {
      if (round > 0) await assign(person);
      await until(async () => (await two.data<{ concern: object | null }>(person, CONCERN, { id: followed })).concern !== null);
      const { messages, ended } = follow(two, person, followed);
      await until(() => messages.length > 0);
      // What nobody has read yet is put on record before it is shown: such answers are on their way when the node stops.
      const unread = ids.splice(0, 60);
      let [isFrozen, isOver, shown] = [false, false, 0];
      const late: string[] = [];
      const readers = Array.from({ length: 8 }, async () => {
        while (!isOver) {
          const { text } = await two.ask(person, CONCERN, { id: unread.pop() ?? followed });
          if (isFrozen) late.push(text);
          shown += 1;
        }
      });
      await until(() => shown > 0);
      two.freeze();
      const more = () => ({ idempotencyKey: randomUUID(), concern: followed, evidence });
      await one.does("adviser", "addEvidence", more());
      await endAssignments(one, person);
      await one.does("adviser", "addEvidence", more());
      await pause(LAG_MS);
      isFrozen = true;
      const before = messages.length;
      const waiting = Array.from({ length: 3 }, async () => late.push((await two.ask(person, LIST)).text));
      two.thaw();
      await Promise.all(waiting);
      await until(async () => (await two.data<{ concern: object | null }>(person, CONCERN, { id: followed })).concern === null);
      isOver = true;
      await Promise.all(readers);
      await ended;
      expect(late.length).toBeGreaterThan(3);
      // The process may be frozen between an answer's last check and the system call that sends it. That can happen to one answer at a time.
      expect(late.filter((text) => text.includes("Summary ")).length).toBeLessThanOrEqual(1);
      expect(messages.slice(before).map(({ __typename }) => __typename)).not.toContain("ConcernUpdate");
    }
  });

  it("answer nothing on one that is cut off from the log, which is not ready and goes on by itself, while the others serve", async () => {
    const relay = await startRelay(0);
    const leader = await findLeaderPort(logUrl);
    await relay.open(leader);
    await three.stop();
    await three.start({ CANDOUR_KURRENTDB_URL: throughPort(logUrl, relay.port), CANDOUR_READERS: "2" });
    const ways = [
      { cut: () => relay.freeze(), mend: () => relay.thaw() },
      { cut: () => relay.shut(0), mend: () => relay.open(leader) },
    ];
    for (const { cut, mend } of ways) {
      const { id: known = "" } = await three.does("adviser", "logConcern", concernUnder(randomUUID()), CHANGED);
      const { messages, ended } = follow(three, "adviser", known);
      await until(() => messages.length > 0);
      await cut();
      const cutAt = performance.now();
      const given: number[] = [];
      let refused = 0;
      while (refused < 20) {
        const asked = performance.now();
        const { code, data } = await three.ask<{ concern: object }>("adviser", CONCERN, { id: known });
        if (data?.concern) given.push(asked - cutAt);
        else refused += 1;
        if (code !== undefined) expect(PASSING).toContain(code);
        // The others go on.
        const { id, position: after } = await one.does("adviser", "logConcern", concernUnder(randomUUID()), CHANGED);
        expect(await two.data("adviser", CONCERN, { id, after })).toMatchObject({ concern: { id } });
      }
      expect(given.filter((ms) => ms > LAG_MS)).toEqual([]);
      expect(await three.isReady()).toBe(false);
      expect(await three.problems()).toContain("nodes");
      expect([await one.isReady(), await two.isReady()]).toEqual([true, true]);
      await ended;
      expect(messages.at(-1)).toMatchObject({ __typename: "LiveEnded", reason: "HUB_STOPPING" });
      await mend();
      await until(three.isReady);
      expect(await three.data("adviser", CONCERN, { id: known })).toMatchObject({ concern: { id: known } });
      await three.does("adviser", "addEvidence", { idempotencyKey: randomUUID(), concern: known, evidence });
    }
    await three.stop();
    await relay.shut(0);
    await three.start();
  });

  it("show no text any more within the lag once its key was destroyed elsewhere", async () => {
    const word = `zucchini${randomUUID().slice(0, 8)}`;
    const input = { ...concernUnder(randomUUID()), summary: `Summary with ${word}` };
    const { id = "", position: after } = await one.does("adviser", "logConcern", input, CHANGED);
    const search = `{ concerns(filter: { text: "${word}" }) { nodes { id } } }`;
    for (const node of nodes) {
      expect(await node.data("adviser", CONCERN, { id, after })).toMatchObject({ concern: { summary: { text: input.summary } } });
      expect(await node.data("adviser", search)).toMatchObject({ concerns: { nodes: [{ id }] } });
    }
    const narrative = foldConcern(id, await log.readStream(concernStream(id)))?.narrative;
    const identity = await identityOf(log);
    if (!narrative || !identity) throw new Error("The concern is not on record.");
    // Another process of the hub: no command of the API destroys a key yet.
    const keyring = await openPostgresKeyring(
      { url: keyringUrl, plain: true, setting: "CANDOUR_KEYRING_URL" },
      Buffer.from(masterKey, "base64"),
      { identity },
    );
    await keyring.keys.destroy(keyOf(narrative));
    const destroyedAt = performance.now();
    for (const node of nodes) {
      const shown: number[] = [];
      for (let erased = 0; erased < 20; ) {
        const asked = performance.now();
        const { text, code } = await node.ask("adviser", CONCERN, { id });
        if (text.includes(word)) shown.push(asked - destroyedAt);
        else if (code === undefined) erased += 1;
      }
      expect(shown.filter((ms) => ms > LAG_MS)).toEqual([]);
      await until(async () => (await node.data<{ concerns: { nodes: [] } }>("adviser", search)).concerns.nodes.length === 0);
      expect(await node.data("adviser", "query($id: ID!) { concern(id: $id) { erased } }", { id })).toEqual({
        concern: { erased: true },
      });
    }
    await keyring.keys.close();
  });

  it("lose nothing when each is stopped and started in turn under load, and a live stream goes on at another and misses nothing", async () => {
    const { id: shared = "" } = await one.does("adviser", "logConcern", concernUnder(randomUUID()), CHANGED);
    const messages: Message[] = [];
    let isOver = false;
    const subscriber = (async () => {
      for (let at = 0; !isOver; at += 1)
        await follow(nodeAt(at), "adviser", shared, { after: messages.at(-1)?.position, messages }).ended;
    })();
    await until(() => messages.length > 0);
    const load = await startLoad({ clients: 4, shared });
    for (const node of nodes) {
      await load.goOn(30);
      await node.stop();
      await load.goOn(30);
      await node.start();
    }
    await load.goOn(30);
    const added = await load.end();
    const whats = () => messages.flatMap(({ changes = [] }) => changes.map(({ what }) => what));
    await until(() => whats().length >= added);
    isOver = true;
    expect(whats()).toEqual(Array.from({ length: added }, () => "EVIDENCE_ADDED"));
    expect(messages.filter(({ __typename }) => __typename === "LiveEnded").length).toBeGreaterThan(0);
    expect(messages.map(({ __typename }) => __typename)).not.toContain("Refused");
    // It ends with its node.
    await Promise.all(nodes.map((node) => node.stop()));
    await subscriber;
  });

  it("decide what falls due by date and what is mailed once, also where their clocks are minutes apart", async () => {
    const mails: string[] = [];
    const held = Promise.withResolvers<void>();
    const smtp = new SMTPServer({
      ...{ logger: false, authOptional: true, disabledCommands: ["STARTTLS"], closeTimeout: 100 },
      async onData(stream, _, done) {
        mails.push(/^message-id: (.*)$/im.exec(await text(stream))?.[1] ?? "");
        // The first one is being sent when the hubs look that were not the ones to decide it.
        if (mails.length === 1) await held.promise;
        done();
      },
    });
    const listening = smtp.listen(0, "127.0.0.1");
    await once(listening, "listening");
    const people = ["adviser", "chief-executive", "second-adviser"];
    for (const person of people)
      await one.does(person, "setMailAddress", { person, address: `${person}@people.example`, idempotencyKey: randomUUID() }, "");
    const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
    const aware = { ...awareness, toldOn: day(0) };
    const does = (person: string, name: string, input: object) =>
      one.does(person, name, { idempotencyKey: randomUUID(), ...input }, CHANGED);
    const expiring: string[] = [];
    while (expiring.length < 5) {
      const { id: concern = "" } = await does("adviser", "logConcern", logged);
      await does("adviser", "recordAwareness", { concern, ...aware });
      const { created: share } = await does("adviser", "proposeShare", {
        concern,
        ...proposal,
        answerBy: workingDaysAfter(day(0), 6),
        until: day(20),
      });
      await does("chief-executive", "statePosition", { concern, share, position: "AGREES" });
      await does("adviser", "makeShare", { concern, share });
      expiring.push(concern);
    }
    const before = (await events()).length;

    await Promise.all(nodes.map((node) => node.stop()));
    const minutesOff = [0, 25, -3];
    // At midday, so that it is the same day for all of them.
    const moved = Date.parse(`${day(30)}T12:00:00Z`) - Date.now();
    for (const [index, node] of nodes.entries()) node.moveClock(moved + (minutesOff[index] ?? 0) * 60_000);
    const settings = {
      CANDOUR_CLOCK_LEAP_DAYS: "60",
      CANDOUR_SMTP_URL: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
      ...{ CANDOUR_MAIL_FROM: "hub@candour.example", CANDOUR_PUBLIC_URL: "https://candour.example" },
    };
    await one.start(settings);
    await until(() => mails.length > 0);
    await Promise.all([two.start(settings), three.start(settings)]);
    // They have passed over the first person once they have come to the others.
    await until(() => mails.length >= people.length);
    held.resolve();
    const recorded = async (...types: readonly string[]) =>
      (await events())
        .slice(before)
        .filter(({ type }) => types.includes(type))
        .map(({ streamId }) => streamId)
        .sort();
    // The mail that was held for long may have been given up as one of which it is not known whether it was taken.
    const ended = ["NoticeSent.v1", "NoticeDeliveryUncertain.v1"];
    await until(async () => (await recorded(...ended)).length >= people.length);
    await until(async () => (await recorded("ShareExpired.v1")).length >= expiring.length);
    expect(await recorded("ShareExpired.v1")).toEqual(expiring.toSorted());
    expect(await recorded("NoticeDecided.v2")).toEqual(people);
    expect(await recorded(...ended)).toEqual(people);
    expect(new Set(mails).size).toBe(people.length);
    expect(mails).toHaveLength(people.length);
    await new Promise<void>((resolve) => smtp.close(resolve));
    expect(await log.verify()).toEqual([]);
  });
});
