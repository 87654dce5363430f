// Uploads and attachments in a file beside the keyring. Attachments are part of the record, so a damaged file is never replaced.
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { orUnavailable } from "../../event-log/stores/replaceable-file.ts";
import type { AttachmentStore, SealedContent, StoredAttachment, StoredUpload } from "./port.ts";

/** `last_day` of an attachment is null once it is confirmed. Content is the last column, so that a search of the others does not read it. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS uploads (
  id TEXT PRIMARY KEY, person TEXT NOT NULL, type TEXT NOT NULL, bytes INTEGER NOT NULL, scan TEXT NOT NULL, last_day TEXT NOT NULL,
  key TEXT NOT NULL, about TEXT NOT NULL, content BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS uploads_by_person ON uploads (person);
CREATE INDEX IF NOT EXISTS uploads_by_last_day ON uploads (last_day);
CREATE TABLE IF NOT EXISTS attachments (
  id TEXT PRIMARY KEY, concern TEXT NOT NULL, key TEXT NOT NULL, last_day TEXT, content BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS attachments_by_concern ON attachments (concern);
CREATE INDEX IF NOT EXISTS attachments_by_last_day ON attachments (last_day) WHERE last_day IS NOT NULL;
`;

const use = orUnavailable("The attachments could not be read or written.");

type UploadRow = Omit<StoredUpload, "about"> & { readonly key: string; readonly about: string };
const uploadOf = ({ key, about, ...upload }: UploadRow): StoredUpload => ({ ...upload, about: { key, box: about } });
const UPLOAD = "id, person, type, bytes, scan, last_day AS lastDay, key, about";

type AttachmentRow = Omit<StoredAttachment, "content" | "lastDay"> & { readonly lastDay: string | null };
const attachmentOf = ({ lastDay, ...row }: AttachmentRow) => ({ ...row, lastDay: lastDay ?? undefined });

/** Throws UnusableFile, and SQLite's error if the file is damaged. */
export function openSqliteAttachments(path: string): AttachmentStore {
  const db = openDatabase(path, "durable");
  try {
    db.exec(SCHEMA);
    return storeIn(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Finds the sealed content of an attachment. */
export function contentIn(db: Database): (id: string) => SealedContent | undefined {
  const find = db.prepare("SELECT key, content FROM attachments WHERE id = ?");
  return (id) => find.get<SealedContent | undefined>(id);
}

function storeIn(db: Database): AttachmentStore {
  const addUpload = db.prepare(
    "INSERT INTO uploads (id, person, type, bytes, scan, last_day, key, about, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const findUpload = db.prepare(`SELECT ${UPLOAD} FROM uploads WHERE id = ?`);
  const uploadContent = db.prepare("SELECT content FROM uploads WHERE id = ?");
  const uploadsOf = db.prepare(`SELECT ${UPLOAD} FROM uploads WHERE person = ? ORDER BY rowid`);
  const endedUploads = db.prepare(`SELECT ${UPLOAD} FROM uploads WHERE last_day < ? LIMIT ?`);
  const uploadsAfter = db.prepare(`SELECT ${UPLOAD} FROM uploads WHERE id > ? ORDER BY id LIMIT ?`);
  const removeUpload = db.prepare("DELETE FROM uploads WHERE id = ?");
  const put = db.prepare("INSERT OR REPLACE INTO attachments (id, concern, key, last_day, content) VALUES (?, ?, ?, ?, ?)");
  const confirm = db.prepare("UPDATE attachments SET last_day = NULL WHERE id = ?");
  const findContent = contentIn(db);
  const unconfirmed = db.prepare("SELECT id, concern FROM attachments WHERE last_day < ? LIMIT ?");
  const attachmentsAfter = db.prepare(
    "SELECT id, concern, key, last_day AS lastDay FROM attachments WHERE id > ? ORDER BY id LIMIT ?",
  );
  const remove = db.prepare("DELETE FROM attachments WHERE id = ?");
  const removeOf = db.prepare("DELETE FROM attachments WHERE concern = ?");
  return {
    async addUpload({ id, person, type, bytes, scan, lastDay, about }, content) {
      use(() => addUpload.run(id, person, type, bytes, scan, lastDay, about.key, about.box, content));
    },
    async findUpload(id) {
      const row = use(() => findUpload.get<UploadRow | undefined>(id));
      return row && uploadOf(row);
    },
    uploadContent: async (id) => use(() => uploadContent.get<{ content: Uint8Array } | undefined>(id))?.content,
    uploadsOf: async (person) => use(() => uploadsOf.all<UploadRow>(person)).map(uploadOf),
    endedUploads: async (before, limit) => use(() => endedUploads.all<UploadRow>(before, limit)).map(uploadOf),
    uploadsAfter: async (id, limit) => use(() => uploadsAfter.all<UploadRow>(id, limit)).map(uploadOf),
    async removeUpload(id) {
      use(() => removeUpload.run(id));
    },
    async put({ id, concern, key, content, lastDay }) {
      use(() => put.run(id, concern, key, lastDay ?? null, content));
    },
    async confirm(id) {
      use(() => confirm.run(id));
    },
    findContent: async (id) => use(() => findContent(id)),
    unconfirmed: async (before, limit) => use(() => unconfirmed.all<Pick<StoredAttachment, "id" | "concern">>(before, limit)),
    attachmentsAfter: async (id, limit) => use(() => attachmentsAfter.all<AttachmentRow>(id, limit)).map(attachmentOf),
    async remove(id) {
      use(() => remove.run(id));
    },
    async removeOf(concern) {
      use(() => removeOf.run(concern));
    },
    async close() {
      db.close();
    },
  };
}
