// Drafts in a real PostgreSQL server: the contract of every store of drafts, and hubs that share one.
import { afterAll, beforeAll, expect, it } from "vitest";
import { PostgresUnusable } from "../../event-log/postgres/unusable.ts";
import type { DraftStore } from "../../hub/drafts/port.ts";
import { openPostgresDrafts } from "../../hub/drafts/postgres-drafts.ts";
import { draftStoreContract } from "../helpers/draft-store-contract.ts";
import { type PostgresServer, startPostgres } from "../helpers/system/postgres-server.ts";
import { describeWith } from "../helpers/system/programs.ts";

describeWith(["initdb", "postgres"], "Drafts in PostgreSQL", (programs) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(programs);
  });
  afterAll(() => server.stop());
  const open = (database: string): Promise<DraftStore> =>
    openPostgresDrafts({ url: server.url(database), plain: false, setting: "CANDOUR_KEYRING_URL" });

  draftStoreContract("PostgreSQL", async () => {
    const database = await server.makeDatabase();
    return { open: () => open(database), remove: async () => {} };
  });

  it("get their table from hubs that start at the same time", async () => {
    const database = await server.makeDatabase();
    const stores = await Promise.all([open(database), open(database), open(database)]);
    for (const store of stores) expect(await store.listOf("ann")).toEqual([]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("are refused at the start if there is no such database", async () => {
    await expect(open("missing")).rejects.toThrow(PostgresUnusable);
  });
});
