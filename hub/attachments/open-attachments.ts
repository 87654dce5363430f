// Opens a hub's attachments where its keyring is: in a file beside it, or in its database.
import { isDamage } from "../../event-log/stores/read-only.ts";
import { NeedsOperator } from "../exit-codes.ts";
import type { DataFolder } from "../folder/data-folder.ts";
import type { AttachmentStore } from "./port.ts";
import { openSqliteAttachments } from "./sqlite-attachments.ts";

/** Throws UnusableFile, PostgresUnusable, and NeedsOperator if the file is damaged. */
export async function openAttachmentStore({
  keyring,
  attachmentsFile,
}: Pick<DataFolder, "keyring" | "attachmentsFile">): Promise<AttachmentStore> {
  if (keyring.kind === "postgres") {
    // Loaded only when needed, so that a hub with its keyring in a file does not load the client.
    const { openPostgresAttachments } = await import("./postgres-attachments.ts");
    return openPostgresAttachments(keyring);
  }
  try {
    return openSqliteAttachments(attachmentsFile);
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new NeedsOperator(
      `${attachmentsFile} is damaged. It has files that belong to concerns: put back a backup of it, and start again.`,
    );
  }
}
