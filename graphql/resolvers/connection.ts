// Lists of concerns: keyset pages, and totals and facets with the same rights and filter, which are counted only if they are selected. Counts of only one
// council's concerns are a disclosure about it, and so is whether a page of them has a next page.
import { z } from "zod";
import { countCannotBeRead } from "../../queries/cannot-be-read.ts";
import { type Caseload, partsOf } from "../../queries/concerns/caseload-filter.ts";
import {
  assignmentsThatSee,
  countCaseload,
  countConcerns,
  listCaseload,
  listConcerns,
} from "../../queries/concerns/list-concerns.ts";
import type { CaseloadCursor, ListedConcern } from "../../queries/concerns/register-queries.ts";
import { disclosedConcernBuilder } from "../../queries/disclosed-concern.ts";
import { assignmentsThatSeeSupport } from "../../queries/support/read-support.ts";
import { enumName } from "../../text/enum-name.ts";
import type { Context } from "../context.ts";
import { type FieldInfo, selectedFieldNames } from "../selected-fields.ts";
import { needsState } from "./one-record.ts";
import { type PageArgs, paged } from "./page.ts";

export type ConcernListFilter = Parameters<typeof listConcerns>[2];

/** Records the disclosure that the council has concerns, with the viewer's assignments that let them see some. */
export const noteCount = ({ hub, disclosing }: Context, viewer: Context["viewer"], council: string): void =>
  disclosing.noteCount({ council, of: "concern", assignments: assignmentsThatSee(hub, viewer, council) });
export const noteSupportCount = ({ hub, disclosing, viewer }: Context, council: string): void =>
  disclosing.noteCount({ council, of: "support", assignments: assignmentsThatSeeSupport(hub, viewer, council) });

/** `caseload`: what the list is filtered and ordered by beside the facts; undefined for the newest first. */
export function connection(context: Context, filter: ConcernListFilter, args: PageArgs, info: FieldInfo, caseload?: Caseload) {
  const { hub, viewer } = context;
  const { text, ...facts } = filter;
  const withState = needsState(selectedFieldNames(info, "nodes"));
  const list = (after: string | undefined, limit: number): readonly ListedConcern[] | undefined => {
    if (!caseload) return listConcerns(hub, viewer.facts, filter, after, limit, withState);
    const place = after === undefined ? undefined : placeIn(after);
    return after === undefined || place
      ? listCaseload(hub, viewer.facts, { filter, caseload }, place, limit, withState)
      : undefined;
  };
  const noteCouncil = (council: string) => noteCount(context, viewer, council);
  let counts: ReturnType<typeof countConcerns> | undefined;
  const counted = () => {
    counts ??= caseload ? countCaseload(hub, viewer.facts, { filter, caseload }) : countConcerns(hub, viewer.facts, filter);
    if (counts.council !== undefined) noteCouncil(counts.council);
    return counts;
  };
  const { nodes, pageInfo } = paged(context, caseload ? [filter, caseload] : filter, args, list, ({ id, place }) =>
    place ? JSON.stringify([place.key, place.id]) : id,
  );
  const councils = new Set(nodes.map(({ facts }) => facts.council));
  return {
    nodes() {
      const listed = nodes.map(disclosedConcernBuilder(hub, viewer, text === undefined ? "list" : "search"));
      // The list itself tells of the parts by which it is filtered and ordered.
      if (caseload) for (const concern of listed) for (const part of partsOf(caseload)) context.disclosing.note(concern, part);
      return listed;
    },
    pageInfo() {
      const [council, ...others] = councils;
      const isOfOne = others.length === 0 && (filter.council !== undefined || !pageInfo.hasNextPage);
      if (council !== undefined && isOfOne) noteCouncil(council);
      return pageInfo;
    },
    totalCount: () => counted().total,
    // Ignores the search text, because the index does not contain the text of an unreadable concern.
    cannotBeRead: () => countCannotBeRead(hub, viewer.facts, "concern", facts),
    facets: () => {
      const { region, strand, cause, stage } = counted().facets;
      const named = (tallies: typeof strand) => tallies.map(({ value, count }) => ({ value: enumName(value), count }));
      return { region, strand: named(strand), cause: named(cause), stage: named(stage) };
    },
  };
}

const placed = z.tuple([z.string(), z.string()]);
function placeIn(cursor: string): CaseloadCursor | undefined {
  try {
    const [key, id] = placed.parse(JSON.parse(cursor));
    return { key, id };
  } catch {
    return undefined;
  }
}
