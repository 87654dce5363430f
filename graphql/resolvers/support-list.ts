// Lists of supports: pages, and totals and facets with the same rights and filter, which are counted only if they are selected. Counts of only one
// council's support are a disclosure about it, and so is whether a page of it has a next page.
import { z } from "zod";
import { lazy } from "../../caching/cache.ts";
import { facetOf } from "../../queries/facet.ts";
import type { SeenSupport } from "../../queries/support/read-support.ts";
import {
  countFiltered,
  listFiltered,
  type SupportFilter,
  type SupportOrder,
  type SupportPlace,
  tellsPurpose,
} from "../../queries/support/support-list.ts";
import type { SupportState } from "../../services/support/state.ts";
import { enumName } from "../../text/enum-name.ts";
import type { Context } from "../context.ts";
import { noteSupportCount } from "./connection.ts";
import { type PageArgs, paged } from "./page.ts";

/** `present` makes the nodes of supports that the viewer may see, and can put on record that the list tells of their purpose. */
export function supportConnection<Shown>(
  context: Context,
  { filter, order }: { readonly filter: SupportFilter; readonly order: SupportOrder },
  args: PageArgs,
  present: (states: readonly SupportState[], tells: (support: SeenSupport) => boolean) => readonly Shown[],
) {
  const { hub, viewer } = context;
  const list = (after: string | undefined, limit: number) => {
    const place = after === undefined ? undefined : placeIn(after);
    if (after !== undefined && !place) return undefined;
    return listFiltered(hub, viewer.facts, { filter, order }, place, limit);
  };
  const { nodes, pageInfo } = paged(context, ["supports", filter, order], args, list, ({ place }) =>
    JSON.stringify([place.key, place.id]),
  );
  return {
    nodes: () =>
      present(
        nodes.map(({ state }) => state),
        ({ purpose }) => purpose && tellsPurpose({ filter, order }),
      ),
    pageInfo() {
      const councils = new Set(nodes.map(({ state }) => state.council));
      if (filter.council !== undefined || !pageInfo.hasNextPage) noteOnlyCouncil(context, councils);
      return pageInfo;
    },
    ...supportCounts(context, filter),
  };
}

function noteOnlyCouncil(context: Context, councils: ReadonlySet<string>): void {
  const [council, ...others] = councils;
  if (council !== undefined && others.length === 0) noteSupportCount(context, council);
}

/** The total and the facets, counted when they are first read. */
export function supportCounts(context: Context, filter: SupportFilter) {
  const counted = lazy(() => {
    const cells = countFiltered(context.hub, context.viewer.facts, filter);
    noteOnlyCouncil(context, new Set(cells.map(({ council }) => council)));
    return cells;
  });
  return {
    totalCount: () => counted().reduce((sum, { n }) => sum + n, 0),
    facets() {
      const plain = (name: "region" | "council" | "provider") => facetOf(counted(), name);
      const named = (name: "strand" | "status" | "kind" | "progress") =>
        facetOf(counted(), name).map(({ value, count }) => ({ value: enumName(value), count }));
      return {
        ...{ region: plain("region"), council: plain("council"), provider: plain("provider"), strand: named("strand") },
        ...{ status: named("status"), kind: named("kind"), progress: named("progress") },
      };
    },
  };
}

const placed = z.tuple([z.string(), z.string()]);
function placeIn(cursor: string): SupportPlace | undefined {
  try {
    const [key, id] = placed.parse(JSON.parse(cursor));
    return { key, id };
  } catch {
    return undefined;
  }
}
