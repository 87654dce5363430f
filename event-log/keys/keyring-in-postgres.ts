// A PostgreSQL database as the source or target of a keyring migration, while no hub uses it.

import { setTimeout as pause } from "node:timers/promises";
import { MoveRefused } from "../move-log.ts";
import type { Postgres, Queries } from "../postgres/connection.ts";
import type { Database } from "../stores/database.ts";
import { readIdentity } from "../stores/identity.ts";
import { copyKeyring } from "./copy-keyring.ts";
import { checkpoint } from "./erase-key.ts";
import { onServer } from "./keyring-server.ts";
import type { KeyringPlace } from "./move-keyring.ts";
import type { PostgresLocation } from "./postgres-keys.ts";
import { emptyTables, writeKeyringRow } from "./postgres-schema.ts";

const PAGE = 10_000;

/** `onNoCheckpoint` is called if an earlier copy was replaced and the server made no checkpoint after it. Reads and writes throw PostgresUnusable. */
export const keyringInPostgres = (location: PostgresLocation, onNoCheckpoint: () => void): KeyringPlace => ({
  name: `the database of ${location.setting}`,
  read: () => copyKeyring(location, { all: true }),
  replace: (keyring, progress) =>
    onServer(location, async (postgres) => {
      const isReplaced = await postgres.transaction(async (client) => {
        const hadTables = await emptyTables(client);
        await writeRow(client, keyring);
        await copyRows(client, keyring, "changes", () => {});
        await copyRows(client, keyring, "keys", progress);
        return hadTables;
      });
      if (isReplaced && !(await checkpoint(postgres))) onNoCheckpoint();
    }),
});

async function writeRow(client: Queries, keyring: Database): Promise<void> {
  const identity = readIdentity(keyring);
  const check = keyring.prepare("SELECT box FROM master_check").get<{ box: Uint8Array } | undefined>()?.box;
  if (!identity || !check)
    throw new MoveRefused("The keyring that is copied has no hub or no check of its master key. Nothing was changed.");
  const last = keyring
    .prepare("SELECT number, token FROM changes ORDER BY number DESC LIMIT 1")
    .get<{ number: number; token: string } | undefined>();
  const derivation = keyring.prepare("SELECT use, wrapped FROM derivation_keys").all<{ use: string; wrapped: Uint8Array }>();
  await writeKeyringRow(client, { ...identity, check, last, derivation });
}

const INSERTS = {
  changes: ["SELECT number AS a, token AS b FROM changes", "keyring_changes (number, token)", "$1::bigint[], $2::text[]"],
  keys: ["SELECT id AS a, wrapped AS b FROM keys", "keyring_keys (id, wrapped)", "$1::text[], $2::bytea[]"],
} as const;

async function copyRows(
  client: Queries,
  keyring: Database,
  table: keyof typeof INSERTS,
  progress: (rows: number) => void,
): Promise<void> {
  const [select, into, columns] = INSERTS[table];
  const rows = keyring.prepare(select).iterate<{ a: number | string; b: string | Uint8Array | null }>();
  for (let written = 0, isOver = false; !isOver; ) {
    const page = nextPage(rows);
    await client.query(`INSERT INTO ${into} SELECT * FROM unnest(${columns})`, [
      page.map(({ a }) => a),
      page.map(({ b }) => (b instanceof Uint8Array ? Buffer.from(b) : b)),
    ]);
    written += page.length;
    progress(written);
    isOver = page.length < PAGE;
  }
}

function nextPage<Row>(rows: IteratorObject<Row, undefined>): readonly Row[] {
  const page: Row[] = [];
  while (page.length < PAGE) {
    const { done, value } = rows.next();
    if (done) break;
    page.push(value);
  }
  return page;
}

const TRIES = 20;
const TRY_AGAIN_MS = 100;

/** Waits for connections that have just been closed to end. Throws MoveRefused while a hub is connected, and PostgresUnusable. */
export async function waitUntilNoHubConnected(location: PostgresLocation): Promise<void> {
  await onServer(location, async (postgres) => {
    for (let left = TRIES; await isHubConnected(postgres); left -= 1) {
      if (left === 0) throw new MoveRefused("A hub uses the keyring in PostgreSQL. Stop every hub first. Nothing was changed.");
      await pause(TRY_AGAIN_MS);
    }
  });
}

async function isHubConnected(postgres: Postgres): Promise<boolean> {
  const { rows } = await postgres.using((client) =>
    client.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user
       AND application_name = current_setting('application_name') AND pid <> pg_backend_pid() LIMIT 1`,
    ),
  );
  return rows.length > 0;
}

/** Used after the logs were moved, because their positions have changed. Throws PostgresUnusable. */
export async function forgetMarksInPostgres(location: PostgresLocation): Promise<void> {
  await onServer(location, (postgres) => postgres.using((client) => client.query("DELETE FROM keyring_marks")));
}
