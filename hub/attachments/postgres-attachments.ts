// Uploads and attachments in the keyring's database, for hubs that share one.
import { connectionSettings, type PostgresAddress } from "../../event-log/postgres/address.ts";
import { openPostgres } from "../../event-log/postgres/connection.ts";
import { openPostgresTables } from "../../event-log/postgres/tables.ts";
import type { AttachmentStore, SealedContent, StoredAttachment, StoredUpload } from "./port.ts";

/** The id of an advisory lock: any number that nothing else in the database uses. */
const LOCK = 7_211_003_105;

/** Content is encrypted, so the server does not try to compress it. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS uploads (
  id text PRIMARY KEY, person text NOT NULL, type text NOT NULL, bytes integer NOT NULL, scan text NOT NULL, last_day text NOT NULL,
  key text NOT NULL, about text NOT NULL, content bytea NOT NULL, number bigserial
);
ALTER TABLE uploads ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS uploads_by_person ON uploads (person);
CREATE INDEX IF NOT EXISTS uploads_by_last_day ON uploads (last_day);
CREATE TABLE IF NOT EXISTS attachments (
  id text PRIMARY KEY, concern text NOT NULL, key text NOT NULL, last_day text, content bytea NOT NULL
);
ALTER TABLE attachments ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS attachments_by_concern ON attachments (concern);
CREATE INDEX IF NOT EXISTS attachments_by_last_day ON attachments (last_day) WHERE last_day IS NOT NULL;
`;

type UploadRow = Omit<StoredUpload, "about"> & { readonly key: string; readonly about: string };
const uploadOf = ({ key, about, ...upload }: UploadRow): StoredUpload => ({ ...upload, about: { key, box: about } });
const UPLOAD = `id, person, type, bytes, scan, last_day AS "lastDay", key, about`;

const FIND_CONTENT = "SELECT key, content FROM attachments WHERE id = $1";

/** For a check, which creates nothing. `find` throws PostgresUnusable and LogUnavailable. */
export function openContentForReading(address: PostgresAddress) {
  const postgres = openPostgres(connectionSettings(address), { connections: 1, what: "The attachments" });
  return {
    find: async (id: string) => (await postgres.using((client) => client.query<SealedContent>(FIND_CONTENT, [id]))).rows[0],
    [Symbol.asyncDispose]: postgres.close,
  };
}

/** Throws PostgresUnusable. */
export async function openPostgresAttachments(address: PostgresAddress): Promise<AttachmentStore> {
  const postgres = await openPostgresTables(address, { what: "The attachments", lock: LOCK, schema: SCHEMA });
  const run = async <Row extends object>(sql: string, ...values: readonly unknown[]): Promise<readonly Row[]> =>
    (await postgres.using((client) => client.query<Row>(sql, [...values]))).rows;
  const uploads = async (where: string, ...values: readonly unknown[]) =>
    (await run<UploadRow>(`SELECT ${UPLOAD} FROM uploads ${where}`, ...values)).map(uploadOf);

  return {
    async addUpload({ id, person, type, bytes, scan, lastDay, about }, content) {
      await run(
        "INSERT INTO uploads (id, person, type, bytes, scan, last_day, key, about, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        ...[id, person, type, bytes, scan, lastDay, about.key, about.box, content],
      );
    },
    findUpload: async (id) => (await uploads("WHERE id = $1", id))[0],
    uploadContent: async (id) =>
      (await run<{ content: Uint8Array }>("SELECT content FROM uploads WHERE id = $1", id))[0]?.content,
    uploadsOf: (person) => uploads("WHERE person = $1 ORDER BY number", person),
    endedUploads: (before, limit) => uploads("WHERE last_day < $1 LIMIT $2", before, limit),
    uploadsAfter: (id, limit) => uploads("WHERE id > $1 ORDER BY id LIMIT $2", id, limit),
    async removeUpload(id) {
      await run("DELETE FROM uploads WHERE id = $1", id);
    },
    async put({ id, concern, key, content, lastDay }) {
      await run(
        `INSERT INTO attachments (id, concern, key, last_day, content) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET key = excluded.key, last_day = excluded.last_day, content = excluded.content`,
        ...[id, concern, key, lastDay ?? null, content],
      );
    },
    async confirm(id) {
      await run("UPDATE attachments SET last_day = NULL WHERE id = $1", id);
    },
    findContent: async (id) => (await run<SealedContent>(FIND_CONTENT, id))[0],
    unconfirmed: (before, limit) =>
      run<Pick<StoredAttachment, "id" | "concern">>(
        "SELECT id, concern FROM attachments WHERE last_day < $1 LIMIT $2",
        ...[before, limit],
      ),
    async attachmentsAfter(id, limit) {
      const rows = await run<Omit<StoredAttachment, "content" | "lastDay"> & { readonly lastDay: string | null }>(
        `SELECT id, concern, key, last_day AS "lastDay" FROM attachments WHERE id > $1 ORDER BY id LIMIT $2`,
        ...[id, limit],
      );
      return rows.map(({ lastDay, ...row }) => ({ ...row, lastDay: lastDay ?? undefined }));
    },
    async remove(id) {
      await run("DELETE FROM attachments WHERE id = $1", id);
    },
    async removeOf(concern) {
      await run("DELETE FROM attachments WHERE concern = $1", concern);
    },
    close: postgres.close,
  };
}
