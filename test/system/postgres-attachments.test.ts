// Attachments in a real PostgreSQL server: the contract of every store of attachments, and hubs that share one.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AttachmentStore } from "../../hub/attachments/port.ts";
import { openContentForReading, openPostgresAttachments } from "../../hub/attachments/postgres-attachments.ts";
import { attachmentStoreContract } from "../helpers/attachment-store-contract.ts";
import { type PostgresServer, startPostgres } from "../helpers/system/postgres-server.ts";
import { describeWith } from "../helpers/system/programs.ts";

describeWith(["initdb", "postgres"], "Attachments in PostgreSQL", (programs) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(programs);
  });
  afterAll(() => server.stop());
  const addressOf = (database: string) => ({ url: server.url(database), plain: false, setting: "CANDOUR_KEYRING_URL" }) as const;
  const open = (database: string): Promise<AttachmentStore> => openPostgresAttachments(addressOf(database));

  attachmentStoreContract("PostgreSQL", async () => {
    const database = await server.makeDatabase();
    return {
      open: () => open(database),
      openOther: async () => open(await server.makeDatabase()),
      remove: async () => {},
    };
  });

  it("get their tables from hubs that start at the same time, and are read by a check that creates nothing", async () => {
    const database = await server.makeDatabase();
    const stores = await Promise.all([open(database), open(database), open(database)]);
    for (const store of stores) expect(await store.uploadsOf("ann")).toEqual([]);
    const attachment = { id: "a", concern: "c", key: "k", bytes: 2, lastDay: undefined };
    await stores[0].add(attachment);
    await stores[0].putPiece("a", 0, Buffer.from([1, 2]));
    await using reading = openContentForReading(addressOf(database));
    expect([await reading.find("a"), await reading.find("b")]).toEqual([attachment, undefined]);
    expect([...((await reading.findPiece("a", 0)) ?? [])]).toEqual([1, 2]);
    await Promise.all(stores.map((store) => store.close()));
  });
});
