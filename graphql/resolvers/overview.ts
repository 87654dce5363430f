// Figures over all councils, for the boards.
import type { Keyed, PublishedMeasure } from "../../projections/overview/publish.ts";
import { readOverview } from "../../projections/overview/read-overview.ts";
import type { Context } from "../context.ts";
import { region } from "./reference.ts";

const keyed = (name: string, figures: readonly Keyed[] | undefined) =>
  (figures ?? []).map(({ key, figure }) => ({ [name]: key, count: figure }));

export const overviewResolvers = {
  Query: {
    overviewQuarters: (_: unknown, __: unknown, { hub, viewer }: Context) => readOverview(hub, viewer.facts)?.quarters(),
    overview: (_: unknown, { quarter }: { quarter: string }, { hub, viewer }: Context) =>
      readOverview(hub, viewer.facts)?.quarter(quarter),
  },
  OverviewQuarter: { isIncomplete: (_: unknown, __: unknown, { hub }: Context) => hub.overview.quarantined().length > 0 },
  OverviewMeasure: {
    byRegion: ({ byRegion }: PublishedMeasure) => byRegion.map(({ key, figure }) => ({ region: region(key), count: figure })),
    byStrand: ({ byStrand }: PublishedMeasure) => keyed("strand", byStrand),
    byCause: ({ byCause }: PublishedMeasure) => keyed("cause", byCause),
    byRegionAndStrand: ({ byRegionAndStrand }: PublishedMeasure) =>
      byRegionAndStrand.map(({ region: code, strand, figure }) => ({ region: region(code), strand, count: figure })),
    byStrandAndCause: ({ byStrandAndCause }: PublishedMeasure) =>
      byStrandAndCause.map(({ figure, ...cell }) => ({ ...cell, count: figure })),
    byOutcome: ({ byOutcome }: PublishedMeasure) => keyed("outcome", byOutcome),
    byDays: ({ byDays }: PublishedMeasure) => keyed("days", byDays),
  },
};
