// Uploads and attachments in a file beside the keyring. Attachments are part of the record, so a damaged file is never replaced.
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { orUnavailable } from "../../event-log/stores/replaceable-file.ts";
import type { AttachmentStore, StoredAttachment, StoredUpload } from "./port.ts";

/** `is_whole`: all pieces of the upload are there. `last_day` of an attachment is null once it is confirmed. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS uploads (
  id TEXT PRIMARY KEY, person TEXT NOT NULL, type TEXT NOT NULL, bytes INTEGER NOT NULL, scan TEXT NOT NULL, last_day TEXT NOT NULL,
  key TEXT NOT NULL, about TEXT NOT NULL, is_whole INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS uploads_by_person ON uploads (person);
CREATE INDEX IF NOT EXISTS uploads_by_last_day ON uploads (last_day);
CREATE TABLE IF NOT EXISTS attachments (
  id TEXT PRIMARY KEY, concern TEXT NOT NULL, key TEXT NOT NULL, bytes INTEGER NOT NULL, last_day TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS attachments_by_concern ON attachments (concern);
CREATE INDEX IF NOT EXISTS attachments_by_last_day ON attachments (last_day) WHERE last_day IS NOT NULL;
CREATE TABLE IF NOT EXISTS pieces (file TEXT NOT NULL, number INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (file, number)) STRICT;
`;

const use = orUnavailable("The attachments could not be read or written.");

type UploadRow = Omit<StoredUpload, "about"> & { readonly key: string; readonly about: string };
const uploadOf = ({ key, about, ...upload }: UploadRow): StoredUpload => ({ ...upload, about: { key, box: about } });
const UPLOAD = "id, person, type, bytes, scan, last_day AS lastDay, key, about";
type AttachmentRow = Omit<StoredAttachment, "lastDay"> & { readonly lastDay: string | null };
const attachmentOf = ({ lastDay, ...row }: AttachmentRow): StoredAttachment => ({ ...row, lastDay: lastDay ?? undefined });
const ATTACHMENT = "id, concern, key, bytes, last_day AS lastDay";

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

/** Finds attachments and pieces in such a file. Throws SQLite's errors. */
export function contentIn(db: Database) {
  const find = db.prepare(`SELECT ${ATTACHMENT} FROM attachments WHERE id = ?`);
  const findPiece = db.prepare("SELECT content FROM pieces WHERE file = ? AND number = ?");
  return {
    find(id: string): StoredAttachment | undefined {
      const row = find.get<AttachmentRow | undefined>(id);
      return row && attachmentOf(row);
    },
    findPiece: (file: string, number: number) => findPiece.get<{ content: Uint8Array } | undefined>(file, number)?.content,
  };
}

function storeIn(db: Database): AttachmentStore {
  const content = contentIn(db);
  const putPiece = db.prepare("INSERT OR REPLACE INTO pieces (file, number, content) VALUES (?, ?, ?)");
  const removePieces = db.prepare("DELETE FROM pieces WHERE file = ?");
  const addUpload = db.prepare(
    "INSERT INTO uploads (id, person, type, bytes, scan, last_day, key, about) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const completeUpload = db.prepare("UPDATE uploads SET is_whole = 1 WHERE id = ?");
  const findUpload = db.prepare(`SELECT ${UPLOAD} FROM uploads WHERE id = ? AND is_whole = 1`);
  const uploadsOf = db.prepare(`SELECT ${UPLOAD} FROM uploads WHERE person = ? AND is_whole = 1 ORDER BY rowid`);
  const endedUploads = db.prepare(`SELECT ${UPLOAD} FROM uploads WHERE last_day < ? LIMIT ?`);
  const uploadsAfter = db.prepare(`SELECT ${UPLOAD} FROM uploads WHERE is_whole = 1 AND id > ? ORDER BY id LIMIT ?`);
  const removeUpload = db.prepare("DELETE FROM uploads WHERE id = ?");
  const add = db.prepare(
    `INSERT INTO attachments (id, concern, key, bytes, last_day) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET last_day = max(attachments.last_day, excluded.last_day) RETURNING key`,
  );
  const confirm = db.prepare("UPDATE attachments SET last_day = NULL WHERE id = ?");
  const unconfirmed = db.prepare(`SELECT ${ATTACHMENT} FROM attachments WHERE last_day < ? AND id > ? ORDER BY id LIMIT ?`);
  const attachmentsAfter = db.prepare(`SELECT ${ATTACHMENT} FROM attachments WHERE id > ? ORDER BY id LIMIT ?`);
  const keysOf = db.prepare("SELECT DISTINCT key FROM attachments WHERE concern = ?");
  const remove = db.prepare("DELETE FROM attachments WHERE id = ?");
  const removePiecesOf = db.prepare("DELETE FROM pieces WHERE file IN (SELECT id FROM attachments WHERE concern = ?)");
  const removeOf = db.prepare("DELETE FROM attachments WHERE concern = ?");
  const together = (...work: readonly (() => unknown)[]) => use(() => db.transaction(() => work.map((one) => one())));
  return {
    async putPiece(file, number, sealed) {
      use(() => putPiece.run(file, number, sealed));
    },
    findPiece: async (file, number) => use(() => content.findPiece(file, number)),
    async addUpload({ id, person, type, bytes, scan, lastDay, about }) {
      use(() => addUpload.run(id, person, type, bytes, scan, lastDay, about.key, about.box));
    },
    async completeUpload(id) {
      use(() => completeUpload.run(id));
    },
    async findUpload(id) {
      const row = use(() => findUpload.get<UploadRow | undefined>(id));
      return row && uploadOf(row);
    },
    uploadsOf: async (person) => use(() => uploadsOf.all<UploadRow>(person)).map(uploadOf),
    endedUploads: async (before, limit) => use(() => endedUploads.all<UploadRow>(before, limit)).map(uploadOf),
    uploadsAfter: async (id, limit) => use(() => uploadsAfter.all<UploadRow>(id, limit)).map(uploadOf),
    async removeUpload(id) {
      together(
        () => removePieces.run(id),
        () => removeUpload.run(id),
      );
    },
    add: async ({ id, concern, key, bytes, lastDay }) =>
      use(() => add.get<{ key: string }>(id, concern, key, bytes, lastDay ?? null)).key,
    async confirm(id) {
      use(() => confirm.run(id));
    },
    find: async (id) => use(() => content.find(id)),
    unconfirmed: async (before, after, limit) =>
      use(() => unconfirmed.all<AttachmentRow>(before, after, limit)).map(attachmentOf),
    attachmentsAfter: async (id, limit) => use(() => attachmentsAfter.all<AttachmentRow>(id, limit)).map(attachmentOf),
    async remove(id) {
      together(
        () => removePieces.run(id),
        () => remove.run(id),
      );
    },
    keysOf: async (concern) => use(() => keysOf.all<{ key: string }>(concern)).map(({ key }) => key),
    async removeOf(concern) {
      together(
        () => removePiecesOf.run(concern),
        () => removeOf.run(concern),
      );
    },
    async close() {
      db.close();
    },
  };
}
