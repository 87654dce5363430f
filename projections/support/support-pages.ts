// Pages and counts of supports, by the predicates on `s` of what a reader may see. What tells of the purpose is read where the reader sees the purpose.
import type { Database } from "../../event-log/stores/database.ts";
import type { SupportState } from "../../services/support/state.ts";
import type { CountRead } from "../register/records.ts";
import { openSelect, type Predicate } from "../select.ts";

/** `offered`: the newest first. `due`: the earliest first, and last those without a day. `first-day`: the earliest first. */
export const SUPPORT_ORDERS = ["offered", "due", "first-day"] as const;
export type SupportOrder = (typeof SUPPORT_ORDERS)[number];

/** `ranges` together have the supports that the reader sees and the filter lets through. `ofPurpose`: those whose purpose they see. */
export type VisibleSupports = { readonly ranges: readonly Predicate[]; readonly ofPurpose: Predicate };

/** Where a page ended: what the list is ordered by, and the support. */
export type SupportPlace = { readonly key: string; readonly id: string };
type PlacedSupport = { readonly key: string; readonly state: SupportState };

/** Supports with equal values. `kind` and `progress` are null where the reader does not see the purpose, and `progress` where there is none. */
export type SupportCell = {
  readonly [Name in "council" | "region" | "strand" | "provider" | "status"]: string;
} & { readonly kind: string | null; readonly progress: string | null; readonly n: number };

/** What is due next as far as the reader may know it; null without a day. */
export const dueIn = ({ text, values }: Predicate): Predicate => ({
  text: `CASE WHEN ${text} THEN s.due ELSE s.engagement_due END`,
  values,
});

export function openSupportPages(db: Database) {
  const select = openSelect(db);
  const seqOf = db.prepare("SELECT seq FROM supports WHERE id = ?");

  function keyOf(order: SupportOrder, ofPurpose: Predicate): Predicate {
    if (order === "first-day") return { text: "s.from_day", values: [] };
    if (order === "offered") return { text: "''", values: [] };
    const due = dueIn(ofPurpose);
    return { text: `ifnull(${due.text}, '~')`, values: due.values };
  }

  return {
    /** Returns up to `limit` supports after a place. Undefined if the support of that place does not exist. */
    page(
      { ranges, ofPurpose }: VisibleSupports,
      order: SupportOrder,
      after: SupportPlace | undefined,
      limit: number,
      read?: CountRead,
    ): readonly PlacedSupport[] | undefined {
      const seq = after && seqOf.get<{ seq: number } | undefined>(after.id)?.seq;
      if (after && seq === undefined) return undefined;
      if (ranges.length === 0) return [];
      const key = keyOf(order, ofPurpose);
      const inOrder = order === "offered" ? "seq DESC" : "key, seq";
      const place = order === "offered" ? "seq < ?" : "(key, seq) > (?, ?)";
      const placed = seq === undefined ? [] : order === "offered" ? [seq] : [after?.key ?? "", seq];
      const pages = ranges.map(
        ({ text }) => `SELECT seq, key FROM (SELECT s.seq AS seq, ${key.text} AS key FROM supports s WHERE ${text})
          ${after ? `WHERE ${place}` : ""} ORDER BY ${inOrder} LIMIT ${limit}`,
      );
      const states: PlacedSupport[] = [];
      // Reads row by row, because a page can exceed the request's budget.
      select.each<{ key: string; state: string }>(
        {
          text: `SELECT page.key AS key, s.state AS state
            FROM (${pages.map((page) => `SELECT * FROM (${page})`).join(" UNION ")} ORDER BY ${inOrder} LIMIT ${limit}) page
            CROSS JOIN supports s ON s.seq = page.seq ORDER BY ${order === "offered" ? "page.seq DESC" : "page.key, page.seq"}`,
          values: ranges.flatMap(({ values }) => [...key.values, ...values, ...placed]),
        },
        (row) => {
          read?.(row.state.length);
          return states.push({ key: row.key, state: JSON.parse(row.state) }) > 0;
        },
      );
      return states;
    },
    count({ ranges, ofPurpose }: VisibleSupports): readonly SupportCell[] {
      if (ranges.length === 0) return [];
      const { text, values } = ofPurpose;
      const columns = `s.seq, s.council, s.region, s.strand, s.provider, s.status, iif(${text}, s.kind, NULL) AS kind, iif(${text}, s.progress, NULL) AS progress`;
      return select.all<SupportCell>({
        text: `SELECT council, region, strand, provider, status, kind, progress, count(*) AS n
          FROM (${ranges.map((range) => `SELECT ${columns} FROM supports s WHERE ${range.text}`).join(" UNION ")})
          GROUP BY council, region, strand, provider, status, kind, progress`,
        values: ranges.flatMap((range) => [...values, ...values, ...range.values]),
      });
    },
  };
}
