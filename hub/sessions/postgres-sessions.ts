// Sessions in the keyring's database, for hubs that share one: each serves the sessions that another began.
import type { PostgresAddress } from "../../event-log/postgres/address.ts";
import { openPostgresTables } from "../../event-log/postgres/tables.ts";
import type { SessionStore, StoredSession } from "./port.ts";

/** The id of an advisory lock, so that one hub at a time creates the tables: any number that nothing else in the database uses. */
const LOCK = 7_211_003_103;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS web_sessions (
  digest text PRIMARY KEY, person text NOT NULL, began bigint NOT NULL, last_used bigint NOT NULL, ends bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS web_sessions_by_person ON web_sessions (person);
CREATE INDEX IF NOT EXISTS web_sessions_by_use ON web_sessions (last_used);
CREATE INDEX IF NOT EXISTS web_sessions_by_end ON web_sessions (ends);
CREATE TABLE IF NOT EXISTS web_sign_ins (digest text PRIMARY KEY, content text NOT NULL, ends bigint NOT NULL);
CREATE INDEX IF NOT EXISTS web_sign_ins_by_end ON web_sign_ins (ends);
`;

/** The client returns a bigint as text. */
type SessionRow = {
  readonly digest: string;
  readonly person: string;
  readonly began: string;
  readonly last_used: string;
  readonly ends: string;
};

/** Throws PostgresUnusable. */
export async function openPostgresSessions(address: PostgresAddress): Promise<SessionStore> {
  const postgres = await openPostgresTables(address, { what: "The sessions", lock: LOCK, schema: SCHEMA });
  const run = <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    postgres.using((client) => client.query<Row>(sql, [...values]));

  async function findSessions(digests: readonly string[]): Promise<ReadonlyMap<string, StoredSession>> {
    const { rows } = await run<SessionRow>(
      "SELECT digest, person, began, last_used, ends FROM web_sessions WHERE digest = ANY($1)",
      [digests],
    );
    return new Map(
      rows.map(({ digest, person, began, last_used, ends }) => [
        digest,
        { person, began: Number(began), lastUsed: Number(last_used), ends: Number(ends) },
      ]),
    );
  }

  return {
    async addSession(digest, { person, began, lastUsed, ends }) {
      await run("INSERT INTO web_sessions (digest, person, began, last_used, ends) VALUES ($1, $2, $3, $4, $5)", [
        ...[digest, person, began, lastUsed, ends],
      ]);
    },
    findSession: async (digest) => (await findSessions([digest])).get(digest),
    findSessions,
    async setLastUsed(digest, at) {
      await run("UPDATE web_sessions SET last_used = $1 WHERE digest = $2", [at, digest]);
    },
    async removeSession(digest) {
      await run("DELETE FROM web_sessions WHERE digest = $1", [digest]);
    },
    removeSessionsOf: async (person) => (await run("DELETE FROM web_sessions WHERE person = $1", [person])).rowCount ?? 0,
    removeAllSessions: async () => (await run("DELETE FROM web_sessions")).rowCount ?? 0,
    async addSignIn(digest, { content, ends }) {
      await run("INSERT INTO web_sign_ins (digest, content, ends) VALUES ($1, $2, $3)", [digest, content, ends]);
    },
    async takeSignIn(digest) {
      const { rows } = await run<{ content: string; ends: string }>(
        "DELETE FROM web_sign_ins WHERE digest = $1 RETURNING content, ends",
        [digest],
      );
      return rows[0] && { content: rows[0].content, ends: Number(rows[0].ends) };
    },
    async removeExpired({ now, unusedSince }) {
      await run("DELETE FROM web_sessions WHERE ends <= $1 OR last_used < $2", [now, unusedSince]);
      await run("DELETE FROM web_sign_ins WHERE ends <= $1", [now]);
    },
    close: postgres.close,
  };
}
