// Where a keyring is stored, as plain data that can be passed to a worker thread or another process.
import type { KeyStore } from "./port.ts";
import type { PostgresLocation } from "./postgres-keys.ts";
import { openSqliteKeyring } from "./sqlite-keys.ts";

export type KeyringLocation = { readonly kind: "sqlite"; readonly file: string } | PostgresLocation;

/** Connections for a thread that reads one page after another. */
const CONNECTIONS = 2;

/** Opens a keyring for reading only: creates and changes nothing. Throws WrongMasterKey, PostgresUnusable. */
export async function openKeyringForReading(location: KeyringLocation, masterKey: Buffer): Promise<KeyStore> {
  if (location.kind === "sqlite") return openSqliteKeyring(location.file, masterKey, "reading");
  // Loaded only when needed, so that hubs without PostgreSQL do not load its client.
  const { openPostgresKeyring } = await import("./postgres-keys.ts");
  return (await openPostgresKeyring(location, masterKey, { connections: CONNECTIONS })).keys;
}
