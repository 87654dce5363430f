// Removes the bytes of destroyed keys from PostgreSQL's data files. An update leaves the old row in the file, and a vacuum frees its space without
// overwriting it. So the key's table, one of many small ones, is rewritten into a new file, and the old file is removed at the commit.
import type { Postgres } from "../postgres/connection.ts";

/** The id of an advisory lock: any number that nothing else in the database uses. */
const ERASING = 7_211_003_102;
const LOCK_MS = 1_000;

/**
 * Erases keys whose bytes are still in the data files, and then makes a checkpoint; calls `onNoCheckpoint` if the server made none. Throws LogUnavailable,
 * for example while a backup reads the tables.
 */
export async function erasePending(postgres: Postgres, onNoCheckpoint: () => void): Promise<void> {
  const pending = await postgres.using((client) =>
    client.query<{ number: string; part: string }>(
      `SELECT c.number, k.tableoid::regclass::text AS part FROM keyring_changes c JOIN keyring_keys k ON k.id = c.key
       WHERE NOT c.erased ORDER BY c.number LIMIT 1000`,
    ),
  );
  let isErased = false;
  try {
    for (const [part, rows] of Map.groupBy(pending.rows, ({ part }) => part)) {
      const changes = rows.map(({ number }) => number);
      await rewrite(postgres, part, changes);
      isErased = true;
    }
  } finally {
    if (isErased && !(await checkpoint(postgres))) onNoCheckpoint();
  }
}

/** TRUNCATE starts a new file even if other transactions can still see the old rows; VACUUM FULL would copy rows that they see. */
async function rewrite(postgres: Postgres, part: string, changes: readonly string[]): Promise<void> {
  await postgres.transaction(async (client) => {
    // One hub at a time erases. Readers queue behind a transaction that waits for the table's lock, so that wait is short.
    await client.query("SELECT pg_advisory_xact_lock($1)", [ERASING]);
    await client.query(`SET LOCAL lock_timeout = ${LOCK_MS}`);
    await client.query(`LOCK TABLE ONLY ${part} IN ACCESS EXCLUSIVE MODE`);
    await client.query(`CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT id, wrapped FROM ONLY ${part}`);
    await client.query(`TRUNCATE ONLY ${part}`);
    await client.query(`INSERT INTO ${part} SELECT id, wrapped FROM kept`);
    await client.query("UPDATE keyring_changes SET erased = true WHERE number = ANY($1)", [changes]);
  });
}

/** Lets the server remove the write-ahead log that holds the old bytes. False if the hub's user has no right to it, or it takes too long. */
export const checkpoint = (postgres: Postgres): Promise<boolean> =>
  postgres
    .using((client) => client.query("CHECKPOINT"))
    .then(
      () => true,
      () => false,
    );
