// Drafts in a file beside the keyring. It is no store of the hub: if it is lost, so are the drafts.
import { openReplaceableFile, orUnavailable } from "../../event-log/stores/replaceable-file.ts";
import type { DraftHeading, DraftStore, StoredDraft } from "./port.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS drafts (
  id TEXT PRIMARY KEY, person TEXT NOT NULL, form TEXT NOT NULL, saved_at TEXT NOT NULL, last_day TEXT NOT NULL, key TEXT NOT NULL, box TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS drafts_by_person ON drafts (person, saved_at);
CREATE INDEX IF NOT EXISTS drafts_by_last_day ON drafts (last_day);
`;

const use = orUnavailable("The drafts could not be read or written.");

type Row = Omit<StoredDraft, "content"> & StoredDraft["content"];

/** Replaces a damaged file, and then calls `onReplaced`. Throws UnusableFile. */
export function openSqliteDrafts(path: string, onReplaced: () => void): DraftStore {
  const db = openReplaceableFile(path, SCHEMA, onReplaced);
  const HEADING = "id, form, saved_at AS savedAt, last_day AS lastDay";
  const add = db.prepare("INSERT INTO drafts (id, person, form, saved_at, last_day, key, box) VALUES (?, ?, ?, ?, ?, ?, ?)");
  const replace = db.prepare("UPDATE drafts SET saved_at = ?, key = ?, box = ? WHERE id = ? AND box <> ''");
  const empty = db.prepare("UPDATE drafts SET box = '' WHERE id = ?");
  const find = db.prepare(`SELECT ${HEADING}, person, key, box FROM drafts WHERE id = ?`);
  const listOf = db.prepare(`SELECT ${HEADING} FROM drafts WHERE person = ? AND box <> '' ORDER BY saved_at DESC`);
  const listEnded = db.prepare("SELECT id, key, box FROM drafts WHERE last_day < ? LIMIT ?");
  const remove = db.prepare("DELETE FROM drafts WHERE id = ?");
  return {
    async add({ id, person, form, savedAt, lastDay, content }) {
      use(() => add.run(id, person, form, savedAt, lastDay, content.key, content.box));
    },
    replace: async ({ id, savedAt, content }) => use(() => replace.run(savedAt, content.key, content.box, id)).changes === 1,
    async find(id) {
      const row = use(() => find.get<Row | undefined>(id));
      if (!row) return undefined;
      const { key, box, ...draft } = row;
      return { ...draft, content: { key, box } };
    },
    async empty(id) {
      use(() => empty.run(id));
    },
    listOf: async (person) => use(() => listOf.all<DraftHeading>(person)),
    listEnded: async (before, limit) =>
      use(() => listEnded.all<Row>(before, limit)).map(({ id, key, box }) => ({ id, content: { key, box } })),
    async remove(id) {
      use(() => remove.run(id));
    },
    async close() {
      db.close();
    },
  };
}
