// Where a keyring is, as a description that a worker thread or another process can be given.
import type { KeyStore } from "./port.ts";
import { openSqliteKeyring } from "./sqlite-keys.ts";

export type KeyringLocation = { readonly kind: "sqlite"; readonly file: string };

/** For reading alone: makes and changes nothing. Throws WrongMasterKey. */
export async function openKeyringForReading({ file }: KeyringLocation, masterKey: Buffer): Promise<KeyStore> {
  return openSqliteKeyring(file, masterKey, "reading");
}
