// Detailed readiness and metrics for operators, on loopback only or under a host name of an internal network, because internal problems are not public.
import { createServer } from "node:http";
import { type Config, LOOPBACK } from "../config.ts";
import type { Hub } from "../hub.ts";

export type Operations = { readonly url: string; close(): Promise<void> };

const HOST = "127.0.0.1";

type OperationsAddress = {
  readonly operationsPort: Config["operationsPort"];
  readonly operationsHost?: Config["operationsHost"];
};

/** Undefined if the settings have no port. Rejects if the port is in use. */
export async function serveOperations(
  hub: Hub,
  { operationsPort: port, operationsHost: name }: OperationsAddress,
): Promise<Operations | undefined> {
  if (port === undefined) return undefined;
  let scrape: Promise<string> | undefined;
  /** Concurrent scrapes share one collection. */
  const metrics = () => {
    scrape ??= hub.telemetry.text().finally(() => {
      scrape = undefined;
    });
    return scrape;
  };
  const pages: Readonly<Record<string, () => Promise<readonly [status: number, type: string, body: string]>>> = {
    "/live": async () => [200, "application/json", '{"live":true}\n'],
    "/ready": async () => {
      const readiness = hub.readiness();
      return [readiness.ready ? 200 : 503, "application/json", `${JSON.stringify(readiness)}\n`];
    },
    "/metrics": async () => [200, hub.telemetry.registry.contentType, await metrics()],
  };
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, connectionsCheckingInterval: 1_000 });
  server.on("request", (request, response) => {
    const page = isNamed(request.headers.host, name) && request.method === "GET" ? pages[request.url ?? ""] : undefined;
    response.setHeader("cache-control", "no-store");
    response.setHeader("x-content-type-options", "nosniff");
    if (!page) {
      response.writeHead(404).end();
      return;
    }
    page().then(
      ([status, type, body]) => response.writeHead(status, { "content-type": type }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, ...(name === undefined && { host: HOST }) }, resolve);
  });
  const address = server.address();
  const listening = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://${HOST}:${listening}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Without this check a web page could send requests here under another host's name. */
const isNamed = (host = "", name?: string): boolean => {
  const hostname = host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  return LOOPBACK.includes(hostname) || hostname === name;
};
