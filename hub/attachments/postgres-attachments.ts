// Uploads and attachments in the keyring's database, for hubs that share one.
import { connectionSettings, type PostgresAddress } from "../../event-log/postgres/address.ts";
import { openPostgres } from "../../event-log/postgres/connection.ts";
import { openPostgresTables } from "../../event-log/postgres/tables.ts";
import type { AttachmentStore, StoredAttachment, StoredUpload } from "./port.ts";

/** The id of an advisory lock: any number that nothing else in the database uses. */
const LOCK = 7_211_003_105;

/** As in a file (sqlite-attachments.ts). Content is encrypted, so the server does not try to compress it. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS uploads (
  id text PRIMARY KEY, person text NOT NULL, type text NOT NULL, bytes integer NOT NULL, scan text NOT NULL, last_day text NOT NULL,
  key text NOT NULL, about text NOT NULL, is_whole boolean NOT NULL DEFAULT false, number bigserial
);
CREATE INDEX IF NOT EXISTS uploads_by_person ON uploads (person);
CREATE INDEX IF NOT EXISTS uploads_by_last_day ON uploads (last_day);
CREATE TABLE IF NOT EXISTS attachments (
  id text PRIMARY KEY, concern text NOT NULL, key text NOT NULL, bytes integer NOT NULL, last_day text
);
CREATE INDEX IF NOT EXISTS attachments_by_concern ON attachments (concern);
CREATE INDEX IF NOT EXISTS attachments_by_last_day ON attachments (last_day) WHERE last_day IS NOT NULL;
CREATE TABLE IF NOT EXISTS pieces (file text NOT NULL, number integer NOT NULL, content bytea NOT NULL, PRIMARY KEY (file, number));
ALTER TABLE pieces ALTER COLUMN content SET STORAGE EXTERNAL;
`;

type UploadRow = Omit<StoredUpload, "about"> & { readonly key: string; readonly about: string };
const uploadOf = ({ key, about, ...upload }: UploadRow): StoredUpload => ({ ...upload, about: { key, box: about } });
const UPLOAD = `id, person, type, bytes, scan, last_day AS "lastDay", key, about`;
type AttachmentRow = Omit<StoredAttachment, "lastDay"> & { readonly lastDay: string | null };
const attachmentOf = ({ lastDay, ...row }: AttachmentRow): StoredAttachment => ({ ...row, lastDay: lastDay ?? undefined });
const ATTACHMENT = `id, concern, key, bytes, last_day AS "lastDay"`;

type Run = <Row extends object>(sql: string, ...values: readonly unknown[]) => Promise<readonly Row[]>;

const contentBy = (run: Run) => ({
  find: async (id: string) =>
    (await run<AttachmentRow>(`SELECT ${ATTACHMENT} FROM attachments WHERE id = $1`, id)).map(attachmentOf)[0],
  findPiece: async (file: string, number: number) =>
    (await run<{ content: Uint8Array }>("SELECT content FROM pieces WHERE file = $1 AND number = $2", file, number))[0]?.content,
});

/** For a check, which creates nothing. Its methods throw PostgresUnusable and LogUnavailable. */
export function openContentForReading(address: PostgresAddress) {
  const postgres = openPostgres(connectionSettings(address), { connections: 1, what: "The attachments" });
  const run: Run = async (sql, ...values) => (await postgres.using((client) => client.query(sql, [...values]))).rows as never;
  return { ...contentBy(run), [Symbol.asyncDispose]: postgres.close };
}

/** Throws PostgresUnusable. */
export async function openPostgresAttachments(address: PostgresAddress): Promise<AttachmentStore> {
  const postgres = await openPostgresTables(address, { what: "The attachments", lock: LOCK, schema: SCHEMA });
  const run: Run = async (sql, ...values) => (await postgres.using((client) => client.query(sql, [...values]))).rows as never;
  const uploads = async (where: string, ...values: readonly unknown[]) =>
    (await run<UploadRow>(`SELECT ${UPLOAD} FROM uploads ${where}`, ...values)).map(uploadOf);
  const attachments = async (where: string, ...values: readonly unknown[]) =>
    (await run<AttachmentRow>(`SELECT ${ATTACHMENT} FROM attachments ${where}`, ...values)).map(attachmentOf);
  const together = (value: string, ...statements: readonly string[]) =>
    postgres.transaction(async (client) => {
      for (const sql of statements) await client.query(sql, [value]);
    });

  return {
    ...contentBy(run),
    async putPiece(file, number, sealed) {
      await run(
        "INSERT INTO pieces (file, number, content) VALUES ($1, $2, $3) ON CONFLICT (file, number) DO UPDATE SET content = excluded.content",
        ...[file, number, sealed],
      );
    },
    async addUpload({ id, person, type, bytes, scan, lastDay, about }) {
      await run(
        "INSERT INTO uploads (id, person, type, bytes, scan, last_day, key, about) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        ...[id, person, type, bytes, scan, lastDay, about.key, about.box],
      );
    },
    async completeUpload(id) {
      await run("UPDATE uploads SET is_whole = true WHERE id = $1", id);
    },
    findUpload: async (id) => (await uploads("WHERE id = $1 AND is_whole", id))[0],
    uploadsOf: (person) => uploads("WHERE person = $1 AND is_whole ORDER BY number", person),
    endedUploads: (before, limit) => uploads("WHERE last_day < $1 LIMIT $2", before, limit),
    uploadsAfter: (id, limit) => uploads("WHERE is_whole AND id > $1 ORDER BY id LIMIT $2", id, limit),
    async removeUpload(id) {
      await together(id, "DELETE FROM pieces WHERE file = $1", "DELETE FROM uploads WHERE id = $1");
    },
    async add({ id, concern, key, bytes, lastDay }) {
      const [added] = await run<{ key: string }>(
        `INSERT INTO attachments (id, concern, key, bytes, last_day) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET
         last_day = CASE WHEN attachments.last_day IS NULL THEN NULL ELSE greatest(attachments.last_day, excluded.last_day) END RETURNING key`,
        ...[id, concern, key, bytes, lastDay ?? null],
      );
      return added?.key ?? key;
    },
    async confirm(id) {
      await run("UPDATE attachments SET last_day = NULL WHERE id = $1", id);
    },
    unconfirmed: (before, after, limit) =>
      attachments("WHERE last_day < $1 AND id > $2 ORDER BY id LIMIT $3", before, after, limit),
    attachmentsAfter: (id, limit) => attachments("WHERE id > $1 ORDER BY id LIMIT $2", id, limit),
    async remove(id) {
      await together(id, "DELETE FROM pieces WHERE file = $1", "DELETE FROM attachments WHERE id = $1");
    },
    keysOf: async (concern) =>
      (await run<{ key: string }>("SELECT DISTINCT key FROM attachments WHERE concern = $1", concern)).map(({ key }) => key),
    async removeOf(concern) {
      await together(
        concern,
        "DELETE FROM pieces WHERE file IN (SELECT id FROM attachments WHERE concern = $1)",
        "DELETE FROM attachments WHERE concern = $1",
      );
    },
    close: postgres.close,
  };
}
