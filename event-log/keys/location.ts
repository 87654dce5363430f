// Where a keyring is, as a description that a worker thread or another process can be given.
import type { KeyStore } from "./port.ts";
import type { PostgresLocation } from "./postgres-keys.ts";
import { openSqliteKeyring } from "./sqlite-keys.ts";

export type KeyringLocation = { readonly kind: "sqlite"; readonly file: string } | PostgresLocation;

/** Of a thread that reads page by page. */
const CONNECTIONS = 2;

/** For reading alone: makes and changes nothing. Throws WrongMasterKey, PostgresUnusable. */
export async function openKeyringForReading(location: KeyringLocation, masterKey: Buffer): Promise<KeyStore> {
  if (location.kind === "sqlite") return openSqliteKeyring(location.file, masterKey, "reading");
  // Others do without the client of PostgreSQL.
  const { openPostgresKeyring } = await import("./postgres-keys.ts");
  return (await openPostgresKeyring(location, masterKey, { connections: CONNECTIONS })).keys;
}
