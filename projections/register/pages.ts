// Pages of concerns, newest first, as a reader's rights and their filter make them: a page is the newest of every range of an index that the
// rights open, merged. Its cost follows the page, whether the reader sees much or nothing.
import type { Database, Statement } from "../../event-log/database.ts";
import { all, type Condition } from "../../policies/condition.ts";
import { READ_ACTIONS } from "../../policies/facts.ts";
import { conditionOf, type Residual } from "../../policies/residual.ts";
import { type FactTables, type Range, rangesOf, type Sql, toSql } from "../../policies/sql.ts";
import type { Filter, Reader } from "./queries.ts";
import { firstRowOf, isRowOf, matchOf, SEQ_OF_ROW, TEXT_PARTS } from "./text-index.ts";

/** A concern as it stands in a list before anything of it is read; `state` where the whole of it is wanted. */
export type ListedRow = {
  readonly seq: number;
  readonly id: string;
  readonly version: number;
  readonly class: number;
  readonly state?: string;
};
/** Up to `limit` rows before a place, newest first, with their states or without. */
export type Page = (before: number, limit: number, whole: boolean) => readonly ListedRow[];

export const CONCERN: FactTables = { row: "c", key: "seq", sets: "shared" };
const COLUMNS = "c.seq AS seq, c.id AS id, c.version AS version, c.class AS class";
/** What stands before the first and after the last range of a statement. */
const select = (whole: boolean): string => `SELECT ${COLUMNS}${whole ? ", s.state AS state" : ""} FROM `;
const joined = (whole: boolean): string => (whole ? " CROSS JOIN states s ON s.seq = c.seq" : "");

/** The limit stands in the text: given as a value, SQLite would plan the statement anew each time. */
type Text = (limit: number, whole: boolean) => string;

export const wanted = (filter: Filter): Condition =>
  all(
    (["council", "region", "strand", "cause", "stage"] as const).flatMap((fact): Condition[] => {
      const value = filter[fact];
      return value === undefined ? [] : [{ kind: "one-of", fact, values: [value] }];
    }),
  );

/** At most so many of the newest are looked through for each that is wanted, before ranges are walked. */
const LOOK = 40;
/** Where fewer are looked through than so, going through them one by one is quicker than sorting what the indexes give. */
const DENSE = 6;

export function pages(db: Database) {
  const prepared = new Map<string, Statement>();
  /** Readers with rights of the same shape share statements. */
  function statements(text: Text): (limit: number, whole: boolean) => Statement {
    const own = new Map<number, Statement>();
    return (limit, whole) => {
      const key = limit * 2 + Number(whole);
      const made = own.get(key) ?? prepare(text(limit, whole));
      own.set(key, made);
      return made;
    };
  }
  function prepare(text: string): Statement {
    const made = prepared.get(text) ?? db.prepare(text);
    if (!prepared.has(text) && prepared.size >= 500) prepared.clear();
    prepared.set(text, made);
    return made;
  }
  function oneRange({ from, where, seq, driver, rest }: Head): Page {
    const at = statements(
      (limit, whole) => `${select(whole)}${from}${joined(whole)} WHERE ${where} ORDER BY ${seq} DESC LIMIT ${limit}`,
    );
    return (before, limit, whole) => at(limit, whole).all(...driver, before, ...rest) as ListedRow[];
  }

  /** The newest of each range, merged. What the reader may see in two ways stands in two ranges, unless they are apart. */
  function merged(heads: readonly Head[], areApart: boolean): Page {
    const at = statements((limit, whole) => {
      const each = heads.map(
        ({ from, where, seq }) =>
          `SELECT seq FROM (SELECT ${seq} AS seq FROM ${from} WHERE ${where} ORDER BY ${seq} DESC LIMIT ${limit})`,
      );
      return `${select(whole)}(${each.join(areApart ? " UNION ALL " : " UNION ")} ORDER BY seq DESC LIMIT ${limit}) page
        CROSS JOIN concerns c ON c.seq = page.seq${joined(whole)} ORDER BY page.seq DESC`;
    });
    return (before, limit, whole) =>
      at(limit, whole).all(...heads.flatMap(({ driver, rest }) => [...driver, before, ...rest])) as ListedRow[];
  }

  /**
   * Looks for the page among the newest concerns, as many as it took to fill the last one, and goes on by ranges where they do not fill it: who
   * sees many ranges sees much of what is new, and else it was looked for in vain once.
   */
  function newestFirst(rights: Sql, ranges: Page): Page {
    const among = (concerns: string) =>
      statements(
        (limit, whole) => `${select(whole)}${concerns}${joined(whole)}
          WHERE c.seq < ? AND c.seq >= min(?, (SELECT max(seq) + 1 FROM concerns)) - ? AND ${rights.text} ORDER BY c.seq DESC LIMIT ${limit}`,
      );
    const [oneByOne, byIndex] = [among("concerns c NOT INDEXED"), among("concerns c")];
    let look = LOOK / 4;
    return (before, limit, whole) => {
      if (look > LOOK) return ranges(before, limit, whole);
      const at = look < DENSE ? oneByOne : byIndex;
      const span = Math.ceil(limit * look);
      const page = at(limit, whole).all(before, before, span, ...rights.values) as ListedRow[];
      const [first, last] = [page[0]?.seq ?? 0, page.at(-1)?.seq ?? 0];
      look = Math.max(2, (1.5 * (page.length === limit ? first - last : span)) / Math.max(page.length, 1));
      return page.length === limit ? page : [...page, ...ranges(page.length > 0 ? last : before, limit - page.length, whole)];
    };
  }

  /** Undefined when it can only be empty. */
  function ofResidual(residual: Residual, also: Condition): Page | undefined {
    const ranges = rangesOf(residual, also);
    const [first, ...others] = ranges;
    if (!first) return undefined;
    if (others.length === 0) return oneRange(head(first));
    return newestFirst(toSql(all([conditionOf(residual), also]), CONCERN), merged(ranges.map(head), areApart(ranges)));
  }

  function ofMatches(reader: Reader, filter: Filter): Page | undefined {
    const found = matching(reader, filter);
    if (!found) return undefined;
    // A concern can match in every row of its own: so many times the page hold every concern of the page.
    const at = statements(
      (limit, whole) =>
        `${select(whole)} (SELECT DISTINCT seq FROM (SELECT ${SEQ_OF_ROW} AS seq ${found.text} AND texts.rowid < ${firstRowOf("?")}
          ORDER BY texts.rowid DESC LIMIT ${limit * TEXT_PARTS.length}) ORDER BY seq DESC LIMIT ${limit}) page
        CROSS JOIN concerns c ON c.seq = page.seq${joined(whole)} ORDER BY page.seq DESC`,
    );
    return (before, limit, whole) => at(limit, whole).all(...found.values, before) as ListedRow[];
  }

  return {
    of: (reader: Reader, filter: Filter): Page | undefined =>
      filter.text === undefined
        ? ofResidual(reader.rights.of(reader.person, READ_ACTIONS.headline), wanted(filter))
        : ofMatches(reader, filter),
  };
}

/** Whether no concern can stand in two of them: they are of different values of one column. */
function areApart(ranges: readonly Range[]): boolean {
  const values = ranges.map((range) => (range.by === "column" ? `${range.column} ${range.value}` : undefined));
  const columns = new Set(ranges.map((range) => (range.by === "column" ? range.column : undefined)));
  return columns.size === 1 && !values.includes(undefined) && new Set(values).size === values.length;
}

/** One range as a statement has it; its values stand before the place and after it. */
type Head = {
  readonly from: string;
  readonly where: string;
  readonly seq: string;
  readonly driver: readonly string[];
  readonly rest: Sql["values"];
};

function head(range: Range): Head {
  const rest = toSql(range.rest, CONCERN);
  const of = (from: string, seq: string, where: string, driver: readonly string[]): Head => ({
    ...{ from, seq, driver, rest: rest.values },
    where: `${where}${seq} < ? AND ${rest.text}`,
  });
  switch (range.by) {
    case "column":
      return of("concerns c", "c.seq", `c.${range.column} = ? AND `, [range.value]);
    case "share":
      return of("shared d CROSS JOIN concerns c ON c.seq = d.seq", "d.seq", "d.part = ? AND d.body = ? AND ", [
        range.part,
        range.body,
      ]);
    case "all":
      return of("concerns c", "c.seq", "", []);
  }
}

/** Rows of the text index that match in a part the viewer may read, of concerns they may see. Undefined when no word was given. */
export function matching(reader: Reader, filter: Filter): Sql | undefined {
  const match = matchOf(filter.text ?? "");
  if (match === undefined) return undefined;
  const may = (part: keyof typeof READ_ACTIONS) => conditionOf(reader.rights.of(reader.person, READ_ACTIONS[part]));
  const seen = toSql(all([may("headline"), wanted(filter)]), CONCERN);
  const readable = TEXT_PARTS.map((part) => ({ part, sql: toSql(may(part), CONCERN) }));
  return {
    text: `FROM texts CROSS JOIN concerns c ON c.seq = ${SEQ_OF_ROW} WHERE texts MATCH ? AND ${seen.text}
      AND (${readable.map(({ part, sql }) => `(${isRowOf(part)} AND ${sql.text})`).join(" OR ")})`,
    values: [match, ...seen.values, ...readable.flatMap(({ sql }) => sql.values)],
  };
}
