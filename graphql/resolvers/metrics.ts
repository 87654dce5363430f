// Published metrics.
import type { Metric } from "../../projections/metrics/metrics.ts";
import { askingOf, type CommandInput, type Context, givenPosition, pageSize } from "../context.ts";

export const metricsResolvers = {
  Query: {
    metrics: (_: unknown, args: { text?: string | null; first?: number | null; after?: string | null }, { hub }: Context) =>
      hub.metrics.queries().page(args.text ?? undefined, args.after ?? "", pageSize(args.first, 50)),
  },
  Mutation: {
    async importMetricSeries(_: unknown, { input }: { input: CommandInput }, context: Context) {
      const { asking, rest } = askingOf(context, input);
      const outcome = await context.hub.services.metrics.importSeries(rest, asking);
      return outcome.kind === "refused" ? outcome : { position: givenPosition(context, outcome.position) };
    },
  },
  ImportResult: { __resolveType: (result: { kind?: string }) => (result.kind === "refused" ? "Refused" : "SeriesImported") },
  Metric: {
    id: ({ metric }: Metric) => metric,
    periods: ({ metric }: Metric, _: unknown, { hub }: Context) => hub.metrics.queries().periods(metric),
    value: ({ metric }: Metric, { area, period }: { area: string; period: string }, { hub }: Context) =>
      hub.metrics.queries().value(metric, period, area),
  },
};
