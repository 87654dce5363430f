// Three hubs over one event log and one keyring in PostgreSQL, as processes that are killed, frozen, cut off and started again under load: what is
// acknowledged is kept and done once, and nobody is shown what they may not see any more. Over a stand-in for EventStoreDB, or over the server
// that KURRENTDB_URL names, which holds no log.
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect } from "vitest";
import { openConnection, type ServerConnection } from "../../event-log/kurrentdb/connection.ts";
import { readServerAddress } from "../../event-log/kurrentdb/connection-string.ts";
import { openKurrentLog } from "../../event-log/kurrentdb/kurrentdb-log.ts";
import type { EventLog, StoredEvent } from "../../event-log/port.ts";
import { concernUnder } from "../examples/log-concern.ts";
import { UNLIMITED } from "../helpers/cli.ts";
import { everythingAfter } from "../helpers/event-log-contract.ts";
import { journey } from "../helpers/journey.ts";
import { type SpawnedStandIn, spawnStandIn } from "../helpers/kurrentdb-stand-in/spawn.ts";
import { type HubNode, openNodes } from "../helpers/system/hub-nodes.ts";
import { type PostgresServer, startPostgres } from "../helpers/system/postgres-server.ts";
import { describeWith, temporaryFolder } from "../helpers/system/programs.ts";

const CHANGED = "... on ConcernChanged { id position recorded created }";
const CONCERN = "query($id: ID!, $after: String) { concern(id: $id, afterPosition: $after) { id summary { text } } }";

describeWith(["initdb", "postgres"], "Three hubs over one log and one keyring", (programs) => {
  const step = journey();
  const folder = temporaryFolder();
  const masterKey = randomBytes(32).toString("base64");
  let server: PostgresServer;
  let standIn: SpawnedStandIn | undefined;
  let logUrl: string;
  let connection: ServerConnection;
  let log: EventLog;
  let nodes: readonly HubNode[];
  let [one, two, three] = [] as unknown as [HubNode, HubNode, HubNode];

  beforeAll(async () => {
    server = await startPostgres(programs);
    const keyringUrl = server.url(await server.makeDatabase());
    if (!process.env.KURRENTDB_URL) standIn = await spawnStandIn({ nodes: 3 });
    logUrl = process.env.KURRENTDB_URL ?? standIn?.connectionString ?? "";
    connection = openConnection(readServerAddress(logUrl));
    log = openKurrentLog(connection, { prefix: "candour.log.", node: "test" });
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
    await log?.close();
    await connection?.close();
    await standIn?.signal("SIGKILL");
    await server?.stop();
    folder.remove();
  });

  const events = (): Promise<readonly StoredEvent[]> => everythingAfter(log, "");

  step("read what one of them recorded on every other, where they are given its position", async () => {
    for (const [writer, ...readers] of [nodes, nodes.toReversed()] as [HubNode, ...HubNode[]][])
      for (let n = 0; n < 10; n += 1) {
        const { id, position: after } = await writer.does("adviser", "logConcern", concernUnder(randomUUID()), CHANGED);
        const shown = await Promise.all(readers.map((reader) => reader.data("adviser", CONCERN, { id, after })));
        expect(shown).toEqual(readers.map(() => ({ concern: { id, summary: { text: expect.stringContaining("Summary ") } } })));
      }
  });

  step("do a command once that all are sent at once under one key, and give each the same answer", async () => {
    const before = (await events()).length;
    for (let n = 0; n < 10; n += 1) {
      const input = concernUnder(randomUUID());
      const outcomes = await Promise.all(nodes.map((node) => node.does("adviser", "logConcern", input, CHANGED)));
      expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
      expect(outcomes.filter(({ recorded }) => recorded)).toHaveLength(1);
    }
    const logged = (await events()).slice(before).filter(({ type }) => type === "ConcernLogged.v1");
    expect(logged).toHaveLength(10);
  });
});
