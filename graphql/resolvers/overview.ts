// Figures over all councils, for the boards.
import { figuresFile } from "../../exports/figures-csv.ts";
import { mayReadOverdue, readOverdue } from "../../queries/overview/read-overdue.ts";
import { readOverview } from "../../queries/overview/read-overview.ts";
import type { Context } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { overRate } from "../rate.ts";
import { figureRowsOf } from "./overview-rows.ts";
import { region } from "./reference.ts";

const isIncomplete = (hub: Context["hub"]): boolean => hub.overview.quarantined().length > 0;

export const overviewResolvers = {
  Query: {
    overviewQuarters: (_, __, { hub, viewer }) => readOverview(hub, viewer.facts)?.quarters(),
    overdueUntold: (_, __, { hub, viewer }) => readOverdue(hub, viewer.facts, hub.today()),
    overview: (_, { quarter }, { hub, viewer }) => readOverview(hub, viewer.facts)?.quarter(quarter),
  },
  Viewer: { mayReadOverdue: ({ facts }, _, { hub }) => mayReadOverdue(hub, facts) },
  OverdueUntold: { region: (parent) => region(parent.region) },
  OverviewQuarter: {
    isIncomplete: (_, __, { hub }) => isIncomplete(hub),
    file(parent, _, context, { schema }) {
      const over = overRate(context.rates, "exports");
      if (over) throw over;
      const { quarter } = parent;
      return figuresFile({ quarter, isIncomplete: isIncomplete(context.hub), rows: figureRowsOf(schema, parent) });
    },
  },
  OverviewMeasure: {
    byRegion: ({ byRegion }) => byRegion.map(({ key, figure }) => ({ region: region(key), count: figure })),
    byStrand: ({ byStrand }) => byStrand.map(({ key, figure }) => ({ strand: key, count: figure })),
    byCause: ({ byCause }) => byCause.map(({ key, figure }) => ({ cause: key, count: figure })),
    byRegionAndStrand: ({ byRegionAndStrand }) =>
      byRegionAndStrand.map(({ region: code, strand, figure }) => ({ region: region(code), strand, count: figure })),
    byStrandAndCause: ({ byStrandAndCause }) => byStrandAndCause.map(({ figure, ...cell }) => ({ ...cell, count: figure })),
    byOutcome: ({ byOutcome = [] }) => byOutcome.map(({ key, figure }) => ({ outcome: key, count: figure })),
    byDays: ({ byDays = [] }) => byDays.map(({ key, figure }) => ({ days: key, count: figure })),
  },
} satisfies Resolvers;
