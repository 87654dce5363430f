// What can be read of support. Queries that show any take the reader's rights; `find` does not: its caller decides.
import { boundedCache } from "../../caching/cache.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { all } from "../../policies/engine/condition.ts";
import type { SupportFacts } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import { LISTED, toSql } from "../../policies/engine/sql.ts";
import type { Strand } from "../../reference/strands.ts";
import type { CouncilEvent } from "../../services/council/events.ts";
import { supportFacts } from "../../services/support/facts.ts";
import type { SupportState, SupportStatus } from "../../services/support/state.ts";
import type { TaskQueries } from "../inbox/task-table.ts";
import type { CountRead, Reader } from "../register/concern-record.ts";
import { statementCache } from "../statements.ts";
import { type SupportTally, TALLIES } from "./rows.ts";

/** How many supports of a council and strand stand how. */
export type Picture = { readonly council: string; readonly strand: Strand } & Readonly<Record<SupportTally, number>>;
export type Overlap = {
  readonly first: SupportState;
  readonly second: SupportState;
  readonly inTime: boolean;
  readonly inPurpose: boolean;
};
/** An agreement to be contacted by its place in the list of them. */
export type ContactPlace = Pick<CouncilContact, "council" | "contact">;
/** What a council agreed to be contacted about. */
export type CouncilContact = Extract<CouncilEvent, { type: "ContactAgreed.v1" }>["data"] & { readonly council: string };

export type SupportQueries = {
  readonly tasks: TaskQueries;
  find(id: string, read?: CountRead): SupportState | undefined;
  /** What policy decides by: its row, without its state. */
  factsOf(id: string): SupportFacts | undefined;
  /** A council's supports, newest first, up to `limit` after the support `after`; undefined when there is none to go on from. */
  list(
    reader: Reader,
    council: string,
    status: SupportStatus | undefined,
    after: string | undefined,
    limit: number,
    read?: CountRead,
  ): readonly SupportState[] | undefined;
  /** Counted already: the caller decides whose picture it shows. */
  pictures(councils: readonly string[]): readonly Picture[];
  overlapCount(council: string): number;
  /** Pairs of open supports that meet, up to `limit`; the caller decides. */
  overlaps(council: string, limit: number, read?: CountRead): readonly Overlap[];
  /** Councils to learn from, by code, after one; the caller decides. */
  practiceContacts(strand: string, cause: string, after: ContactPlace | undefined, limit: number): readonly CouncilContact[];
  /** Supports with a milestone that has fallen due and is not on record as such. */
  due(limit: number): readonly SupportState[];
};

/** `day` brings the model to today, and must be asked before what depends on it is read. */
export function supportQueries(db: Database, tasks: TaskQueries, day: () => string): SupportQueries {
  const statement = statementCache(db);
  const find = db.prepare("SELECT state FROM supports WHERE id = ?");
  const factsOf = db.prepare("SELECT council, region, strand, provider FROM supports WHERE id = ?");
  const seqOf = db.prepare("SELECT seq FROM supports WHERE id = ?");
  const picture = db.prepare(`SELECT council, strand, ${TALLIES.join(", ")} FROM pictures WHERE council = ? ORDER BY strand`);
  const overlapCount = db.prepare("SELECT count(*) AS n FROM overlaps WHERE council = ?");
  const overlaps = db.prepare("SELECT a, b, in_time, in_purpose FROM overlaps WHERE council = ? ORDER BY a, b LIMIT ?");
  const stateOf = db.prepare("SELECT state FROM supports WHERE seq = ?");
  const contacts = db.prepare(
    `SELECT c.council, c.data FROM contacts c WHERE c.strand = ? AND c.cause = ? AND (c.council, c.contact) > (?, ?) AND EXISTS (
       SELECT 1 FROM practice p WHERE p.council = c.council AND p.strand = c.strand AND p.cause = c.cause)
     ORDER BY c.council, c.contact LIMIT ?`,
  );
  const due = db.prepare(
    "SELECT s.state FROM deadlines d JOIN supports s ON s.seq = d.seq WHERE d.on_day <= ? ORDER BY d.on_day LIMIT ?",
  );
  /** Row by row: a page of them can be more than may be read. */
  function states(rows: Iterable<unknown>, read?: CountRead): readonly SupportState[] {
    const made: SupportState[] = [];
    for (const { state } of rows as Iterable<{ state: string }>) {
      read?.(state.length);
      made.push(JSON.parse(state));
    }
    return made;
  }

  return {
    tasks,
    find: (id, read) =>
      states(
        [find.get(id)].filter((row) => row !== undefined),
        read,
      )[0],
    factsOf(id) {
      const row = factsOf.get<Parameters<typeof supportFacts>[0] | undefined>(id);
      return row && supportFacts(row);
    },
    list({ person, rights }, council, status, after, limit, read) {
      const before = after === undefined ? Number.MAX_SAFE_INTEGER : seqOf.get<{ seq: number } | undefined>(after)?.seq;
      if (before === undefined) return undefined;
      const ofCouncil = { kind: "one-of", fact: "council", values: [council] } as const;
      const condition = all([ofCouncil, conditionOf(rights.of(person, "readSupport"))]);
      if (condition.kind === "never") return [];
      const seen = toSql(condition, { row: "s", columns: LISTED.readSupport });
      const text = `SELECT s.state FROM supports s WHERE s.seq < ? AND ${seen.text} ${status ? "AND s.status = ?" : ""} ORDER BY s.seq DESC LIMIT ?`;
      return states(statement(text).iterate(before, ...seen.values, ...(status ? [status] : []), limit), read);
    },
    pictures(councils) {
      day();
      return councils.flatMap((council) => picture.all<Picture>(council));
    },
    overlapCount: (council) => overlapCount.get<{ n: number }>(council).n,
    overlaps(council, limit, read) {
      // A support that meets several others is read once.
      const known = boundedCache<number, SupportState>(limit * 2);
      const state = (seq: number) => known.getOrMake(seq, () => states([stateOf.get(seq)], read)[0] as SupportState);
      return overlaps.all<{ a: number; b: number; in_time: number; in_purpose: number }>(council, limit).map((row) => ({
        first: state(row.a),
        second: state(row.b),
        inTime: row.in_time === 1,
        inPurpose: row.in_purpose === 1,
      }));
    },
    practiceContacts: (strand, cause, after, limit) =>
      contacts
        .all<{ council: string; data: string }>(strand, cause, after?.council ?? "", after?.contact ?? "", limit)
        .map(({ council, data }) => ({
          council,
          ...JSON.parse(data),
        })),
    due: (limit) => states(due.all(day(), limit)),
  };
}
