// Drafts in the keyring's database, for hubs that share one: each gives the drafts that another kept.
import type { PostgresAddress } from "../../event-log/postgres/address.ts";
import { openPostgresTables } from "../../event-log/postgres/tables.ts";
import type { DraftHeading, DraftStore, StoredDraft } from "./port.ts";

/** The id of an advisory lock: any number that nothing else in the database uses. */
const LOCK = 7_211_003_104;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS web_drafts (
  id text PRIMARY KEY, person text NOT NULL, form text NOT NULL, saved_at text NOT NULL, last_day text NOT NULL, key text NOT NULL, box text NOT NULL
);
CREATE INDEX IF NOT EXISTS web_drafts_by_person ON web_drafts (person, saved_at);
CREATE INDEX IF NOT EXISTS web_drafts_by_last_day ON web_drafts (last_day);
`;

type Row = Omit<StoredDraft, "content"> & StoredDraft["content"];

/** Throws PostgresUnusable. */
export async function openPostgresDrafts(address: PostgresAddress): Promise<DraftStore> {
  const postgres = await openPostgresTables(address, { what: "The drafts", lock: LOCK, schema: SCHEMA });
  const run = <Of extends object>(sql: string, values: readonly unknown[]) =>
    postgres.using((client) => client.query<Of>(sql, [...values]));
  const HEADING = `id, form, saved_at AS "savedAt", last_day AS "lastDay"`;

  return {
    async add({ id, person, form, savedAt, lastDay, content }) {
      await run("INSERT INTO web_drafts (id, person, form, saved_at, last_day, key, box) VALUES ($1, $2, $3, $4, $5, $6, $7)", [
        ...[id, person, form, savedAt, lastDay, content.key, content.box],
      ]);
    },
    async replace({ id, savedAt, content }) {
      const { rowCount } = await run("UPDATE web_drafts SET saved_at = $1, key = $2, box = $3 WHERE id = $4 AND box <> ''", [
        ...[savedAt, content.key, content.box, id],
      ]);
      return rowCount === 1;
    },
    async empty(id) {
      await run("UPDATE web_drafts SET box = '' WHERE id = $1", [id]);
    },
    async find(id) {
      const { rows } = await run<Row>(`SELECT ${HEADING}, person, key, box FROM web_drafts WHERE id = $1`, [id]);
      if (!rows[0]) return undefined;
      const { key, box, ...draft } = rows[0];
      return { ...draft, content: { key, box } };
    },
    listOf: async (person) =>
      (
        await run<DraftHeading>(`SELECT ${HEADING} FROM web_drafts WHERE person = $1 AND box <> '' ORDER BY saved_at DESC`, [
          person,
        ])
      ).rows,
    async listEnded(before, limit) {
      const { rows } = await run<Row>("SELECT id, key, box FROM web_drafts WHERE last_day < $1 LIMIT $2", [before, limit]);
      return rows.map(({ id, key, box }) => ({ id, content: { key, box } }));
    },
    async remove(id) {
      await run("DELETE FROM web_drafts WHERE id = $1", [id]);
    },
    close: postgres.close,
  };
}
