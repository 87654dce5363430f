// What can be read of the register. Every query takes the viewer's rights: there is no way to a concern around them.
import type { Database } from "../../event-log/database.ts";
import type { ConcernFacts, PersonFacts } from "../../policies/facts.ts";
import { READ_ACTIONS } from "../../policies/facts.ts";
import { all, type Condition, conditionOf, type Residual } from "../../policies/residual.ts";
import type { PartRights, Rights } from "../../policies/rights.ts";
import { type FactTables, type Range, rangesOf, type Sql, toSql } from "../../policies/sql.ts";
import type { Day } from "../../services/concern/shares.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { remembering, statementCache } from "../statements.ts";
import { listedAs } from "./read-one.ts";
import { firstRowOf, isRowOf, matchOf, SEQ_OF_ROW, TEXT_PARTS } from "./text-index.ts";

/** Which concerns are wanted; each given field narrows. `text` is searched only in parts the viewer may read. */
export type Filter = {
  readonly council?: string | undefined;
  readonly region?: string | undefined;
  readonly strand?: string | undefined;
  readonly cause?: string | undefined;
  readonly stage?: string | undefined;
  readonly text?: string | undefined;
};

/** Who asks and what they may: the residual of each reading action. */
export type Reader = { readonly person: PersonFacts; readonly rights: Rights };

/** A concern with its facts, for decisions on this one alone. No rights are applied: the caller decides before showing anything. */
export type Found = { readonly state: ConcernState; readonly facts: ConcernFacts; readonly day: Day };

/** A concern as a viewer may see it: `parts` are those they may read, each with the policies that permit it. */
export type Listed = Found & { readonly parts: PartRights };

export type Tally = { readonly value: string; readonly count: number };
/** How many, and how many by each headline fact, all under the same rights and filter. */
export type Counts = {
  readonly total: number;
  /** The council that all of them are about, where it is one. */
  readonly council: string | undefined;
  readonly facets: Readonly<Record<Facet, readonly Tally[]>>;
};

const FACETS = ["region", "strand", "cause", "stage"] as const;
export type Facet = (typeof FACETS)[number];

export type RegisterQueries = {
  find(id: string): Found | undefined;
  /** Newest first; up to `limit` after the concern `after`. Undefined when there is no such concern to go on from. */
  list(reader: Reader, filter: Filter, after: string | undefined, limit: number): readonly Listed[] | undefined;
  counts(reader: Reader, filter: Filter): Counts;
  /** Concerns with a deadline that has come and is not yet on record. */
  due(limit: number): readonly Found[];
  /** How many concerns a residual allows that also meet a condition, and the newest of them by id: what a policy would change. */
  meeting(residual: Residual, also: Condition, limit: number): { readonly count: number; readonly ids: readonly string[] };
};

const CONCERN: FactTables = { row: "c", key: "seq", sets: "shared" };
const CLASS: FactTables = { row: "c", key: "class", sets: "class_shared" };

/** `day` brings the register to today, and must be asked before anything is read. */
export function registerQueries(db: Database, day: () => Day): RegisterQueries {
  const statement = statementCache(db);
  const plans = planCache();
  const find = db.prepare(
    "SELECT s.state, k.fingerprint FROM concerns c JOIN states s ON s.seq = c.seq JOIN classes k ON k.class = c.class WHERE c.id = ?",
  );
  const seqOf = db.prepare("SELECT seq FROM concerns WHERE id = ?");
  const due = db.prepare(
    "SELECT c.id FROM deadlines d JOIN concerns c ON c.seq = d.seq WHERE d.on_day <= ? ORDER BY d.on_day LIMIT ?",
  );

  function found(id: string): Found | undefined {
    const today = day();
    const row = find.get(id) as { state: string; fingerprint: string } | undefined;
    return row && { state: JSON.parse(row.state), facts: factsIn(row.fingerprint), day: today };
  }

  return {
    find: found,
    list(reader, filter, after, limit) {
      const today = day();
      const before = after === undefined ? Number.MAX_SAFE_INTEGER : (seqOf.get(after) as { seq: number } | undefined)?.seq;
      if (before === undefined) return undefined;
      const plan = plans(reader, filter, () => listPlan(reader, filter));
      if (!plan) return [];
      const rows = statement(plan.text).all({ before, limit }, ...plan.values) as ListRow[];
      return rows.map((row) => {
        return listedAs(reader, { state: JSON.parse(row.state), facts: factsIn(row.fingerprint), day: today });
      });
    },
    counts(reader, filter) {
      day();
      const counted = filter.text === undefined ? countedClasses(reader, filter) : countedMatches(reader, filter);
      return tally(counted ? (statement(counted.text).all(...counted.values) as CountRow[]) : []);
    },
    meeting(residual, also, limit) {
      day();
      const counted = toSql(all([conditionOf(residual), also]), CLASS);
      const { n } = statement(`SELECT coalesce(sum(c.n), 0) AS n FROM classes c WHERE ${counted.text}`).get(
        ...counted.values,
      ) as { n: number };
      const page = n > 0 ? heads(residual, also) : undefined;
      if (!page) return { count: n, ids: [] };
      const ids = statement(
        `SELECT c.id FROM (${page.text}) page CROSS JOIN concerns c ON c.seq = page.seq ORDER BY page.seq DESC`,
      );
      const rows = ids.all({ before: Number.MAX_SAFE_INTEGER, limit }, ...page.values) as { id: string }[];
      return { count: n, ids: rows.map(({ id }) => id) };
    },
    due: (limit) => (due.all(day().today, limit) as { id: string }[]).flatMap(({ id }) => found(id) ?? []),
  };
}

type CountRow = { readonly n: number; readonly first: string; readonly last: string } & Readonly<Record<Facet, string>>;

function tally(rows: readonly CountRow[]): Counts {
  const facet = (name: Facet): readonly Tally[] => {
    const sums = new Map<string, number>();
    for (const row of rows) sums.set(row[name], (sums.get(row[name]) ?? 0) + row.n);
    return [...sums].map(([value, count]) => ({ value, count })).sort((a, b) => a.value.localeCompare(b.value));
  };
  const councils = new Set(rows.flatMap(({ first, last }) => [first, last]));
  return {
    total: rows.reduce((sum, row) => sum + row.n, 0),
    council: councils.size === 1 ? [...councils][0] : undefined,
    facets: { region: facet("region"), strand: facet("strand"), cause: facet("cause"), stage: facet("stage") },
  };
}

const headline = ({ rights, person }: Reader) => rights.of(person, READ_ACTIONS.headline);

const wanted = (filter: Filter): Condition =>
  all(
    (["council", "region", "strand", "cause", "stage"] as const).flatMap((fact): Condition[] => {
      const value = filter[fact];
      return value === undefined ? [] : [{ kind: "one-of", fact, values: [value] }];
    }),
  );

type ListRow = { readonly state: string; readonly fingerprint: string };

/** A list for a viewer and filter as one statement, with `:before` and `:limit` left open. Undefined when it can only be empty. */
function listPlan(reader: Reader, filter: Filter): Sql | undefined {
  const page = filter.text === undefined ? headsOf(reader, filter) : matches(reader, filter);
  if (!page) return undefined;
  return {
    text: `SELECT s.state, k.fingerprint FROM (${page.text}) page CROSS JOIN concerns c ON c.seq = page.seq CROSS JOIN states s ON s.seq = c.seq
      CROSS JOIN classes k ON k.class = c.class ORDER BY page.seq DESC`,
    values: page.values,
  };
}

/** The newest of every range the viewer's rights open, merged. Undefined when they open none. */
const headsOf = (reader: Reader, filter: Filter): Sql | undefined => heads(headline(reader), wanted(filter));

function heads(residual: Residual, also: Condition): Sql | undefined {
  const [first, ...others] = rangesOf(residual, also).map(head);
  if (!first) return undefined;
  if (others.length === 0) return first;
  const all = [first, ...others];
  return {
    text: `SELECT seq FROM (${all.map((sql) => `SELECT seq FROM (${sql.text})`).join(" UNION ")}) ORDER BY seq DESC LIMIT :limit`,
    values: all.flatMap((sql) => sql.values),
  };
}

function head(range: Range): Sql {
  const rest = toSql(range.rest, CONCERN);
  switch (range.by) {
    case "column":
      return {
        text: `SELECT c.seq AS seq FROM concerns c WHERE c.${range.column} = ? AND c.seq < :before AND ${rest.text} ORDER BY c.seq DESC LIMIT :limit`,
        values: [range.value, ...rest.values],
      };
    case "share":
      return {
        text: `SELECT d.seq AS seq FROM shared d CROSS JOIN concerns c ON c.seq = d.seq
          WHERE d.part = ? AND d.body = ? AND d.seq < :before AND ${rest.text} ORDER BY d.seq DESC LIMIT :limit`,
        values: [range.part, range.body, ...rest.values],
      };
    case "all":
      return {
        text: `SELECT c.seq AS seq FROM concerns c WHERE c.seq < :before AND ${rest.text} ORDER BY c.seq DESC LIMIT :limit`,
        values: rest.values,
      };
  }
}

/** Rows of the text index that match in a part the viewer may read, of concerns they may see. Undefined when no word was given. */
function matching(reader: Reader, filter: Filter): Sql | undefined {
  const match = matchOf(filter.text ?? "");
  if (match === undefined) return undefined;
  const seen = toSql(all([conditionOf(headline(reader)), wanted(filter)]), CONCERN);
  const readable = TEXT_PARTS.map((part) => ({
    part,
    sql: toSql(conditionOf(reader.rights.of(reader.person, READ_ACTIONS[part])), CONCERN),
  }));
  return {
    text: `FROM texts CROSS JOIN concerns c ON c.seq = ${SEQ_OF_ROW} WHERE texts MATCH ? AND ${seen.text}
      AND (${readable.map(({ part, sql }) => `(${isRowOf(part)} AND ${sql.text})`).join(" OR ")})`,
    values: [match, ...seen.values, ...readable.flatMap(({ sql }) => sql.values)],
  };
}

function matches(reader: Reader, filter: Filter): Sql | undefined {
  const found = matching(reader, filter);
  // A concern can match in every row of its own: so many times the page hold every concern of the page.
  return (
    found && {
      text: `SELECT DISTINCT seq FROM (SELECT ${SEQ_OF_ROW} AS seq ${found.text} AND texts.rowid < ${firstRowOf(":before")}
        ORDER BY texts.rowid DESC LIMIT :limit * ${TEXT_PARTS.length}) ORDER BY seq DESC LIMIT :limit`,
      values: found.values,
    }
  );
}

const GROUPED = FACETS.map((facet) => `c.${facet}`).join(", ");
const COUNCILS = "min(c.council) AS first, max(c.council) AS last";

function countedClasses(reader: Reader, filter: Filter): Sql | undefined {
  const condition = all([conditionOf(headline(reader)), wanted(filter)]);
  if (condition.kind === "never") return undefined;
  const sql = toSql(condition, CLASS);
  return {
    text: `SELECT ${GROUPED}, sum(c.n) AS n, ${COUNCILS} FROM classes c WHERE ${sql.text} GROUP BY ${GROUPED}`,
    values: sql.values,
  };
}

function countedMatches(reader: Reader, filter: Filter): Sql | undefined {
  const found = matching(reader, filter);
  return (
    found && {
      text: `SELECT ${GROUPED}, count(DISTINCT c.seq) AS n, ${COUNCILS} ${found.text} GROUP BY ${GROUPED}`,
      values: found.values,
    }
  );
}

/**
 * Plans by viewer, policy and filter. A viewer's facts are one object for as long as their assignments stand, so a change of them starts
 * afresh; and so does another policy.
 */
function planCache() {
  const kept = new WeakMap<PersonFacts, Map<string, Sql | undefined>>();
  return ({ person, rights }: Reader, filter: Filter, make: () => Sql | undefined): Sql | undefined => {
    const version = rights.version();
    const key = JSON.stringify([version, filter]);
    const plans = kept.get(person) ?? new Map<string, Sql | undefined>();
    kept.set(person, plans);
    if (plans.has(key)) return plans.get(key);
    const plan = make();
    if (plans.size >= 50) plans.clear();
    plans.set(key, plan);
    return plan;
  };
}

/** Facts by their fingerprint: concerns share them, so most need no reading. Nobody changes facts. */
const factsIn = remembering((fingerprint: string) => JSON.parse(fingerprint) as ConcernFacts, 5_000);
