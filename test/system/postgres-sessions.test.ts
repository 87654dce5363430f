// Sessions in a real PostgreSQL server: the contract of every store of sessions, and hubs that share one.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { LogUnavailable } from "../../event-log/port.ts";
import { PostgresUnusable } from "../../event-log/postgres/unusable.ts";
import type { SessionStore } from "../../hub/sessions/port.ts";
import { openPostgresSessions } from "../../hub/sessions/postgres-sessions.ts";
import { createSessions } from "../../hub/sessions/sessions.ts";
import { sessionStoreContract } from "../helpers/session-store-contract.ts";
import { type PostgresServer, startPostgres } from "../helpers/system/postgres-server.ts";
import { describeWith } from "../helpers/system/programs.ts";

const SETTINGS = { idleMs: 1_800_000, lifetimeMs: 36_000_000 };

describeWith(["initdb", "postgres"], "Sessions in PostgreSQL", (programs) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(programs);
  });
  afterAll(() => server.stop());
  const open = (database: string): Promise<SessionStore> =>
    openPostgresSessions({ url: server.url(database), plain: false, setting: "CANDOUR_KEYRING_URL" });

  sessionStoreContract("PostgreSQL", async () => {
    const database = await server.makeDatabase();
    return { open: () => open(database), remove: async () => {} };
  });

  describe("shared by hubs", () => {
    const stores: SessionStore[] = [];
    afterEach(async () => {
      await Promise.all(stores.splice(0).map((store) => store.close()));
    });
    const hubOn = async (database: string) => {
      const store = await open(database);
      stores.push(store);
      return createSessions(store, SETTINGS, () => new Date());
    };

    it("are made by hubs that start at the same time, served by each and ended on all", async () => {
      const database = await server.makeDatabase();
      const hubs = await Promise.all([hubOn(database), hubOn(database), hubOn(database)]);
      const { id } = await hubs[0].begin("ann");
      for (const hub of hubs) expect(await hub.use(id)).toMatchObject({ person: "ann" });
      await hubs[1].end(id);
      for (const hub of hubs) expect(await hub.use(id)).toBeUndefined();
    });

    it("are unavailable while the server is down, and there again afterwards", async () => {
      const database = await server.makeDatabase();
      const hub = await hubOn(database);
      const { id } = await hub.begin("ann");
      await server.kill();
      await expect(hub.use(id)).rejects.toThrow(LogUnavailable);
      await server.start();
      expect(await hub.use(id)).toMatchObject({ person: "ann" });
    });

    it("are refused at the start if there is no such database", async () => {
      await expect(open("missing")).rejects.toThrow(PostgresUnusable);
    });
  });
});
