// The hub as a process, with and without a collector.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { serving } from "../helpers/cli.ts";
import { startCollector } from "../helpers/trace-collector.ts";

const HOOK = ["--import", join(import.meta.dirname, "../helpers/say-opentelemetry.mjs")];

/** Starts a hub, sends it a request and stops it. */
async function serveOnce(env: Record<string, string>) {
  const dir = mkdtempSync(join(tmpdir(), "candour-tracing-"));
  const settings = { CANDOUR_DATA_DIR: dir, CANDOUR_DEMONSTRATION: "false", CANDOUR_ACCESS_LOG: "true", ...env };
  const hub = await serving(settings, HOOK);
  const response = await fetch(`${hub.url}/graphql`, { method: "POST" });
  await response.text();
  const { code, stderr } = await hub.stop();
  rmSync(dir, { recursive: true, force: true });
  const lines = stderr.split("\n").filter((line) => line.startsWith("{"));
  return { code, stderr, lines: lines.map((line) => JSON.parse(line)) };
}

it("A hub loads OpenTelemetry only if a collector is named, sends queued spans when it stops, and writes the secret nowhere", async () => {
  const collector = await startCollector();
  const [without, withOne] = await Promise.all([
    serveOnce({ OTEL_SERVICE_NAME: "candour", OTEL_TRACES_SAMPLER: "always_on" }),
    serveOnce({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/SECRETPATH`,
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20SECRETTOKEN",
      OTEL_RESOURCE_ATTRIBUTES: "who=SECRETRESOURCE",
      OTEL_BSP_SCHEDULE_DELAY: "60000",
    }),
  ]);
  collector.close();
  expect([without.code, withOne.code]).toEqual([0, 0]);
  expect(without.stderr.match(/^LOADED .*$/gm) ?? []).toEqual([]);
  expect(without.lines.find((line) => line.code === "REQUEST")).not.toHaveProperty("trace");

  expect(withOne.stderr).toMatch(/^LOADED .*otlp-trace/m);
  const [request, ...others] = collector.requests;
  expect(others).toEqual([]);
  expect([request?.url, request?.headers.authorization]).toEqual(["/SECRETPATH/v1/traces", "Bearer SECRETTOKEN"]);
  const line = withOne.lines.find((one) => one.code === "REQUEST");
  expect(collector.spans.find(({ trace }) => trace === line.trace)).toMatchObject({
    ...{ name: "/graphql", parent: "" },
    attributes: { "candour.request_id": line.request, "http.response.status_code": 401, "candour.codes": ["UNAUTHENTICATED"] },
  });
  const settings = { tracing: { origin: collector.url, ratio: 1 } };
  expect(withOne.lines[0]).toMatchObject({ code: "STARTING", settings });
  expect(withOne.stderr).not.toMatch(/SECRET/);
});
