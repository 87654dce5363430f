// Pages of concerns, newest first, by a reader's rights and filter: a page merges the newest rows of every index range that the rights allow.
// Its cost depends on the page, whether the reader sees much or nothing: the figures `list_flat` and `policy_sql` of bench/.
import { type BoundedCache, boundedCache } from "../../caching/cache.ts";
import { all, type Condition, type Residual } from "../../policies/engine/condition.ts";
import { FACT_COLUMNS } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import { type FactTables, type Range, rangesOf, type Sql, toSql } from "../../policies/engine/sql.ts";
import { CASELOAD_COLUMNS } from "../../projections/register/caseload-columns.ts";
import { LISTED_COLUMNS, type ListedRow } from "../../projections/register/records.ts";
import type { RegisterTables } from "../../projections/register/register.ts";
import { type ConcernFilter, FILTERS } from "./facets.ts";

/** Returns up to `limit` rows with a smaller `seq` than `before`, newest first. */
export type Page = (before: number, limit: number) => readonly ListedRow[];

/** The columns by which lists are filtered: those of policies and those of the caseload. */
export const LISTED_FACTS = { ...FACT_COLUMNS, ...CASELOAD_COLUMNS };
export const CONCERN: FactTables = { row: "c", key: "seq", sets: "shared", names: LISTED_FACTS };
const SELECT = `SELECT ${LISTED_COLUMNS} FROM`;

/** The limit is part of the text, because SQLite would plan the statement again for every bound value. */
type TextForLimit = (limit: number) => string;

export const conditionOfFilter = (filter: ConcernFilter): Condition =>
  all(
    FILTERS.flatMap((fact): Condition[] => {
      const value = filter[fact];
      return value === undefined ? [] : [{ kind: "one-of", fact, values: [value] }];
    }),
  );

/** The most plans of one residual. */
const MAX_FILTERS = 50;
/** The maximum number of rows to scan for each row of the page, before ranges are read. */
const MAX_SCANNED = 40;
/** Up to this number of rows, a scan of the table is faster than sorting the rows of the indexes. */
const DENSE = 6;

/** Returns a function that plans the pages that a residual and a filter permit. */
export function openPages({ select }: Pick<RegisterTables, "select">) {
  type Rows = (limit: number, ...values: Sql["values"]) => readonly ListedRow[];
  function rowsOf(textFor: TextForLimit): Rows {
    const texts = new Map<number, string>();
    return (limit, ...values) => {
      const text = texts.get(limit) ?? textFor(limit);
      texts.set(limit, text);
      return select.all<ListedRow>({ text, values });
    };
  }
  function oneRange({ from, where, seq, driver, rest }: Head): Page {
    const rows = rowsOf((limit) => `${SELECT} ${from} WHERE ${where} ORDER BY ${seq} DESC LIMIT ${limit}`);
    return (before, limit) => rows(limit, ...driver, before, ...rest);
  }

  /** Merges the newest rows of each range. A concern can be in two ranges, unless they are disjoint. */
  function merged(heads: readonly Head[], isDisjoint: boolean): Page {
    const rows = rowsOf((limit) => {
      const each = heads.map(
        ({ from, where, seq }) =>
          `SELECT seq FROM (SELECT ${seq} AS seq FROM ${from} WHERE ${where} ORDER BY ${seq} DESC LIMIT ${limit})`,
      );
      return `${SELECT} (${each.join(isDisjoint ? " UNION ALL " : " UNION ")} ORDER BY seq DESC LIMIT ${limit}) page
        CROSS JOIN concerns c ON c.seq = page.seq ORDER BY page.seq DESC`;
    });
    return (before, limit) => rows(limit, ...heads.flatMap(({ driver, rest }) => [...driver, before, ...rest]));
  }

  /**
   * Scans the newest concerns first, as many as the last page needed, and reads ranges if they do not fill the page. A reader with many ranges
   * sees most new concerns (`policy_sql` of the adviser of three regions); for others the scan soon stops.
   */
  function newestFirst(rights: Sql, ranges: Page): Page {
    const among = (concerns: string) =>
      rowsOf(
        (limit) => `${SELECT} ${concerns}
          WHERE c.seq < ? AND c.seq >= min(?, (SELECT max(seq) + 1 FROM concerns)) - ? AND ${rights.text} ORDER BY c.seq DESC LIMIT ${limit}`,
      );
    const [oneByOne, byIndex] = [among("concerns c NOT INDEXED"), among("concerns c")];
    let scanned = MAX_SCANNED / 4;
    return (before, limit) => {
      if (scanned > MAX_SCANNED) return ranges(before, limit);
      const rows = scanned < DENSE ? oneByOne : byIndex;
      const span = Math.ceil(limit * scanned);
      const page = rows(limit, before, before, span, ...rights.values);
      const [first, last] = [page[0]?.seq ?? 0, page.at(-1)?.seq ?? 0];
      scanned = Math.max(2, (1.5 * (page.length === limit ? first - last : span)) / Math.max(page.length, 1));
      return page.length === limit ? page : [...page, ...ranges(page.length > 0 ? last : before, limit - page.length)];
    };
  }

  /** Undefined if the page can only be empty. */
  function planOf(residual: Residual, filter: Condition): Page | undefined {
    const ranges = rangesOf(residual, filter);
    const [first, ...others] = ranges;
    if (!first) return undefined;
    if (others.length === 0) return oneRange(head(first));
    return newestFirst(toSql(all([conditionOf(residual), filter]), CONCERN), merged(ranges.map(head), areDisjoint(ranges)));
  }

  const plans = new WeakMap<Residual, BoundedCache<string, Page | undefined>>();

  /** People with equal rights share a plan, for `list_http`. Other assignments, another class and another policy have another residual. */
  return (residual: Residual, filter: ConcernFilter): Page | undefined => {
    const byFilter = plans.get(residual) ?? boundedCache<string, Page | undefined>(MAX_FILTERS);
    plans.set(residual, byFilter);
    return byFilter.getOrMake(JSON.stringify(filter), () => planOf(residual, conditionOfFilter(filter)));
  };
}

/** Whether no concern can be in two of the ranges, because they have different values of one column. */
function areDisjoint(ranges: readonly Range[]): boolean {
  const values = ranges.map((range) => (range.by === "column" ? `${range.column} ${range.value}` : undefined));
  const columns = new Set(ranges.map((range) => (range.by === "column" ? range.column : undefined)));
  return columns.size === 1 && !values.includes(undefined) && new Set(values).size === values.length;
}

/** One range of a statement. Its values are those of `driver`, the `seq` of the limit, and those of `rest`. */
type Head = {
  readonly from: string;
  readonly where: string;
  readonly seq: string;
  readonly driver: readonly string[];
  readonly rest: Sql["values"];
};

function head(range: Range): Head {
  const rest = toSql(range.rest, CONCERN);
  const { from, seq, driven, driver } = sourceOf(range);
  return { from, seq, driver, rest: rest.values, where: `${driven}${seq} < ? AND ${rest.text}` };
}

/** Where the rows of a range are: its tables, the column with their number, and the condition on the column that drives it. */
export function sourceOf(range: Range): Pick<Head, "from" | "seq" | "driver"> & { readonly driven: string } {
  switch (range.by) {
    case "column":
      return { from: "concerns c", seq: "c.seq", driven: `c.${range.column} = ? AND `, driver: [range.value] };
    case "share": {
      const from = "shared d CROSS JOIN concerns c ON c.seq = d.seq";
      return { from, seq: "d.seq", driven: "d.part = ? AND d.body = ? AND ", driver: [range.part, range.body] };
    }
    case "all":
      return { from: "concerns c", seq: "c.seq", driven: "", driver: [] };
  }
}
