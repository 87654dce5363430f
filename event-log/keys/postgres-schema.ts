// The tables of a keyring in PostgreSQL, and what each table contains. docs/decisions/0031-keyring-in-postgresql.md
import { randomBytes } from "node:crypto";
import type { Postgres, Queries } from "../postgres/connection.ts";
import { PostgresUnusable } from "../postgres/unusable.ts";
import type { Identity } from "../stores/identity.ts";
import type { NumberedChange } from "./known-changes.ts";
import { assertMasterKey, type DerivationUse, makeStartingKeys, type StartingKeys } from "./starting-keys.ts";

const SCHEMA_VERSION = 1;
/** The number of tables that keys are spread over: to erase a key, its table is rewritten without it. */
const PARTITIONS = 64;

// `keyring` has one row. `wrapped` is null for a destroyed key. `erased` is false while the bytes of a destroyed key may still be in its table's file.
const SCHEMA = `
CREATE TABLE keyring (
  one boolean PRIMARY KEY DEFAULT true CHECK (one), schema_version integer NOT NULL,
  hub text NOT NULL, epoch integer NOT NULL, lost_before integer NOT NULL DEFAULT 0,
  release text NOT NULL DEFAULT '', heartbeat text NOT NULL DEFAULT '', master_check bytea NOT NULL,
  last_change bigint NOT NULL DEFAULT 0, last_token text NOT NULL DEFAULT ''
);
CREATE TABLE keyring_derivation (use text PRIMARY KEY, wrapped bytea NOT NULL);
CREATE TABLE keyring_keys (id text COLLATE "C" PRIMARY KEY, wrapped bytea) PARTITION BY HASH (id);
${Array.from({ length: PARTITIONS }, (_, n) => `CREATE TABLE keyring_keys_${n} PARTITION OF keyring_keys FOR VALUES WITH (MODULUS ${PARTITIONS}, REMAINDER ${n});`).join("\n")}
CREATE INDEX keyring_destroyed ON keyring_keys (id) WHERE wrapped IS NULL;
CREATE TABLE keyring_changes (number bigint PRIMARY KEY, token text NOT NULL, key text, erased boolean NOT NULL DEFAULT true);
CREATE INDEX keyring_not_erased ON keyring_changes (number) WHERE NOT erased;
CREATE TABLE keyring_marks (store text PRIMARY KEY, position text NOT NULL, proof text NOT NULL);
`;

/** The id of an advisory lock, so that one hub at a time creates or changes the tables: any number that nothing else in the database uses. */
const LOCK = 7_211_003_101;

type KeyringRow = Identity & { readonly lostBefore: number; readonly release: string; readonly heartbeat: string };
export type OpenedTables = { readonly row: KeyringRow; readonly starting: StartingKeys; readonly lastChange: NumberedChange };

/**
 * Returns the hub that the keyring belongs to and the keys it was created with. Creates a keyring if there is none; without `identity` it creates
 * nothing. Throws PostgresUnusable, WrongMasterKey, LogUnavailable.
 */
export async function openTables(
  postgres: Postgres,
  masterKey: Buffer,
  identity: Identity | undefined,
  release = "",
): Promise<OpenedTables> {
  const opened = await postgres.transaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    if (!(await hasTables(client))) {
      if (!identity) throw new PostgresUnusable("missing", "The database holds no keyring.");
      await makeTables(client, masterKey, identity);
    }
    const opened = await readTables(client);
    if (identity && opened.row.hub !== identity.hub) throw anotherHubs();
    return opened;
  });
  assertMasterKey(masterKey, opened.starting.check);
  if (identity) await postgres.using((client) => client.query("UPDATE keyring SET release = $1", [release]));
  return opened;
}

/**
 * Begins a new epoch after a loss was accepted, and creates missing tables. `lost`: whether keys were lost. Throws PostgresUnusable,
 * LogUnavailable.
 */
export async function beginEpochIn(postgres: Postgres, masterKey: Buffer, identity: Identity, lost: boolean): Promise<void> {
  await postgres.transaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    if (!(await hasTables(client))) await makeTables(client, masterKey, identity);
    const { row } = await readTables(client);
    if (row.hub !== identity.hub) throw anotherHubs();
    await client.query("UPDATE keyring SET epoch = $1, lost_before = CASE WHEN $2 THEN $1 ELSE lost_before END", [
      identity.epoch,
      lost,
    ]);
    await client.query("DELETE FROM keyring_marks");
  });
}

const anotherHubs = () =>
  new PostgresUnusable(
    "other-hub",
    "The keyring in this database is another hub's. Name the database of this hub's keyring, or for a new hub an empty one. Nothing was changed.",
  );

export async function hasTables(client: Queries): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>("SELECT to_regclass('keyring') IS NOT NULL AS found");
  return rows[0]?.found === true;
}

async function makeTables(client: Queries, masterKey: Buffer, { hub, epoch }: Identity): Promise<void> {
  const { check, derivation } = makeStartingKeys(masterKey);
  await client.query(SCHEMA);
  await writeKeyringRow(client, {
    ...{ hub, epoch, lostBefore: 0, release: "", heartbeat: "", check, last: undefined },
    derivation: [...derivation].map(([use, wrapped]) => ({ use, wrapped })),
  });
}

type NewRow = KeyringRow & {
  readonly check: Uint8Array;
  readonly derivation: readonly { readonly use: string; readonly wrapped: Uint8Array }[];
  /** The keyring's last change. */
  readonly last: NumberedChange | undefined;
};

/** Expects empty tables. */
export async function writeKeyringRow(client: Queries, { check, derivation, last, ...row }: NewRow): Promise<void> {
  await client.query(
    `INSERT INTO keyring (schema_version, hub, epoch, lost_before, release, heartbeat, master_check, last_change, last_token)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [SCHEMA_VERSION, row.hub, row.epoch, row.lostBefore, row.release, row.heartbeat, check, last?.number ?? 0, last?.token ?? ""],
  );
  for (const { use, wrapped } of derivation)
    await client.query("INSERT INTO keyring_derivation (use, wrapped) VALUES ($1, $2)", [use, wrapped]);
}

/**
 * Returns whether there were tables: their files are removed at the commit, with every key in them. Creates missing tables. Throws
 * PostgresUnusable.
 */
export async function emptyTables(client: Queries): Promise<boolean> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
  if (!(await hasTables(client))) {
    await client.query(SCHEMA);
    return false;
  }
  await readTables(client);
  await client.query("TRUNCATE keyring, keyring_derivation, keyring_keys, keyring_changes, keyring_marks");
  return true;
}

/** Throws PostgresUnusable for tables of a newer release. */
export async function readTables(client: Queries): Promise<OpenedTables> {
  const { rows } = await client.query("SELECT * FROM keyring");
  const row = rows[0];
  if (!row || row.schema_version > SCHEMA_VERSION)
    throw new PostgresUnusable(
      "newer-release",
      `A newer release made the keyring's tables (version ${row?.schema_version}; this one knows ${SCHEMA_VERSION}). Start the newer release. Nothing was changed.`,
    );
  const derivation = await client.query<{ use: DerivationUse; wrapped: Buffer }>("SELECT use, wrapped FROM keyring_derivation");
  return {
    row: {
      ...{ hub: row.hub, epoch: row.epoch, lostBefore: row.lost_before },
      ...{ release: row.release, heartbeat: row.heartbeat },
    },
    starting: { check: row.master_check, derivation: new Map(derivation.rows.map(({ use, wrapped }) => [use, wrapped])) },
    lastChange: { number: Number(row.last_change), token: row.last_token },
  };
}

/** Returns the next number of a change, and its token. The row's lock makes changes visible in the order of their numbers. */
export async function nextChange(client: Queries, { hub, epoch }: Identity): Promise<NumberedChange | undefined> {
  const token = randomBytes(16).toString("base64url");
  const { rows } = await client.query<{ last_change: string }>(
    "UPDATE keyring SET last_change = last_change + 1, last_token = $1 WHERE hub = $2 AND epoch = $3 RETURNING last_change",
    [token, hub, epoch],
  );
  return rows[0] && { number: Number(rows[0].last_change), token };
}
