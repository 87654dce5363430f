// Opens a hub's drafts where its keyring is: in a file beside it, or in its database.
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { DataFolder } from "../folder/data-folder.ts";
import type { Logger } from "../observability/logger.ts";
import { createDrafts, type Drafts } from "./drafts.ts";
import type { DraftStore } from "./port.ts";
import { openSqliteDrafts } from "./sqlite-drafts.ts";

type OfHub = {
  readonly folder: Pick<DataFolder, "keyring" | "draftsFile">;
  readonly keys: KeyStore;
  readonly now: () => Date;
  readonly today: () => string;
};

/** Throws UnusableFile and PostgresUnusable. */
export const openDrafts = async ({ folder, ...deps }: OfHub, logger: Logger): Promise<Drafts> =>
  createDrafts({ ...deps, store: await openStore(folder, logger) });

async function openStore({ keyring, draftsFile }: OfHub["folder"], logger: Logger): Promise<DraftStore> {
  if (keyring.kind === "postgres") {
    // Loaded only when needed, so that a hub with its keyring in a file does not load the client.
    const { openPostgresDrafts } = await import("./postgres-drafts.ts");
    return openPostgresDrafts(keyring);
  }
  return openSqliteDrafts(draftsFile, () =>
    logger.warn(
      { code: "DRAFTS_LOST" },
      "the file of drafts was damaged and was made anew: what people had begun to write is gone",
    ),
  );
}
