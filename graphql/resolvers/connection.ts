// Lists of concerns: pages by keyset, totals and facets under the same rights and filter, counted only when asked for. Figures that turn out
// to be about one council alone, however they were narrowed, tell of that council, and so does that a page of its concerns goes on.
import type { GraphQLResolveInfo } from "graphql";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { ConcernFilter } from "../../projections/register/concern-record.ts";
import { CONCERNS, countCannotBeRead } from "../../queries/cannot-be-read.ts";
import { assignmentsThat } from "../../queries/people/granting-assignments.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { type Context, readerOf } from "../context.ts";
import { showing } from "../disclosing.ts";
import { enumName } from "../enums.ts";
import { askedAt } from "./asked.ts";
import { needsState } from "./one-concern.ts";
import { type PageArgs, paged } from "./page.ts";

/** Somebody is told that the council has concerns, by those of their assignments that let them see some. */
export function noteCount({ hub, disclosing }: Context, viewer: Viewer, council: string): void {
  const sees = (person: PersonFacts) =>
    (hub.register.queries().list({ person, rights: hub.rights }, { council }, undefined, 1)?.length ?? 0) > 0;
  disclosing.counted(council, assignmentsThat(viewer, hub.today(), sees));
}

const narrowedBy = ({ council, region, strand, cause, stage }: ConcernFilter) => ({ council, region, strand, cause, stage });

const askedOfNodes = askedAt("nodes");

export function connection(context: Context, filter: ConcernFilter, args: PageArgs, info: GraphQLResolveInfo) {
  const { hub, viewer } = context;
  const register = hub.register.queries();
  const reader = readerOf(context);
  const whole = needsState(askedOfNodes(info));
  const list = (after: string | undefined, limit: number) => register.list(reader, filter, after, limit, whole);
  const tellsOf = (council: string) => noteCount(context, viewer, council);
  let counts: ReturnType<typeof register.counts> | undefined;
  const counted = () => {
    counts ??= register.counts(reader, filter);
    if (counts.council !== undefined) tellsOf(counts.council);
    return counts;
  };
  const { nodes, pageInfo } = paged(context, filter, args, list, ({ id }) => id);
  const councils = new Set(nodes.map(({ facts }) => facts.council));
  return {
    nodes: () => nodes.map(showing(hub, viewer, filter.text === undefined ? "list" : "search")),
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
