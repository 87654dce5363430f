// Sessions in a file of the data folder. It is no store of the hub: if it is lost, everybody signs in again.
import { openReplaceableFile, orUnavailable } from "../../event-log/stores/replaceable-file.ts";
import type { SessionStore, StoredSession, StoredSignIn } from "./port.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS sessions (
  digest TEXT PRIMARY KEY, person TEXT NOT NULL, began INTEGER NOT NULL, last_used INTEGER NOT NULL, ends INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_by_person ON sessions (person);
CREATE INDEX IF NOT EXISTS sessions_by_use ON sessions (last_used);
CREATE INDEX IF NOT EXISTS sessions_by_end ON sessions (ends);
CREATE TABLE IF NOT EXISTS sign_ins (digest TEXT PRIMARY KEY, content TEXT NOT NULL, ends INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sign_ins_by_end ON sign_ins (ends);
`;

const use = orUnavailable("The sessions could not be read or written.");

/** Replaces a damaged file, and then calls `onReplaced`. Throws UnusableFile. */
export function openSqliteSessions(path: string, onReplaced: () => void): SessionStore {
  const db = openReplaceableFile(path, SCHEMA, onReplaced);
  const prepare = (sql: string) => db.prepare(sql);
  const sessions = {
    add: prepare("INSERT INTO sessions (digest, person, began, last_used, ends) VALUES (?, ?, ?, ?, ?)"),
    find: prepare("SELECT person, began, last_used AS lastUsed, ends FROM sessions WHERE digest = ?"),
    use: prepare("UPDATE sessions SET last_used = ? WHERE digest = ?"),
    remove: prepare("DELETE FROM sessions WHERE digest = ?"),
    removeOf: prepare("DELETE FROM sessions WHERE person = ?"),
    removeAll: prepare("DELETE FROM sessions"),
    removeExpired: prepare("DELETE FROM sessions WHERE ends <= ? OR last_used < ?"),
  };
  const signIns = {
    add: prepare("INSERT INTO sign_ins (digest, content, ends) VALUES (?, ?, ?)"),
    take: prepare("DELETE FROM sign_ins WHERE digest = ? RETURNING content, ends"),
    removeExpired: prepare("DELETE FROM sign_ins WHERE ends <= ?"),
  };
  return {
    async addSession(digest, { person, began, lastUsed, ends }) {
      use(() => sessions.add.run(digest, person, began, lastUsed, ends));
    },
    findSession: async (digest) => use(() => sessions.find.get<StoredSession | undefined>(digest)),
    async findSessions(digests) {
      const found = digests.map((digest) => [digest, use(() => sessions.find.get<StoredSession | undefined>(digest))] as const);
      return new Map(found.flatMap(([digest, session]) => (session ? [[digest, session] as const] : [])));
    },
    async setLastUsed(digest, at) {
      use(() => sessions.use.run(at, digest));
    },
    async removeSession(digest) {
      use(() => sessions.remove.run(digest));
    },
    removeSessionsOf: async (person) => Number(use(() => sessions.removeOf.run(person)).changes),
    removeAllSessions: async () => Number(use(() => sessions.removeAll.run()).changes),
    async addSignIn(digest, { content, ends }) {
      use(() => signIns.add.run(digest, content, ends));
    },
    takeSignIn: async (digest) => use(() => signIns.take.get<StoredSignIn | undefined>(digest)),
    async removeExpired({ now, unusedSince }) {
      use(() => {
        sessions.removeExpired.run(now, unusedSince);
        signIns.removeExpired.run(now);
      });
    },
    async close() {
      db.close();
    },
  };
}
