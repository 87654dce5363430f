// The keyring in PostgreSQL, for hubs that share one: wrapped keys only, never the master key. docs/decisions/0031-keyring-in-postgresql.md
import type { ClientConfig } from "pg";
import type { Mark } from "../history.ts";
import { toPosition } from "../numbered-position.ts";
import { LogUnavailable } from "../port.ts";
import { connectionSettings, type PostgresAddress } from "../postgres/address.ts";
import { listenOn, type Postgres, type Queries } from "../postgres/connection.ts";
import type { Identity, Marks } from "../stores/identity.ts";
import { erasePending } from "./erase-key.ts";
import { openKeyring } from "./keyring.ts";
import { onServer, openServer, orUnusable } from "./keyring-server.ts";
import { type NumberedChange, ofAnotherHub, openKnownChanges } from "./known-changes.ts";
import type { KeyStore } from "./port.ts";
import { beginEpochIn, nextChange, type OpenedTables, openTables } from "./postgres-schema.ts";
import { cacheKeys, type RemoteKeys, type RemoteSettings } from "./remote-keys.ts";
import { wrappingKey } from "./starting-keys.ts";
import { DESTROYED_PAGE } from "./wrapped-keys.ts";

export type PostgresLocation = PostgresAddress & { readonly kind: "postgres" };

/** What a hub that owns its data folder needs from a PostgreSQL keyring. */
export type HubKeyring = {
  readonly keys: KeyStore;
  /** The last time at which a hub trusted its clock; empty if there is none. */
  lastHeartbeat(): string;
  /** Records the marks of the stores, and erases destroyed keys whose erasure failed before. Throws LogUnavailable. */
  heartbeat(believedAt: string | undefined, own: Mark, others: Marks): Promise<void>;
};

export type PostgresOptions = Partial<RemoteSettings> & {
  /** The hub that the keyring belongs to; the keyring is created if there is none. Without an identity it is only read, and nothing is created. */
  readonly identity?: Identity;
  readonly release?: string;
  readonly connections?: number;
  /** Called after each change that this hub makes, before the change is acknowledged. */
  readonly onChange?: (mark: Mark) => void;
  /** Called if a key was erased but the server made no checkpoint: its write-ahead log keeps the old bytes until the next checkpoint. */
  readonly onNoCheckpoint?: () => void;
};

/** How long a key may be used after another hub has destroyed it. */
export const MAX_LAG_MS = 2_000;
const CONNECTIONS = 4;
const CHANNEL = "candour_keyring";
const CHANGES = 1_000;

/** `masterKey` is 32 bytes. Throws PostgresUnusable and WrongMasterKey. */
export async function openPostgresKeyring(
  address: PostgresAddress,
  masterKey: Buffer,
  options: PostgresOptions = {},
): Promise<HubKeyring> {
  const { identity, release, connections = CONNECTIONS, maxLagMs = MAX_LAG_MS } = options;
  wrappingKey(masterKey);
  const settings = connectionSettings(address);
  const postgres = openServer(settings, connections);
  try {
    const tables = await orUnusable(settings, () => openTables(postgres, masterKey, identity, release));
    const remote = remoteKeys(postgres, settings, tables, options);
    const keys = openKeyring(cacheKeys(remote, tables.lastChange.number, { ...options, maxLagMs }), masterKey, tables.starting);
    return {
      keys,
      lastHeartbeat: () => tables.row.heartbeat,
      async heartbeat(believedAt, own, others) {
        await postgres.transaction((client) => writeHeartbeat(client, tables.row, believedAt, others));
        await erasePending(postgres, options.onNoCheckpoint ?? (() => {}));
        options.onChange?.(own);
      },
    };
  } catch (error) {
    await postgres.close();
    throw error;
  }
}

/** Begins a new epoch after a loss was accepted. `lost`: whether keys were lost. Throws PostgresUnusable. */
export async function beginPostgresEpoch(
  location: PostgresLocation,
  masterKey: Buffer,
  identity: Identity,
  { lost }: { readonly lost: boolean },
): Promise<void> {
  await onServer(location, (postgres) => beginEpochIn(postgres, masterKey, identity, lost));
}

function remoteKeys(
  postgres: Postgres,
  settings: ClientConfig,
  { row, lastChange }: OpenedTables,
  { identity, maxLagMs = MAX_LAG_MS, onChange = () => {}, onNoCheckpoint = () => {} }: PostgresOptions,
): RemoteKeys {
  let listener: { close(): void } | undefined;
  const known = openKnownChanges(row, lastChange);

  /** Makes one change of the keyring. Other hubs see changes once they are committed, in the order of their numbers. */
  async function change<T>(key: string | null, work: (client: Queries) => Promise<T>): Promise<T> {
    const { result, made } = await postgres.transaction(async (client) => {
      await known.read(client, "SELECT");
      const next = await nextChange(client, row);
      if (!next) throw ofAnotherHub();
      await client.query("INSERT INTO keyring_changes (number, token, key, erased) VALUES ($1, $2, $3, $4)", [
        ...[next.number, next.token],
        ...[key, key === null],
      ]);
      const result = await work(client);
      if (key !== null) await client.query(`NOTIFY ${CHANNEL}`);
      return { result, made: next };
    });
    known.note(made);
    onChange(markOf(made));
    return result;
  }

  /** Changes run one after the other, because each uses a connection while it waits for the others' locks. */
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  }
  async function destroy(id: string): Promise<boolean> {
    const isThere = await postgres.using((client) =>
      client.query("SELECT 1 FROM keyring_keys WHERE id = $1 AND wrapped IS NOT NULL", [id]),
    );
    const wasThere =
      isThere.rowCount === 1 &&
      (await change(id, async (client) => {
        const { rowCount } = await client.query("UPDATE keyring_keys SET wrapped = NULL WHERE id = $1", [id]);
        return rowCount === 1;
      }));
    await erasePending(postgres, onNoCheckpoint).catch((cause) => {
      throw new LogUnavailable("The key is destroyed, but its bytes are still in the database's files: destroy it again.", {
        cause,
      });
    });
    return wasThere;
  }

  return {
    epoch: row.epoch,
    lostBefore: row.lostBefore,
    async select(ids) {
      const { rows } = await postgres.using((client) =>
        known.read<{ id: string | null; wrapped: Buffer | null }>(
          ...[client, "SELECT id, wrapped FROM keyring_keys WHERE id = ANY($5)", [ids]],
        ),
      );
      return new Map(rows.flatMap(({ id, wrapped }) => (id === null ? [] : [[id, wrapped]])));
    },
    async insert(keys) {
      const columns = [keys.map(({ id }) => id), keys.map(({ wrapped }) => wrapped)];
      await change(null, (client) =>
        client.query("INSERT INTO keyring_keys (id, wrapped) SELECT * FROM unnest($1::text[], $2::bytea[])", columns),
      );
    },
    destroy: (id) => inTurn(() => destroy(id)),
    async destroyedKeys(after) {
      const { rows } = await postgres.using((client) =>
        client.query<{ id: string }>(
          `SELECT id FROM keyring_keys WHERE wrapped IS NULL AND id > $1 ORDER BY id LIMIT ${DESTROYED_PAGE}`,
          [after],
        ),
      );
      return rows.map(({ id }) => id);
    },
    async changesAfter(number) {
      const select = `SELECT number, key FROM keyring_changes WHERE number > $5 ORDER BY number LIMIT ${CHANGES}`;
      // A confirmation that takes longer than this comes too late.
      const { rows } = await postgres.using((client) =>
        known.read<{ number: string | null; key: string | null }>(client, select, [number], maxLagMs / 2),
      );
      return rows
        .flatMap((one) => (one.number === null ? [] : [{ number: Number(one.number), key: one.key }]))
        .sort((a, b) => a.number - b.number);
    },
    mark: () => postgres.using(async (client) => markOf((await known.read(client, "SELECT")).last)),
    onNotice(heard) {
      if (identity) listener = listenOn(settings, CHANNEL, heard);
    },
    async close() {
      listener?.close();
      await postgres.close();
    },
  };
}

const markOf = ({ number, token }: NumberedChange): Mark => (number === 0 ? ["", ""] : [toPosition(number), token]);

async function writeHeartbeat(
  client: Queries,
  { hub, epoch }: Identity,
  believedAt: string | undefined,
  others: Marks,
): Promise<void> {
  const { rowCount } = await client.query(
    "UPDATE keyring SET heartbeat = coalesce($1, heartbeat) WHERE hub = $2 AND epoch = $3",
    [believedAt ?? null, hub, epoch],
  );
  if (rowCount !== 1) throw ofAnotherHub();
  for (const [store, [position, proof]] of Object.entries(others))
    await client.query(
      "INSERT INTO keyring_marks (store, position, proof) VALUES ($1, $2, $3) ON CONFLICT (store) DO UPDATE SET position = $2, proof = $3",
      [store, position, proof],
    );
}
