// Lists of concerns: pages by keyset, totals and facets under the same rights and filter, counted only when asked for. Figures that turn out
// to be about one council alone, however they were narrowed, tell of that council, and so does that a page of its concerns goes on.
import type { GraphQLResolveInfo } from "graphql";
import { CONCERNS, countCannotBeRead } from "../../queries/cannot-be-read.ts";
import { assignmentsThatSee, countConcerns, listConcerns } from "../../queries/concerns/list-concerns.ts";
import { discloseConcern } from "../../queries/disclosed-concern.ts";
import type { Context } from "../context.ts";
import { enumName } from "../enums.ts";
import { namesSelectedAt } from "../selected-fields.ts";
import { needsState } from "./one-concern.ts";
import { type PageArgs, paged } from "./page.ts";

/** Which concerns are listed. */
export type ConcernListFilter = Parameters<typeof listConcerns>[2];

/** Somebody is told that the council has concerns, by those of their assignments that let them see some. */
export const noteCount = ({ hub, disclosing }: Context, viewer: Context["viewer"], council: string): void =>
  disclosing.counted(council, assignmentsThatSee(hub, viewer, council));

const narrowedBy = ({ council, region, strand, cause, stage }: ConcernListFilter) => ({ council, region, strand, cause, stage });

export function connection(context: Context, filter: ConcernListFilter, args: PageArgs, info: GraphQLResolveInfo) {
  const { hub, viewer } = context;
  const withState = needsState(namesSelectedAt(info, "nodes"));
  const list = (after: string | undefined, limit: number) => listConcerns(hub, viewer.facts, filter, after, limit, withState);
  const tellsOf = (council: string) => noteCount(context, viewer, council);
  let counts: ReturnType<typeof countConcerns> | undefined;
  const counted = () => {
    counts ??= countConcerns(hub, viewer.facts, filter);
    if (counts.council !== undefined) tellsOf(counts.council);
    return counts;
  };
  const { nodes, pageInfo } = paged(context, filter, args, list, ({ id }) => id);
  const councils = new Set(nodes.map(({ facts }) => facts.council));
  return {
    nodes: () => nodes.map((concern) => discloseConcern(hub, viewer, filter.text === undefined ? "list" : "search", concern)),
    pageInfo() {
      const [council, ...others] = councils;
      const isOfOne = others.length === 0 && (filter.council !== undefined || !pageInfo.hasNextPage);
      if (council !== undefined && isOfOne) tellsOf(council);
      return pageInfo;
    },
    totalCount: () => counted().total,
    // Its words are withdrawn with it: a search cannot tell whether it would be among what is found.
    cannotBeRead: () => countCannotBeRead(hub, viewer.facts, CONCERNS, narrowedBy(filter)),
    facets: () => {
      const { region, strand, cause, stage } = counted().facets;
      const named = (tallies: typeof strand) => tallies.map(({ value, count }) => ({ value: enumName(value), count }));
      return { region, strand: named(strand), cause: named(cause), stage: named(stage) };
    },
  };
}
