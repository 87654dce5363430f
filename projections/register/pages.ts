// Pages of concerns, newest first, as a reader's rights and their filter make them: a page is the newest of every range of an index that the
// rights open, merged. Its cost follows the page, whether the reader sees much or nothing.
import type { Database, Statement } from "../../event-log/stores/database.ts";
import { all, type Condition } from "../../policies/engine/condition.ts";
import { READ_ACTIONS } from "../../policies/engine/facts.ts";
import { conditionOf, type Residual } from "../../policies/engine/residual.ts";
import { type FactTables, type Range, rangesOf, type Sql, toSql } from "../../policies/engine/sql.ts";
import { statementCache } from "../statements.ts";
import type { ConcernFilter, Reader } from "./concern-record.ts";
import { firstRowOf, matchOf, SEQ_OF_ROW } from "./text-index.ts";
import { TEXT_PARTS } from "./text-pieces.ts";
import { rightsFor } from "./text-rights.ts";

/** A concern as it stands in a list before anything of it is read. */
export type ListedRow = {
  readonly seq: number;
  readonly id: string;
  readonly version: number;
  readonly class: number;
};
/** Up to `limit` rows before a place, newest first. */
export type Page = (before: number, limit: number) => readonly ListedRow[];

export const CONCERN: FactTables = { row: "c", key: "seq", sets: "shared" };
const SELECT = "SELECT c.seq AS seq, c.id AS id, c.version AS version, c.class AS class FROM";

/** The limit stands in the text: given as a value, SQLite would plan the statement anew each time. */
type Text = (limit: number) => string;

export const wanted = (filter: ConcernFilter): Condition =>
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

export function pages(db: Database, rightId: RightId) {
  const councilsHeld = db.prepare("SELECT DISTINCT council FROM concerns");
  const councils = () => councilsHeld.all<{ council: string }>().map(({ council }) => council);
  const prepare = statementCache(db);
  function statements(text: Text): (limit: number) => Statement {
    const own = new Map<number, Statement>();
    return (limit) => {
      const made = own.get(limit) ?? prepare(text(limit));
      own.set(limit, made);
      return made;
    };
  }
  function oneRange({ from, where, seq, driver, rest }: Head): Page {
    const at = statements((limit) => `${SELECT} ${from} WHERE ${where} ORDER BY ${seq} DESC LIMIT ${limit}`);
    return (before, limit) => at(limit).all<ListedRow>(...driver, before, ...rest);
  }

  /** The newest of each range, merged. What the reader may see in two ways stands in two ranges, unless they are apart. */
  function merged(heads: readonly Head[], areApart: boolean): Page {
    const at = statements((limit) => {
      const each = heads.map(
        ({ from, where, seq }) =>
          `SELECT seq FROM (SELECT ${seq} AS seq FROM ${from} WHERE ${where} ORDER BY ${seq} DESC LIMIT ${limit})`,
      );
      return `${SELECT} (${each.join(areApart ? " UNION ALL " : " UNION ")} ORDER BY seq DESC LIMIT ${limit}) page
        CROSS JOIN concerns c ON c.seq = page.seq ORDER BY page.seq DESC`;
    });
    return (before, limit) => at(limit).all<ListedRow>(...heads.flatMap(({ driver, rest }) => [...driver, before, ...rest]));
  }

  /**
   * Looks for the page among the newest concerns, as many as it took to fill the last one, and goes on by ranges where they do not fill it: who
   * sees many ranges sees much of what is new, and else it was looked for in vain once.
   */
  function newestFirst(rights: Sql, ranges: Page): Page {
    const among = (concerns: string) =>
      statements(
        (limit) => `${SELECT} ${concerns}
          WHERE c.seq < ? AND c.seq >= min(?, (SELECT max(seq) + 1 FROM concerns)) - ? AND ${rights.text} ORDER BY c.seq DESC LIMIT ${limit}`,
      );
    const [oneByOne, byIndex] = [among("concerns c NOT INDEXED"), among("concerns c")];
    let look = LOOK / 4;
    return (before, limit) => {
      if (look > LOOK) return ranges(before, limit);
      const at = look < DENSE ? oneByOne : byIndex;
      const span = Math.ceil(limit * look);
      const page = at(limit).all<ListedRow>(before, before, span, ...rights.values);
      const [first, last] = [page[0]?.seq ?? 0, page.at(-1)?.seq ?? 0];
      look = Math.max(2, (1.5 * (page.length === limit ? first - last : span)) / Math.max(page.length, 1));
      return page.length === limit ? page : [...page, ...ranges(page.length > 0 ? last : before, limit - page.length)];
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

  /**
   * A concern can match in many rows: each search goes on until the page is full. Rights are looked up anew each time: some come into the index
   * only when something stands under them.
   */
  function ofMatches(reader: Reader, filter: ConcernFilter): Page {
    const rowOf = prepare(`${SELECT} concerns c WHERE c.seq = ?`);
    return (before, limit) => {
      const seqs = matching(reader, filter, rightId, councils).flatMap(({ text, values }) => {
        const rows = prepare(`SELECT c.seq AS seq ${text} AND texts.rowid < CAST(? AS INTEGER) ORDER BY texts.rowid DESC`);
        return firstDistinct(rows.iterate<{ readonly seq: number }>(...values, firstRowOf(before)), limit);
      });
      const newest = [...new Set(seqs)].sort((one, other) => other - one).slice(0, limit);
      return newest.map((seq) => rowOf.get<ListedRow>(seq));
    };
  }

  return {
    matching: (reader: Reader, filter: ConcernFilter) => matching(reader, filter, rightId, councils),
    of: (reader: Reader, filter: ConcernFilter): Page | undefined =>
      filter.text === undefined
        ? ofResidual(reader.rights.of(reader.person, READ_ACTIONS.headline), wanted(filter))
        : ofMatches(reader, filter),
  };
}

/** The first so many concerns of rows in which those of one follow each other. */
function firstDistinct(rows: Iterable<{ readonly seq: number }>, limit: number): readonly number[] {
  const found: number[] = [];
  for (const { seq } of rows) {
    if (seq === found.at(-1)) continue;
    found.push(seq);
    if (found.length === limit) break;
  }
  return found;
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

/** The number of a right that something in the text index stands under. */
export type RightId = (right: string) => number | undefined;

/**
 * For each part that somebody may read: rows of the text index that match under their rights, of concerns whose facts allow it at this moment.
 * None when no word was given or they may read nothing.
 */
function matching(
  { person, rights }: Reader,
  filter: ConcernFilter,
  rightId: RightId,
  councils: () => readonly string[],
): readonly Sql[] {
  const may = (part: keyof typeof READ_ACTIONS) => conditionOf(rights.of(person, READ_ACTIONS[part]));
  return TEXT_PARTS.flatMap((part) => {
    // What is wanted of them narrows only what they may see: rights come of rights alone.
    const readable = all([may(part), may("headline")]);
    const ids = [...rightsFor(part, readable, councils)].flatMap((right) => rightId(right) ?? []);
    const match = matchOf(filter.text ?? "", ids);
    if (match === undefined) return [];
    const { text, values } = toSql(all([readable, wanted(filter)]), CONCERN);
    return {
      text: `FROM texts CROSS JOIN concerns c ON c.seq = ${SEQ_OF_ROW} WHERE texts MATCH ? AND ${text}`,
      values: [match, ...values],
    };
  });
}
