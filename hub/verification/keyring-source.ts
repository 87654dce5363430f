// The keyring of a data folder as a database to read: its file, or a copy of what is in PostgreSQL.
import type { KeyReader } from "../../event-log/keys/key-reader.ts";
import type { Flaw, StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { openReadOnly } from "../../event-log/stores/read-only.ts";
import { keysIn } from "../../services/confidential.ts";
import type { FoundFolder } from "../folder/data-folder.ts";
import { MISSING_KEY, unopened } from "./verify-events.ts";

/** With every key. Throws what keeps it from being read: an error of a file, or PostgresUnusable. */
export const openKeyringSource = async ({
  keyring,
}: Pick<FoundFolder, "keyring">): Promise<Disposable & { readonly db: Database }> =>
  keyring.kind === "sqlite" ? openReadOnly(keyring.file) : ownedBy(await (await copying()).copyKeyring(keyring, { all: true }));

/** What says whose it is and how far; undefined for a file, which is read with the other stores. */
export const copyMarks = async ({ keyring }: Pick<FoundFolder, "keyring">): Promise<Database | undefined> =>
  keyring.kind === "postgres" ? (await copying()).copyKeyring(keyring, { all: false }) : undefined;

/** Others do without the client of PostgreSQL. */
const copying = () => import("../../event-log/keys/copy-keyring.ts");
const ownedBy = (db: Database) => ({ db, [Symbol.dispose]: () => db.close() });

const AT_ONCE = 500;

/**
 * Whether the values of events open. A running hub makes keys after a copy was taken: what names a key that is missing from the copy is looked at again
 * with the newest keys.
 */
export function openingCheck(keys: KeyReader, source: Database, { keyring }: Pick<FoundFolder, "keyring">) {
  let late: StoredEvent[] = [];
  return {
    look(event: StoredEvent): readonly string[] {
      const found = unopened(keys, event);
      if (keyring.kind === "sqlite" || !found.includes(MISSING_KEY)) return found;
      late.push(event);
      return [];
    },
    /** Called between slices, and at the end with `all`. */
    async settle(report: (flaw: Flaw) => void, { all }: { readonly all: boolean }): Promise<void> {
      if (keyring.kind === "sqlite" || late.length === 0 || (!all && late.length < AT_ONCE)) return;
      const events = late;
      late = [];
      const { copyKeys } = await copying();
      await copyKeys(keyring, source, [...new Set(keysIn(events.map(({ data }) => data)))]);
      for (const event of events)
        for (const what of unopened(keys, event)) report({ stream: event.stream, position: event.position, what });
    },
  };
}
