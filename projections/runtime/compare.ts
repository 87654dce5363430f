// Compares a read model's file with the log, table by table, by hashes that do not depend on the order of rows. For that it builds the model up to the
// same position in an unnamed temporary file of SQLite, which is removed with the process.
import { hash } from "node:crypto";
import type { EventLog, Position } from "../../event-log/port.ts";
import type { LogReader } from "../../event-log/sqlite/log-reader.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { Days } from "../../services/decision-context.ts";
import { UnreadableEvent } from "../../services/stored-events.ts";
import { recordedDays } from "../day.ts";
import { eraseDestroyed } from "./catch-up.ts";
import { examining } from "./examine.ts";
import { buildableFrom, type ReadModel, type Tools } from "./read-model.ts";
import { openStore } from "./store.ts";

/** Called between slices, so that the caller can pause. */
export type Pace = () => Promise<void>;

type Differences = {
  readonly position: Position;
  /** The differences in words: names of tables, without their contents. */
  readonly flaws: readonly string[];
};

type Seed = ReadonlyMap<string, readonly Readonly<Record<string, Value>>[]>;
type Value = null | number | bigint | string | Uint8Array;
type Contents = { readonly digests: ReadonlyMap<string, string>; readonly isIndexed: boolean };

const PAGE = 500;

/** `logAt` returns the log up to a position. Throws errors of SQLite. */
export async function compareWithLog(
  model: ReadModel<unknown>,
  file: Database,
  logAt: (position: Position) => LogReader,
  tools: Tools,
  pace: Pace,
): Promise<Differences> {
  // Read in one transaction, so that contents and position agree.
  file.exec("BEGIN");
  const { position, proof } = file.prepare("SELECT position, proof FROM checkpoint").get<Record<"position" | "proof", string>>();
  const log = logAt(position);
  const isOfLog = (await log.proofAt(position)) === proof;
  const seed: Seed = new Map(
    Object.entries(model.numbering ?? {}).map(([table, select]) => [table, file.prepare(select).all<Record<string, Value>>()]),
  );
  const day = dayOf(file);
  const found = isOfLog ? contentsOf(model, file) : undefined;
  file.exec("COMMIT");
  if (!found) return { position, flaws: ["it stands at a position that the log does not hold, or holds another event at"] };

  const built = await buildFresh(
    model,
    paced(log, pace),
    { ...tools, ...(day && { today: () => day.today, certainToday: () => day.certainToday }) },
    seed,
  );
  if (typeof built === "string") return { position, flaws: [built] };
  const textTables = found.isIndexed ? [] : TEXT_TABLES;
  const tables = [...new Set([...found.digests.keys(), ...built.digests.keys()])].filter((table) => !textTables.includes(table));
  const differing = tables.filter((table) => found.digests.get(table) !== built.digests.get(table));
  return { position, flaws: differing.map((table) => `its table ${table} does not hold what the log gives`) };
}

/** Builds a read model in a temporary file, or returns why it cannot be built. */
export async function buildFresh(
  declared: ReadModel<unknown>,
  log: LogReader,
  tools: Tools,
  seed: Seed = new Map(),
): Promise<Contents | string> {
  const model = buildableFrom(log, declared);
  const store = openStore(model, "", { ...tools, examine: examining(tools.keys) }, "building");
  try {
    for (const [table, rows] of seed) insertInto(store.db, table, rows);
    if (model.byStreams) await store.buildByStreams(log as EventLog);
    else
      for (let after = ""; ; ) {
        const events = await log.readAll(after, PAGE);
        const last = events.at(-1);
        if (!last) break;
        store.applyPage(events);
        after = last.position;
      }
    while (store.work?.());
    await eraseDestroyed(store);
    return contentsOf(model, store.db);
  } catch (error) {
    if (error instanceof UnreadableEvent) return `it cannot be rebuilt: ${error.message.replace(/\.$/, "")}`;
    if (typeof (error as { errcode?: unknown }).errcode === "number") throw error;
    return "it cannot be rebuilt: an event cannot be applied";
  } finally {
    store.close();
  }
}

function insertInto(db: Database, table: string, rows: readonly Readonly<Record<string, Value>>[]): void {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const names = columns.map((name) => `"${name}"`).join(", ");
  const insert = db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`);
  for (const row of rows) insert.run(...columns.map((name) => row[name] ?? null));
}

function paced(log: LogReader, pace: Pace): LogReader {
  return {
    ...log,
    async readAll(after, limit) {
      await pace();
      return log.readAll(after, limit);
    },
    async readStreams(streams) {
      await pace();
      return log.readStreams(streams);
    },
  };
}

const dayOf = (db: Database): Days | undefined =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'day'").get() ? recordedDays(db) : undefined;

/** Tables that postponed work may still change. */
const TEXT_TABLES = ["texts", "texts_rows", "texts_pending"];

function contentsOf(model: ReadModel<unknown>, db: Database): Contents {
  const all = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all<{ name: string; sql: string }>();
  const isVirtual = ({ sql }: { sql: string }) => sql.startsWith("CREATE VIRTUAL TABLE");
  const shadows = new Set(
    all.filter(isVirtual).flatMap(({ name }) => ["data", "idx", "docsize", "config", "content"].map((part) => `${name}_${part}`)),
  );
  const digests = new Map<string, string>();
  for (const { name } of all.filter(({ name }) => !name.startsWith("sqlite_") && name !== "checkpoint" && !shadows.has(name))) {
    const table = all.find((one) => one.name === name);
    digests.set(
      name,
      table && isVirtual(table) ? wordsDigest(db, name) : digestOf(db, model.comparedAs?.[name] ?? `SELECT * FROM "${name}"`),
    );
  }
  const pending = all.some(({ name }) => name === "texts_pending") && db.prepare("SELECT 1 FROM texts_pending LIMIT 1").get();
  return { digests, isIndexed: !pending };
}

/** Compares the words and rows of a text index, because its internal tables depend on the order of writes, and whether each word is found. */
function wordsDigest(db: Database, name: string): string {
  const [rows, words] = [`temp.rows_of_${name}`, `temp.words_of_${name}`];
  db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS ${rows} USING fts5vocab('main', '${name}', 'instance');
    CREATE VIRTUAL TABLE IF NOT EXISTS ${words} USING fts5vocab('main', '${name}', 'row')`);
  // A scan reads all words in their order; a search finds one through a table of its own, which may be damaged alone.
  const notFound = `SELECT count(*) FROM ${words} AS all_words
    WHERE (SELECT doc FROM ${words} AS found WHERE found.term = all_words.term) IS NOT all_words.doc`;
  return digestOf(db, `SELECT term, doc FROM ${rows}`) + digestOf(db, notFound);
}

/** The number of rows and the sums of parts of their hashes: independent of the order. */
function digestOf(db: Database, select: string): string {
  const statement = db.prepare(select);
  statement.setReadBigInts(true);
  let rows = 0;
  const sums = [0, 0, 0];
  for (const row of statement.iterate<Readonly<Record<string, Value>>>()) {
    rows += 1;
    const bytes = hash("sha256", JSON.stringify(Object.values(row), textOf), "buffer");
    for (let part = 0; part < 3; part += 1) sums[part] = ((sums[part] as number) + bytes.readUIntBE(part * 6, 6)) % 2 ** 48;
  }
  return JSON.stringify([rows, ...sums]);
}

const textOf = (_: string, value: unknown): unknown =>
  typeof value === "bigint" ? `n${value}` : value instanceof Uint8Array ? `b${Buffer.from(value).toString("base64")}` : value;
