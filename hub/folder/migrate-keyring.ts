// Moves the keyring of a stopped hub from the file in its data folder into PostgreSQL, or back. The source is not changed.
import { existsSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { keyringInFile } from "../../event-log/keys/keyring-in-file.ts";
import { keyringInPostgres, waitUntilNoHubConnected } from "../../event-log/keys/keyring-in-postgres.ts";
import { type MovedKeyring, moveKeyring } from "../../event-log/keys/move-keyring.ts";
import type { PostgresLocation } from "../../event-log/keys/postgres-keys.ts";
import { MoveRefused } from "../../event-log/move-log.ts";
import { readIdentity } from "../../event-log/stores/identity.ts";
import { openUntouched } from "../../event-log/stores/read-only.ts";
import { assertUsableDatabase } from "../../event-log/stores/usable-file.ts";
import { copyAttachmentStore } from "../attachments/copy-attachment-store.ts";
import { openPostgresAttachments } from "../attachments/postgres-attachments.ts";
import { openSqliteAttachments } from "../attachments/sqlite-attachments.ts";
import type { Config } from "../config.ts";
import { ConfigInvalid, NeedsOperator } from "../exit-codes.ts";
import { AcceptanceInterrupted, readAcceptance } from "./acceptance.ts";
import { assertFolderUsable, type DataPaths, dataPaths, makeFolder } from "./data-folder.ts";
import { assertInitDone } from "./init-file.ts";
import { FOLDER_IN_USE, lockFolder } from "./lock.ts";
import { NO_HUB } from "./prepare-folder.ts";
import { runningOwner } from "./process-identity.ts";

export type KeyringTarget = "postgres" | "file";

/** `isCheckpointed`: false if the database had an earlier copy whose bytes stay in the server's write-ahead log until its next checkpoint. */
type MigratedKeyring = MovedKeyring & {
  readonly keysFile: string;
  readonly isCheckpointed: boolean;
  /** The number of attachments that are beside the keyring now. */
  readonly attachments: number;
  readonly attachmentsFile: string;
};

/** Continues an interrupted run. Throws ConfigInvalid while a hub runs, NeedsOperator if keyring and logs do not belong together, PostgresUnusable. */
export async function migrateKeyring(
  config: Pick<Config, "dataDir"> & { readonly keyring: PostgresLocation },
  to: KeyringTarget,
  progress: (keys: number) => void = () => {},
): Promise<MigratedKeyring> {
  const { dataDir, keyring } = config;
  if (!existsSync(dataDir)) throw new ConfigInvalid(NO_HUB);
  assertFolderUsable({ dataDir });
  const paths = dataPaths({ dataDir });
  const unlock = lockFolder(paths);
  try {
    assertInitDone(paths);
    if (readAcceptance(paths)) throw new AcceptanceInterrupted();
    assertStopped(paths);
    await waitUntilNoHubConnected(keyring);
    makeFolder({ dataDir }, dirname(paths.keysFile));
    let isCheckpointed = true;
    const postgres = keyringInPostgres(keyring, () => {
      isCheckpointed = false;
    });
    const file = keyringInFile(paths.keysFile);
    const [source, target] = to === "postgres" ? [file, postgres] : [postgres, file];
    const moved = await moveKeyring(source, target, { progress, assertFits: (hub) => assertOfLogs(paths, hub) });
    const attachments = await copyAttachments(paths.attachmentsFile, keyring, to);
    // The file contains the keyring's size and marks, which the next start writes again.
    rmSync(paths.highWaterFile, { force: true });
    return { ...moved, attachments, attachmentsFile: paths.attachmentsFile, keysFile: paths.keysFile, isCheckpointed };
  } catch (error) {
    throw error instanceof MoveRefused ? new NeedsOperator(error.message) : error;
  } finally {
    unlock();
  }
}

/** Copies the attachments to where the keyring is now, and returns their number. */
async function copyAttachments(attachmentsFile: string, keyring: PostgresLocation, to: KeyringTarget): Promise<number> {
  if (to === "postgres" && !existsSync(attachmentsFile)) return 0;
  await using closing = new AsyncDisposableStack();
  const [file, postgres] = [openSqliteAttachments(attachmentsFile), await openPostgresAttachments(keyring)];
  closing.defer(file.close);
  closing.defer(postgres.close);
  // Both stay open until all is copied.
  return await (to === "postgres" ? copyAttachmentStore(file, postgres) : copyAttachmentStore(postgres, file));
}

/** The lock file may have been removed while the hub runs, and a key file without its write-ahead log may lack its newest keys. */
function assertStopped({ keysFile }: DataPaths): void {
  assertUsableDatabase(keysFile, "read");
  if (!existsSync(keysFile)) return;
  const hasWriteAhead = existsSync(`${keysFile}-wal`);
  using db = openUntouched(keysFile);
  const identity = readIdentity(db);
  if (identity && runningOwner(identity.ownerProcess, keysFile) !== undefined) throw new ConfigInvalid(FOLDER_IN_USE);
  if (identity?.inUse && !hasWriteAhead)
    throw new NeedsOperator(
      `The hub was not stopped in order, and ${keysFile}-wal is missing. Start the hub once with its keyring in the file, and stop it. Nothing was changed.`,
    );
}

/** A folder with the logs of one hub must not get the keyring of another. */
function assertOfLogs({ logFile }: DataPaths, hub: string): void {
  if (!existsSync(logFile)) return;
  using log = openUntouched(logFile);
  const identity = readIdentity(log);
  if (identity && identity.hub !== hub)
    throw new NeedsOperator(
      "The keyring is another hub's than the logs of this data folder. Name the data folder and the database of one hub. Nothing was changed.",
    );
}
