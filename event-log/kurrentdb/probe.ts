// Finds out why a cluster cannot be used. With several addresses the client reports only that it found no server, so this asks each server separately.
import { BACKWARDS, END } from "@eventstore/db-client";
import { meaningOf, openConnection } from "./connection.ts";
import type { ServerAddress } from "./connection-string.ts";

/** `no-leader`: a server answers, but the cluster has no majority. */
export type ServerProblem = "unreachable" | "certificate" | "not-tls" | "password" | "no-right" | "no-leader";

/** The order in which problems help an operator: the first one found is reported. */
const TELLING: readonly ServerProblem[] = ["certificate", "password", "no-right", "not-tls", "no-leader", "unreachable"];

/** Used for a cluster that could not be read. */
export async function findServerProblem(address: ServerAddress): Promise<ServerProblem> {
  const problems = await Promise.all(address.hosts.map((host) => problemOf({ ...address, hosts: [host], discover: false })));
  return TELLING.find((problem) => problems.includes(problem)) ?? "unreachable";
}

async function problemOf(address: ServerAddress): Promise<ServerProblem> {
  const connection = openConnection(address);
  try {
    await connection.call(async (client) => {
      const read = client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 });
      read.on("error", () => {});
      const timer = setTimeout(() => read.cancel().catch(() => {}), connection.patience.idleMs);
      try {
        for await (const _ of read);
      } finally {
        clearTimeout(timer);
        await read.cancel().catch(() => {});
      }
    });
    return "no-leader";
  } catch (error) {
    const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
    // gRPC distinguishes UNAUTHENTICATED from PERMISSION_DENIED, but the client gives both the same type.
    if (meaningOf(error) === "no-right") return code === 16 ? "password" : "no-right";
    if (/certificate|self.signed|altnames|CERT_/i.test(String(message))) return "certificate";
    if (/wrong version number|SSL|Protocol error|RST_STREAM|Failed to connect/i.test(String(message))) return "not-tls";
    return "unreachable";
  } finally {
    await connection.close();
  }
}
