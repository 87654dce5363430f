// Copies a keyring in PostgreSQL into a database in memory with the tables of a key file, so that code that compares, verifies and checks
// stores can read it like a key file. The copy holds only wrapped keys, and is lost when the process ends.
import type { Queries } from "../postgres/connection.ts";
import { type Database, openDatabase } from "../stores/database.ts";
import { giveIdentity } from "../stores/identity.ts";
import { onServer } from "./keyring-server.ts";
import type { PostgresLocation } from "./postgres-keys.ts";
import { hasTables, type OpenedTables, readTables } from "./postgres-schema.ts";
import { KEYRING_SCHEMA } from "./sqlite-keys.ts";

const PAGE = 10_000;

type Row = { readonly id: string; readonly wrapped: Buffer | null };

/** `all`: copies every key, and not only the keyring's identity and marks. The copy has no tables if the database holds no keyring. Throws PostgresUnusable. */
export async function copyKeyring(location: PostgresLocation, { all }: { readonly all: boolean }): Promise<Database> {
  return queryServer(location, async (client) => {
    const copy = openDatabase(":memory:", "durable");
    if (!(await hasTables(client))) return copy;
    copyTables(copy, await readTables(client));
    const insert = copy.prepare("INSERT INTO keys (id, wrapped) VALUES (?, ?)");
    for (let after = "", isOver = false; !isOver; ) {
      const rows = await page(client, after, all ? PAGE : 1);
      copy.transaction(() => {
        for (const { id, wrapped } of rows) insert.run(id, wrapped);
      });
      after = rows.at(-1)?.id ?? after;
      isOver = !all || rows.length < PAGE;
    }
    const marks = await client.query("SELECT store, position, proof FROM keyring_marks");
    for (const { store, position, proof } of marks.rows)
      copy.prepare("INSERT INTO marks (store, position, proof) VALUES (?, ?, ?)").run(store, position, proof);
    const changes = await client.query<{ number: string; token: string }>("SELECT number, token FROM keyring_changes");
    const put = copy.prepare("INSERT INTO changes (number, token) VALUES (?, ?)");
    copy.transaction(() => {
      for (const { number, token } of changes.rows) put.run(Number(number), token);
    });
    return copy;
  });
}

/** Adds keys that were made after the copy. Throws PostgresUnusable. */
export async function copyKeys(location: PostgresLocation, copy: Database, ids: readonly string[]): Promise<void> {
  await queryServer(location, async (client) => {
    const { rows } = await client.query<Row>("SELECT id, wrapped FROM keyring_keys WHERE id = ANY($1)", [ids]);
    for (const { id, wrapped } of rows) copy.prepare("INSERT OR REPLACE INTO keys (id, wrapped) VALUES (?, ?)").run(id, wrapped);
  });
}

async function page(client: Queries, after: string, limit: number): Promise<readonly Row[]> {
  const { rows } = await client.query<Row>(`SELECT id, wrapped FROM keyring_keys WHERE id > $1 ORDER BY id LIMIT ${limit}`, [
    after,
  ]);
  return rows;
}

function copyTables(copy: Database, { row, starting }: OpenedTables): void {
  copy.exec(KEYRING_SCHEMA);
  giveIdentity(copy, row);
  copy.prepare("UPDATE identity SET lost_before = ?, release = ?, heartbeat = ?").run(row.lostBefore, row.release, row.heartbeat);
  copy.prepare("INSERT INTO master_check (one, box) VALUES (1, ?)").run(starting.check);
  for (const [use, wrapped] of starting.derivation)
    copy.prepare("INSERT INTO derivation_keys (use, wrapped) VALUES (?, ?)").run(use, wrapped);
}

const queryServer = <T>(location: PostgresLocation, work: (client: Queries) => Promise<T>): Promise<T> =>
  onServer(location, (postgres) => postgres.using(work));
