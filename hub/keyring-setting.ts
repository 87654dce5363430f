// The setting of a hub's keyring: a file in its data folder, or PostgreSQL.
import type { PostgresLocation } from "../event-log/keys/postgres-keys.ts";
import { ConfigInvalid } from "./exit-codes.ts";

type KeyringSetting = { readonly kind: "sqlite" } | PostgresLocation;

/** `from`: the name of the setting that contains the address. */
type KeyringUrl = { readonly url: string | undefined; readonly from: string; readonly development: boolean };

/** The address itself is checked when the keyring is opened. Throws ConfigInvalid, which contains no part of the address. */
export function readKeyringSetting(kind: "sqlite" | "postgres", { url, from, development }: KeyringUrl): KeyringSetting {
  if (kind === "sqlite") {
    if (url !== undefined) throw new ConfigInvalid(`${from}: it is for CANDOUR_KEYRING=postgres. Set both, or neither.`);
    return { kind };
  }
  if (url === undefined)
    throw new ConfigInvalid("CANDOUR_KEYRING_URL or CANDOUR_KEYRING_URL_FILE must be given with CANDOUR_KEYRING=postgres.");
  return { kind, url: url.trim(), plain: development, setting: from };
}
