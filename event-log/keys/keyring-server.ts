// Connections to the PostgreSQL server of a keyring.
import type { ClientConfig } from "pg";
import { LogUnavailable } from "../port.ts";
import { connectionSettings, type PostgresAddress } from "../postgres/address.ts";
import { openPostgres, type Postgres, unusableFor } from "../postgres/connection.ts";

/** `connections`: the maximum number of connections at once, besides the one that listens. */
export const openServer = (settings: ClientConfig, connections: number): Postgres =>
  openPostgres(settings, { connections, what: "The keyring" });

/** If the server cannot be used, throws PostgresUnusable, whose message is for operators. */
export async function orUnusable<T>(settings: ClientConfig, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof LogUnavailable ? unusableFor(error.cause, settings) : error;
  }
}

/** Opens a connection for this work alone and closes it afterwards. Throws PostgresUnusable. */
export async function onServer<T>(address: PostgresAddress, work: (postgres: Postgres) => Promise<T>): Promise<T> {
  const settings = connectionSettings(address);
  const postgres = openServer(settings, 1);
  try {
    return await orUnusable(settings, () => work(postgres));
  } finally {
    await postgres.close();
  }
}
