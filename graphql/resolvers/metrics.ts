// Published metrics.
import type { Metric } from "../../projections/metrics/metrics.ts";
import type { Context } from "../context.ts";
import { mutations, resultOf } from "./command.ts";
import { type PageArgs, paged } from "./page.ts";

export const metricsResolvers = {
  Query: {
    metric: (_: unknown, { id }: { id: string }, { hub }: Context) => hub.metrics.queries().metric(id),
    metrics(_: unknown, args: PageArgs & { readonly text?: string | null }, context: Context) {
      const list = (after: string | undefined, limit: number) =>
        context.hub.metrics.queries().page(args.text ?? undefined, after ?? "", limit);
      return paged(context, ["metrics", args.text ?? null], args, list, ({ metric }) => metric);
    },
  },
  Mutation: mutations(
    ["importMetricSeries"],
    ({ hub }, _, input, asking) => hub.services.metrics.importSeries(input, asking),
    ({ replaced }) => ({ replaced: replaced ?? false }),
  ),
  ImportResult: resultOf("SeriesImported"),
  Metric: {
    id: ({ metric }: Metric) => metric,
    periods: ({ metric }: Metric, _: unknown, { hub }: Context) => hub.metrics.queries().periods(metric),
    value: ({ metric }: Metric, { area, period }: { area: string; period: string }, { hub }: Context) =>
      hub.metrics.queries().value(metric, period, hub.councils.codesOf(area)),
  },
};
