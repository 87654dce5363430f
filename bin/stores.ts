// The commands that create or move a data folder's stores, and that accept a loss.

import type { Config } from "../hub/config.ts";
import { acceptLoss } from "../hub/folder/accept-loss.ts";
import { createHub } from "../hub/folder/create-hub.ts";
import { migrate } from "../hub/folder/migrate.ts";
import type { KeyringTarget } from "../hub/folder/migrate-keyring.ts";
import { createLogger } from "../hub/observability/logger.ts";
import { CommandFailed } from "./client.ts";

/** Creates a hub and returns the text to print. Throws ConfigInvalid if there is a hub. */
export async function initHub(config: Config): Promise<string> {
  await createHub(config, createLogger(config.logLevel), new Date());
  return `A new hub is ready in ${config.dataDir}. Start it: candour serve.`;
}

/** Accepts a loss and returns the text to print. Throws ConfigInvalid if nothing is lost, or while a hub runs. */
export async function acceptLosses(config: Config, reason: string): Promise<string> {
  const text = reason.trim();
  if (text === "") throw new CommandFailed("--reason: Enter why the data is lost.");
  const lost = await acceptLoss(config, text, new Date());
  return [
    "This data is recorded as lost:",
    ...lost.map((loss) => `- ${loss}`),
    "Files that could not be used are kept, with .lost- in their names. Start the hub: candour serve.",
  ].join("\n");
}

export type MigrateOptions = { readonly to?: "cluster" | "files"; readonly keyring?: KeyringTarget };

/** Moves stores and returns the text to print. Throws ConfigInvalid while the hub runs, NeedsOperator if source and target do not belong together, and PostgresUnusable. */
export async function migrateStores(config: Config, { to, keyring }: MigrateOptions): Promise<string> {
  if (to) return migrateLogs(config, to);
  if (keyring) return moveKeyringTo(config, keyring);
  throw new CommandFailed(
    "Choose what to move: the logs with --to cluster or files, or the keyring with --keyring postgres or file.",
  );
}

async function moveKeyringTo({ dataDir, keyring }: Config, to: KeyringTarget): Promise<string> {
  if (keyring.kind !== "postgres")
    throw new CommandFailed(
      "Set CANDOUR_KEYRING=postgres and CANDOUR_KEYRING_URL to the database, whichever way the keyring goes.",
    );
  const { migrateKeyring } = await import("../hub/folder/migrate-keyring.ts");
  const { keys, destroyed, isWritten, keysFile, isCheckpointed, attachments, attachmentsFile } = await migrateKeyring(
    { dataDir, keyring },
    to,
    (written) => process.stderr.write(`keyring: ${written} keys\n`),
  );
  const [settings, source, whose] =
    to === "postgres"
      ? ["with the same settings", `the files ${keysFile} and ${attachmentsFile}`, "their"]
      : ["without CANDOUR_KEYRING and CANDOUR_KEYRING_URL", "the database of CANDOUR_KEYRING_URL", "its"];
  return [
    `keyring: ${keys} keys, ${destroyed} of them destroyed, ${isWritten ? "were written" : "were there"}; both sides were compared, and are equal.`,
    `attachments: ${attachments} were copied.`,
    ...(isCheckpointed
      ? []
      : ["The keys of the earlier copy stay in the server's write-ahead log until its next checkpoint: run CHECKPOINT there."]),
    `What was moved is also still where it was. Start the hub ${settings}. Once it serves, delete ${source}, and ${whose} copies in backups: keys that are destroyed from now on stay in it, and what they encrypt could still be read.`,
  ].join("\n");
}

async function migrateLogs(config: Config, to: "cluster" | "files"): Promise<string> {
  const { eventLog } = config;
  if (eventLog.kind !== "kurrentdb")
    throw new CommandFailed(
      "Set CANDOUR_EVENT_LOG=kurrentdb and CANDOUR_KURRENTDB_URL to the cluster, whichever way the logs go.",
    );
  const moved = await migrate({ ...config, eventLog }, to === "cluster" ? "to-cluster" : "to-files", {
    now: new Date(),
    progress: (log, events) => process.stderr.write(`${log}: ${events} events\n`),
  });
  const next =
    to === "cluster"
      ? "Start the hub with the same settings."
      : "Start the hub without CANDOUR_EVENT_LOG and CANDOUR_KURRENTDB_URL.";
  return [
    ...moved.map(
      ({ log, already, written }) =>
        `${log}: ${written} events were written, ${already} were there; both were compared, and are equal.`,
    ),
    `What was moved stays where it was: keep it until you have seen the hub serve. ${next}`,
  ].join("\n");
}
