// Published metrics.
import { compareMetric, findMetric, listMetrics, metricValue, periodsOf } from "../../queries/metrics/read-metrics.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { mutations, resultOf } from "./command.ts";
import { paged } from "./page.ts";

export const metricsResolvers = {
  Query: {
    metric: (_, { id }, { hub }) => findMetric(hub, id),
    metrics(_, args, context) {
      const wanted = { text: args.text ?? undefined, council: args.council ?? undefined };
      const list = (after: string | undefined, limit: number) => listMetrics(context.hub, wanted, after, limit);
      return paged(context, ["metrics", args.text ?? null, args.council ?? null], args, list, ({ metric }) => metric);
    },
  },
  Mutation: mutations(
    ["importMetricSeries"],
    ({ metrics }) => ({ execute: (_, input, context) => metrics.importSeries(input, context) }),
    ({ replaced }) => ({ replaced }),
  ),
  ImportResult: resultOf("SeriesImported"),
  Metric: {
    id: ({ metric }) => metric,
    periods: ({ metric }, _, { hub }) => periodsOf(hub, metric),
    value: ({ metric }, { area, period }, { hub }) => metricValue(hub, metric, period, hub.councils.codesOf(area)),
    comparison: ({ metric }, { council }, { hub }) => compareMetric(hub, metric, council),
  },
} satisfies Resolvers;
