// Queries for support. They apply no rights: queries/support does.
import { boundedCache } from "../../caching/cache.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { SupportFacts } from "../../policies/engine/facts.ts";
import type { CouncilEvent } from "../../services/council/events.ts";
import type { SupportState } from "../../services/support/state.ts";
import type { TaskQueries } from "../inbox/task-table.ts";
import type { NewsQueries } from "../news/news-rows.ts";
import type { CountRead } from "../register/records.ts";
import { openSelect, type Predicate } from "../select.ts";
import { type SupportTally, TALLIES } from "./rows.ts";
import { openSupportPages } from "./support-pages.ts";
import { openVisitQueries } from "./visits.ts";

/** State -> the number of supports of a council and strand that have the same facts. */
export type Picture = { readonly facts: SupportFacts } & Readonly<Record<SupportTally, number>>;
/** Different facts of supports that are kept, so that equal facts are one object. */
const FACTS = 10_000;
/** The end of a page of agreements to be contacted. */
export type ContactPlace = Pick<CouncilContact, "council" | "contact">;
/** A council's agreement to be contacted. */
export type CouncilContact = Extract<CouncilEvent, { type: "ContactAgreed.v1" }>["data"] & { readonly council: string };

export type SupportQueries = ReturnType<typeof supportQueries>;

/** `day` updates the model to today before a read that depends on the day. */
export function supportQueries(
  db: Database,
  { tasks, news }: { readonly tasks: TaskQueries; readonly news: NewsQueries },
  day: () => string,
) {
  const select = openSelect(db);
  const find = db.prepare("SELECT state FROM supports WHERE id = ?");
  const factsOf = db.prepare("SELECT facts FROM supports WHERE id = ?");
  const seqOf = db.prepare("SELECT seq FROM supports WHERE id = ?");
  const picture = db.prepare(
    `SELECT p.facts, ${TALLIES.map((tally) => `p.${tally}`).join(", ")}
     FROM json_each(?) c CROSS JOIN pictures p ON p.council = c.value ORDER BY c.key, p.strand`,
  );
  const contacts = db.prepare(
    `SELECT c.council, c.data FROM contacts c WHERE c.strand = ? AND c.cause = ? AND (c.council, c.contact) > (?, ?) AND EXISTS (
       SELECT 1 FROM practice p WHERE p.council = c.council AND p.strand = c.strand AND p.cause = c.cause)
     ORDER BY c.council, c.contact LIMIT ?`,
  );
  const due = db.prepare(
    "SELECT s.state FROM deadlines d JOIN supports s ON s.seq = d.seq WHERE d.on_day <= ? ORDER BY d.on_day LIMIT ?",
  );
  type StateRow = { readonly state: string };
  function parse({ state }: StateRow, read?: CountRead): SupportState {
    read?.(state.length);
    return JSON.parse(state);
  }

  const known = boundedCache<string, SupportFacts>(FACTS);
  const factsIn = (text: string): SupportFacts => known.getOrMake(text, () => JSON.parse(text));

  return {
    tasks,
    news,
    ...openVisitQueries(db, factsIn),
    ...openSupportPages(db),
    findUnchecked(id: string, read?: CountRead): SupportState | undefined {
      const row = find.get<StateRow | undefined>(id);
      return row && parse(row, read);
    },
    /** The facts for policy decisions, without the state. */
    factsOf(id: string): SupportFacts | undefined {
      const row = factsOf.get<{ facts: string } | undefined>(id);
      return row && factsIn(row.facts);
    },
    /** Returns supports that meet a predicate on `s`, newest first, up to `limit` after the support `after`. Undefined if that does not exist. */
    list(where: Predicate, after: string | undefined, limit: number, read?: CountRead): readonly SupportState[] | undefined {
      const before = after === undefined ? Number.MAX_SAFE_INTEGER : seqOf.get<{ seq: number } | undefined>(after)?.seq;
      if (before === undefined) return undefined;
      const text = `SELECT s.state FROM supports s WHERE s.seq < ? AND ${where.text} ORDER BY s.seq DESC LIMIT ?`;
      const states: SupportState[] = [];
      // Reads row by row, because a page can exceed the request's budget.
      select.each<StateRow>({ text, values: [before, ...where.values, limit] }, (row) => states.push(parse(row, read)) > 0);
      return states;
    },
    pictures(councils: readonly string[]): readonly Picture[] {
      day();
      const rows = picture.all<Omit<Picture, "facts"> & { facts: string | SupportFacts }>(JSON.stringify(councils));
      // In place, because a copy of a row costs more than reading it.
      for (const row of rows) row.facts = factsIn(String(row.facts));
      return rows as readonly Picture[];
    },
    /** Councils to learn from, by code. */
    practiceContacts: (
      strand: string,
      cause: string,
      after: ContactPlace | undefined,
      limit: number,
    ): readonly CouncilContact[] =>
      contacts
        .all<{ council: string; data: string }>(strand, cause, after?.council ?? "", after?.contact ?? "", limit)
        .map(({ council, data }) => ({ council, ...JSON.parse(data) })),
    /** Returns supports with a passed milestone whose due date is not recorded yet. */
    due: (limit: number): readonly SupportState[] => due.all<StateRow>(day(), limit).map((row) => parse(row)),
  };
}
