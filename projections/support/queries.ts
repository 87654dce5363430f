// Queries for support. They apply no rights: queries/support does.
import type { Database } from "../../event-log/stores/database.ts";
import type { SupportFacts } from "../../policies/engine/facts.ts";
import type { Strand } from "../../reference/strands.ts";
import type { CouncilEvent } from "../../services/council/events.ts";
import { supportFacts } from "../../services/support/facts.ts";
import type { SupportState } from "../../services/support/state.ts";
import type { TaskQueries } from "../inbox/task-table.ts";
import type { CountRead } from "../register/records.ts";
import { openSelect, type Predicate } from "../select.ts";
import { type SupportTally, TALLIES } from "./rows.ts";

/** State -> the number of supports of a council and strand. */
export type Picture = { readonly council: string; readonly strand: Strand } & Readonly<Record<SupportTally, number>>;
export type Overlap = {
  readonly first: SupportState;
  readonly second: SupportState;
  readonly inTime: boolean;
  readonly inPurpose: boolean;
};
/** The end of a page of agreements to be contacted. */
export type ContactPlace = Pick<CouncilContact, "council" | "contact">;
/** A council's agreement to be contacted. */
export type CouncilContact = Extract<CouncilEvent, { type: "ContactAgreed.v1" }>["data"] & { readonly council: string };

export type SupportQueries = ReturnType<typeof supportQueries>;

/** `day` updates the model to today before a read that depends on the day. */
export function supportQueries(db: Database, tasks: TaskQueries, day: () => string) {
  const select = openSelect(db);
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
  type StateRow = { readonly state: string };
  function parse({ state }: StateRow, read?: CountRead): SupportState {
    read?.(state.length);
    return JSON.parse(state);
  }

  return {
    tasks,
    findUnchecked(id: string, read?: CountRead): SupportState | undefined {
      const row = find.get<StateRow | undefined>(id);
      return row && parse(row, read);
    },
    /** The facts for policy decisions, without the state. */
    factsOf(id: string): SupportFacts | undefined {
      const row = factsOf.get<Parameters<typeof supportFacts>[0] | undefined>(id);
      return row && supportFacts(row);
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
      return councils.flatMap((council) => picture.all<Picture>(council));
    },
    overlapCount: (council: string): number => overlapCount.get<{ n: number }>(council).n,
    /** Pairs of open supports that overlap. */
    overlaps(council: string, limit: number, read?: CountRead): readonly Overlap[] {
      // A support that overlaps several others is read once.
      const parsed = new Map<number, SupportState>();
      function state(seq: number): SupportState {
        const found = parsed.get(seq) ?? parse(stateOf.get<StateRow>(seq), read);
        parsed.set(seq, found);
        return found;
      }
      return overlaps.all<{ a: number; b: number; in_time: number; in_purpose: number }>(council, limit).map((row) => ({
        first: state(row.a),
        second: state(row.b),
        inTime: row.in_time === 1,
        inPurpose: row.in_purpose === 1,
      }));
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
