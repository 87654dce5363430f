// A connection to the keyring's database for tables of the hub's that are no part of the record.
import { connectionSettings, type PostgresAddress } from "./address.ts";
import { openPostgres, type Postgres, unusableFor } from "./connection.ts";

/** At once, for each of them. */
const CONNECTIONS = 2;

/** `lock`: the id of an advisory lock, so that one hub at a time creates the tables; `what`: for messages. Throws PostgresUnusable. */
type Tables = { readonly what: string; readonly lock: number; readonly schema: string };

export async function openPostgresTables(address: PostgresAddress, { what, lock, schema }: Tables): Promise<Postgres> {
  const settings = connectionSettings(address);
  const postgres = openPostgres(settings, { connections: CONNECTIONS, what });
  try {
    await postgres.transaction(async (client) => {
      await client.query("SELECT pg_advisory_xact_lock($1)", [lock]);
      await client.query(schema);
    });
    return postgres;
  } catch (error) {
    await postgres.close();
    throw unusableFor(error instanceof Error ? (error.cause ?? error) : error, settings);
  }
}
