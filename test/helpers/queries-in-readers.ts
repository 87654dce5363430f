// How many queries a hub has handed over to reader threads, by its metrics.
import type { Hub } from "../../hub/hub.ts";

export async function queriesInReaders({ telemetry }: Hub, outcome: "answered" | "returned"): Promise<number> {
  const { values } = (await telemetry.registry.getSingleMetric("candour_reader_queries_total")?.get()) ?? { values: [] };
  return values.find(({ labels }) => labels.outcome === outcome)?.value ?? 0;
}
