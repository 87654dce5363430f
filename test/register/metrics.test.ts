import { expect, it } from "vitest";
import type { StoredEvent } from "../../event-log/port.ts";
import { metricsModel } from "../../projections/metrics/metrics.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { metricStream } from "../../services/metrics/events.ts";
import { memoryKeys } from "../helpers/memory-keys.ts";
import { storedEvent } from "../helpers/stored-event.ts";

it("finds metrics by their label, with any encoding or case of letters", () => {
  const keys = memoryKeys();
  const store = openStore(metricsModel, ":memory:", { keys, today: () => "2026-03-10" });
  const imported = (label: string, n: number): StoredEvent => {
    const data = { metric: String(n), label, unit: "£", valueType: "raw", period: { id: "2025", label: "2025" }, values: {} };
    return storedEvent(n + 1, { type: "MetricSeriesImported.v1", data }, { stream: metricStream(String(n), "2025") });
  };
  const labels = ["Visits to ÉLAN library", "Cafe\u0301 licences", "Over\u00adspend on adults"];
  store.applyPage(labels.map(imported));
  const found = (text: string) => store.queries.page({ text }, "", 10).map(({ label }) => label);
  expect(found("élan LIBRARY")).toEqual([labels[0]]);
  expect(found("CAFÉ")).toEqual([labels[1]]);
  expect(found("overspend")).toEqual([labels[2]]);
  expect(found("nothing of the kind")).toEqual([]);
  store.close();
  keys.close();
});
