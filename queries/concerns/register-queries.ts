// Reads of the register by a reader's rights. These apply none, and their callers check the policy or show nothing: `findUnchecked`, `isAware`, `due`,
// `awaitingReach`, `awaitsAcceptance`, `sharesToAccept`, `restrictedOf`, `dependentOn` and `named`.
import { all, oneOf } from "../../policies/engine/condition.ts";
import { NO_CONCERN, READ_ACTIONS, READ_OUTCOME } from "../../policies/engine/facts.ts";
import { conditionOf, permittedBy } from "../../policies/engine/residual.ts";
import { type Sql, toSql } from "../../policies/engine/sql.ts";
import { type ConcernRecord, type CountRead, LISTED_COLUMNS, type ListedRow } from "../../projections/register/records.ts";
import type { RegisterTables } from "../../projections/register/register.ts";
import { type AuthorisedConcern, authoriseConcern, authorising, type Reader } from "./authorised-concern.ts";
import { type Caseload, type Owners, type Where, whereOf } from "./caseload-filter.ts";
import { caseloadPage, caseloadSeqs } from "./caseload-pages.ts";
import { openClassCounts } from "./class-counts.ts";
import { type Cell, type ConcernFilter, type Counts, countsOf, FACETS } from "./facets.ts";
import { CONCERN, conditionOfFilter, openPages, type Page } from "./pages.ts";
import { type FoundPlace, findNewest, matches } from "./search.ts";

export type RegisterQueries = ReturnType<typeof registerQueries>;

/** The queries of one file of the register. Their caches belong to that file. */
export function registerQueries(tables: RegisterTables) {
  const {
    select,
    classes,
    day,
    findRow,
    recordOf,
    findUnchecked,
    isAware,
    due,
    awaitingReach,
    restrictedOf,
    named,
    awaitsAcceptance,
    sharesToAccept,
    recordedOwners,
    dependentOn,
    tasks,
    news,
  } = tables;
  const pageOf = openPages(tables);
  const classCounts = openClassCounts(classes);

  const pageFor = ({ person, rights }: Reader, filter: ConcernFilter, action: ListAction): Page | undefined =>
    pageOf(rights.of(person, action), filter);

  const searchPage =
    (reader: Reader, words: string, where: Where): SearchPage =>
    (before, limit) =>
      findNewest(tables, reader, words, where, before, limit).flatMap(({ seq, places }) =>
        select
          .all<ListedRow>({ text: `SELECT ${LISTED_COLUMNS} FROM concerns c WHERE c.seq = ?`, values: [seq] })
          .map((row) => ({ ...row, foundIn: places })),
      );

  const selectMatches = (reader: Reader, words: string, where: Where): readonly Sql[] =>
    matches(tables, reader, words, where).map(({ text, values }) => ({ text: `SELECT c.seq ${text}`, values }));

  /** Counts the concerns whose numbers are selected, each once. */
  function countRows(found: readonly Sql[]): Counts {
    if (found.length === 0) return countsOf([], new Set());
    const rows = select.all<MatchRow>({
      text: `SELECT ${GROUPS}, count(*) AS n, min(c.council) AS first, max(c.council) AS last
        FROM (${found.map(({ text }) => text).join(" UNION ")}) m CROSS JOIN concerns c ON c.seq = m.seq GROUP BY ${GROUPS}`,
      values: found.flatMap(({ values }) => values),
    });
    return countsOf(rows, new Set(rows.flatMap(({ first, last }) => [first, last])));
  }

  function whereIn(reader: Reader, filter: ConcernFilter, { caseload, owners }: WantedCaseload): Where {
    const { condition, sql } = whereOf(reader, caseload, { owners, recordedOwners });
    return { condition: all([conditionOfFilter(filter), condition]), sql };
  }

  /** Undefined if there is no such concern or the reader may not do the action. Both take the same time: a row of facts decides. */
  function permitted(reader: Reader, id: string, action: ListAction) {
    const row = findRow(id);
    const facts = row ? classes.factsOf(row.class) : NO_CONCERN;
    // Never uses a cache, because a fast answer from memory would reveal that the concern exists.
    return permittedBy(reader.rights.of(reader.person, action), facts).length > 0 ? row : undefined;
  }

  return {
    tasks,
    news,
    awaitingReach,
    awaitsAcceptance,
    sharesToAccept,
    findUnchecked,
    isAware,
    due,
    restrictedOf,
    dependentOn,
    named,
    /**
     * Undefined if there is no such concern or the reader may not see its headline. Both take the same time: a row of facts decides, and the state
     * is read only for readers who may see it, `withState`.
     */
    one(reader: Reader, id: string, withState = true, read?: CountRead): AuthorisedConcern | undefined {
      const today = day();
      const row = permitted(reader, id, READ_ACTIONS.headline);
      return row && authoriseConcern(reader, recordOf(row, today, withState, read));
    },
    /** Council -> the number of open concerns about it whose headline the reader may see. */
    openByCouncil(reader: Reader): ReadonlyMap<string, number> {
      day();
      return classCounts.openByCouncil(reader);
    },
    /** The concern with the last conversation about a council, of those in these scopes whose conversations the reader may read, and its day. */
    lastConversation(
      { person, rights }: Reader,
      council: string,
      scopes: readonly string[],
    ): { readonly id: string; readonly heldOn: string } | undefined {
      day();
      const may = [READ_ACTIONS.headline, READ_ACTIONS.conversations].map((action) => conditionOf(rights.of(person, action)));
      const readable = toSql(all([...may, oneOf("scope", scopes)]), CONCERN);
      const [last] = select.all<{ readonly id: string; readonly heldOn: string }>({
        text: `SELECT c.id, c.last_held AS heldOn FROM concerns c
          WHERE c.council = ? AND c.last_held IS NOT NULL AND ${readable.text} ORDER BY c.last_held DESC LIMIT 1`,
        values: [council, ...readable.values],
      });
      return last;
    },
    /** As `one`, for a concern's outcome, which needs no right to the concern itself. */
    outcome(reader: Reader, id: string): ConcernRecord | undefined {
      const today = day();
      const row = permitted(reader, id, READ_OUTCOME);
      return row && recordOf(row, today, true);
    },
    /** Returns up to `limit` concerns with an outcome that the reader may read, after the concern `after`, newest first. Undefined if that does not exist. */
    outcomes(reader: Reader, after: string | undefined, limit: number): readonly ConcernRecord[] | undefined {
      const today = day();
      const before = after === undefined ? Number.MAX_SAFE_INTEGER : findRow(after)?.seq;
      if (before === undefined) return undefined;
      const rows = pageFor(reader, {}, READ_OUTCOME)?.(before, limit) ?? [];
      return rows.map((row) => recordOf(row, today, true));
    },
    /** Returns up to `limit` concerns after the concern `after`, newest first. Undefined if that does not exist. */
    list(
      reader: Reader,
      filter: ConcernFilter,
      after: string | undefined,
      limit: number,
      withState = true,
      read?: CountRead,
    ): readonly ListedConcern[] | undefined {
      const today = day();
      const before = after === undefined ? Number.MAX_SAFE_INTEGER : findRow(after)?.seq;
      if (before === undefined) return undefined;
      const { text } = filter;
      const page: SearchPage | undefined =
        text === undefined ? pageFor(reader, filter, READ_ACTIONS.headline) : searchPage(reader, text, factsAlone(filter));
      const rows = page?.(before, limit) ?? [];
      // Reads state by state, because a page can exceed the request's budget.
      const authorise = authorising(reader);
      return rows.map((row): ListedConcern => {
        const concern = authorise(recordOf(row, today, withState, read));
        return row.foundIn ? { ...concern, foundIn: row.foundIn } : concern;
      });
    },
    counts(reader: Reader, filter: ConcernFilter): Counts {
      day();
      if (filter.text === undefined) return classCounts.count(reader, conditionOfFilter(filter));
      return countRows(selectMatches(reader, filter.text, factsAlone(filter)));
    },
    /**
     * Returns up to `limit` concerns of a caseload after a place, each with its own. Undefined if the concern at the place does not exist. With words to
     * search for, a caseload has the order in which concerns were logged.
     */
    caseload(
      reader: Reader,
      filter: ConcernFilter,
      wanted: WantedCaseload,
      after: CaseloadCursor | undefined,
      limit: number,
      withState = true,
      read?: CountRead,
    ): readonly CaseloadConcern[] | undefined {
      const today = day();
      const seq = after && findRow(after.id)?.seq;
      if (after && seq === undefined) return undefined;
      const where = whereIn(reader, filter, wanted);
      const { text } = filter;
      const { order } = wanted.caseload;
      const rows =
        text === undefined
          ? caseloadPage(tables, reader, where, order, after && { key: after.key, seq: seq ?? 0 }, limit)
          : searchPage(reader, text, where)(seq ?? Number.MAX_SAFE_INTEGER, limit).map((row) => ({ ...row, key: "" }));
      const authorise = authorising(reader);
      return rows.map((row) => ({
        ...authorise(recordOf(row, today, withState, read)),
        ...placesOf(row),
        place: { key: row.key, id: row.id },
      }));
    },
    caseloadCounts(reader: Reader, filter: ConcernFilter, wanted: WantedCaseload): Counts {
      day();
      const where = whereIn(reader, filter, wanted);
      return countRows(filter.text === undefined ? caseloadSeqs(reader, where) : selectMatches(reader, filter.text, where));
    },
  };
}

type ListAction = typeof READ_ACTIONS.headline | typeof READ_OUTCOME;
type WantedCaseload = { readonly caseload: Caseload; readonly owners: Owners };
/** The place of a concern in a caseload: what the list is ordered by, and the concern. */
export type CaseloadCursor = { readonly key: string; readonly id: string };
/** `place`: in a caseload. `foundIn`: where the words stand, if the list is of a search. */
export type ListedConcern = AuthorisedConcern & FoundIn & { readonly place?: CaseloadCursor };
type FoundIn = { readonly foundIn?: readonly FoundPlace[] };
type SearchPage = (before: number, limit: number) => readonly (ListedRow & FoundIn)[];
const placesOf = (row: ListedRow & FoundIn): FoundIn => (row.foundIn ? { foundIn: row.foundIn } : {});

type CaseloadConcern = ListedConcern & { readonly place: CaseloadCursor };

/** Rows that meet a filter by facts alone. */
const factsAlone = (filter: ConcernFilter): Where => ({
  condition: conditionOfFilter(filter),
  sql: { text: "TRUE", values: [] },
});

const GROUPS = FACETS.map((facet) => `c.${facet}`).join(", ");
type MatchRow = Cell & { readonly n: number; readonly first: string; readonly last: string };
