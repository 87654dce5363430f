// Opens the keyring of a data folder as a database for reading: the key file, or a copy of the keyring in PostgreSQL.
import type { KeyReader } from "../../event-log/keys/key-reader.ts";
import type { Flaw, StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { openReadOnly } from "../../event-log/stores/read-only.ts";
import { keysIn } from "../../services/confidential.ts";
import type { FoundFolder } from "../folder/data-folder.ts";
import { MISSING_KEY, unopened } from "./verify-events.ts";

/** Opens the keyring with every key. Throws the error that prevents reading: a file error, or PostgresUnusable. */
export const openKeyringSource = async ({
  keyring,
}: Pick<FoundFolder, "keyring">): Promise<Disposable & { readonly db: Database }> =>
  keyring.kind === "sqlite" ? openReadOnly(keyring.file) : ownedBy(await (await copying()).copyKeyring(keyring, { all: true }));

/** Copies the identity and marks of the keyring; undefined for a key file, which is read with the other stores. */
export const copyMarks = async ({ keyring }: Pick<FoundFolder, "keyring">): Promise<Database | undefined> =>
  keyring.kind === "postgres" ? (await copying()).copyKeyring(keyring, { all: false }) : undefined;

/** Loaded only when needed, so that hubs without PostgreSQL do not load its client. */
const copying = () => import("../../event-log/keys/copy-keyring.ts");
const ownedBy = (db: Database) => ({ db, [Symbol.dispose]: () => db.close() });

const BATCH = 500;

/**
 * Checks whether the sealed values of events can be unsealed. A running hub creates keys after a copy was taken, so values whose key is missing from the
 * copy are checked again with the newest keys.
 */
export function openingCheck(keys: KeyReader, source: Database, { keyring }: Pick<FoundFolder, "keyring">) {
  let withoutKey: StoredEvent[] = [];
  return {
    check(event: StoredEvent): readonly string[] {
      const found = unopened(keys, event);
      if (keyring.kind === "sqlite" || !found.includes(MISSING_KEY)) return found;
      withoutKey.push(event);
      return [];
    },
    /** Checks values whose key was missing. Called between slices, and at the end with `all`. */
    async settle(report: (flaw: Flaw) => void, { all }: { readonly all: boolean }): Promise<void> {
      if (keyring.kind === "sqlite" || withoutKey.length === 0 || (!all && withoutKey.length < BATCH)) return;
      const events = withoutKey;
      withoutKey = [];
      const { copyKeys } = await copying();
      await copyKeys(keyring, source, [...new Set(keysIn(events.map(({ data }) => data)))]);
      for (const event of events)
        for (const what of unopened(keys, event)) report({ stream: event.stream, position: event.position, what });
    },
  };
}
