// Sessions in a file of the data folder. It is no store of the hub: if it is lost, everybody signs in again.
import { rmSync } from "node:fs";
import { LogUnavailable } from "../../event-log/port.ts";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { isDamage } from "../../event-log/stores/read-only.ts";
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

/** Replaces a damaged file, and then calls `onReplaced`. Throws UnusableFile. */
export function openSqliteSessions(path: string, onReplaced: () => void): SessionStore {
  const db = openOrReplace(path, onReplaced);
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
      orUnavailable(() => sessions.add.run(digest, person, began, lastUsed, ends));
    },
    findSession: async (digest) => orUnavailable(() => sessions.find.get<StoredSession | undefined>(digest)),
    async setLastUsed(digest, at) {
      orUnavailable(() => sessions.use.run(at, digest));
    },
    async removeSession(digest) {
      orUnavailable(() => sessions.remove.run(digest));
    },
    removeSessionsOf: async (person) => Number(orUnavailable(() => sessions.removeOf.run(person)).changes),
    removeAllSessions: async () => Number(orUnavailable(() => sessions.removeAll.run()).changes),
    async addSignIn(digest, { content, ends }) {
      orUnavailable(() => signIns.add.run(digest, content, ends));
    },
    takeSignIn: async (digest) => orUnavailable(() => signIns.take.get<StoredSignIn | undefined>(digest)),
    async removeExpired({ now, unusedSince }) {
      orUnavailable(() => {
        sessions.removeExpired.run(now, unusedSince);
        signIns.removeExpired.run(now);
      });
    },
    async close() {
      db.close();
    },
  };
}

function openOrReplace(path: string, onReplaced: () => void): Database {
  try {
    return open(path);
  } catch (error) {
    if (!isDamage(error)) throw error;
    for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(path + suffix, { force: true });
    const db = open(path);
    onReplaced();
    return db;
  }
}

function open(path: string): Database {
  // A sign-out is on disk before it is answered.
  const db = openDatabase(path, "durable");
  try {
    db.exec(SCHEMA);
    for (const table of ["sessions", "sign_ins"]) db.prepare(`SELECT count(*) FROM ${table}`).get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function orUnavailable<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new LogUnavailable("The sessions could not be read or written.", { cause });
  }
}
