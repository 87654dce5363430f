// Pages of a caseload: in each index range that the rights allow, the first rows in the order of the list. The cost depends on the page while an
// index has the order or the filter: the figure `caseload_flat` of bench/.
import { READ_ACTIONS } from "../../policies/engine/facts.ts";
import { rangesOf, type Sql, toSql } from "../../policies/engine/sql.ts";
import { CASELOAD_COLUMNS } from "../../projections/register/caseload-columns.ts";
import { LISTED_COLUMNS, type ListedRow } from "../../projections/register/records.ts";
import type { RegisterTables } from "../../projections/register/register.ts";
import type { Reader } from "./authorised-concern.ts";
import type { Order, Where } from "./caseload-filter.ts";
import { CONCERN, LISTED_FACTS, sourceOf } from "./pages.ts";

/** A row's place in the list: what the list is ordered by, and the number of the concern. */
export type CaseloadPlace = { readonly key: string; readonly seq: number };
type PlacedRow = ListedRow & { readonly key: string };

/** Order -> the column, and whether the last comes first. */
const BY = {
  logged: { key: "''", isDescending: true },
  changed: { key: `c.${CASELOAD_COLUMNS.changedAt}`, isDescending: true },
  due: { key: `c.${CASELOAD_COLUMNS.due}`, isDescending: false },
} as const satisfies Readonly<Record<Order, object>>;

/** The ranges whose rows a reader may see, each as a select of the number of the concern and further columns. `seq`: where the range has the number. */
function selects(
  { person, rights }: Reader,
  { condition, sql }: Where,
  columns = "",
): readonly (Sql & { readonly seq: string })[] {
  return rangesOf(rights.of(person, READ_ACTIONS.headline), condition, LISTED_FACTS).map((range) => {
    const { from, seq, driven, driver } = sourceOf(range);
    const rest = toSql(range.rest, CONCERN);
    return {
      seq,
      text: `SELECT ${seq} AS seq${columns} FROM ${from} WHERE ${driven}${rest.text} AND ${sql.text}`,
      values: [...driver, ...rest.values, ...sql.values],
    };
  });
}

/** Returns up to `limit` rows after a place. */
export function caseloadPage(
  { select }: Pick<RegisterTables, "select">,
  reader: Reader,
  where: Where,
  order: Order,
  after: CaseloadPlace | undefined,
  limit: number,
): readonly PlacedRow[] {
  const { key, isDescending } = BY[order];
  const direction = isDescending ? "DESC" : "ASC";
  const sign = isDescending ? "<" : ">";
  const inOrder = order === "logged" ? `seq ${direction}` : `key ${direction}, seq ${direction}`;
  const place = (seq: string) => (order === "logged" ? `${seq} ${sign} ?` : `(${key}, ${seq}) ${sign} (?, ?)`);
  const placed = after ? (order === "logged" ? [after.seq] : [after.key, after.seq]) : [];
  const ranges = selects(reader, where, `, ${key} AS key`);
  if (ranges.length === 0) return [];
  const pages = ranges.map(
    ({ text, seq }) => `SELECT seq, key FROM (${text}${after ? ` AND ${place(seq)}` : ""} ORDER BY ${inOrder} LIMIT ${limit})`,
  );
  return select.all<PlacedRow>({
    text: `SELECT ${LISTED_COLUMNS}, page.key AS key FROM (${pages.join(" UNION ")} ORDER BY ${inOrder} LIMIT ${limit}) page
      CROSS JOIN concerns c ON c.seq = page.seq ORDER BY ${inOrder.replaceAll("key", "page.key").replaceAll("seq", "page.seq")}`,
    values: ranges.flatMap(({ values }) => [...values, ...placed]),
  });
}

/** The numbers of all concerns in a caseload, as selects. */
export const caseloadSeqs = (reader: Reader, where: Where): readonly Sql[] => selects(reader, where);
