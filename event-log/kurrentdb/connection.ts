// The one connection of a process to a cluster: calls bounded in number and time, and errors told apart by what they mean.
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { EventStoreDBClient } from "@eventstore/db-client";
import { LogUnavailable } from "../port.ts";
import type { ServerAddress } from "./connection-string.ts";

/** What a read or a subscription of the client is: events, until it is cancelled. */
export type Call = AsyncIterable<unknown> & { on(event: "error", listener: (error: Error) => void): unknown };

export type ServerConnection = ReturnType<typeof openConnection>;

/** A connection bears a hundred calls, and hangs without an error beyond. */
const CALLS = 60;
/** A read that brings nothing for so long has failed: the client keeps no time for it. */
export const IDLE_MS = 5_000;
/** The pause before a call that failed is tried again. */
export const BETWEEN_TRIES_MS = 100;
const KEEPALIVE_MS = { keepAliveInterval: 10_000, keepAliveTimeout: 2_000 };
/** A server that does not answer costs a new connection so long. In seconds, as the client takes it. */
const GOSSIP_TIMEOUT_S = 1;

/** Without TLS the client sends no name and password; but it takes the single calls by which appends are made only where there are some. */
const NOBODY = { username: "nobody", password: "nobody" };

/** Opens nothing yet. Throws where the file of certificates cannot be read. */
export function openConnection(address: ServerAddress) {
  const { hosts, discover, tls, caFile, credentials } = address;
  const authorities = caFile === undefined ? {} : { rootCertificate: readFileSync(caFile) };
  let client = connect();
  let isClosed = false;
  let left = CALLS;
  const waiting: (() => void)[] = [];

  function connect(): EventStoreDBClient {
    const settings = { ...KEEPALIVE_MS, connectionName: "candour" };
    const security = tls ? authorities : { insecure: true };
    const [first] = hosts;
    if (discover && first)
      return new EventStoreDBClient({ ...settings, discover: first, gossipTimeout: GOSSIP_TIMEOUT_S }, security, credentials);
    if (hosts.length === 1 && first) return new EventStoreDBClient({ ...settings, endpoint: first }, security, credentials);
    return new EventStoreDBClient({ ...settings, endpoints: [...hosts], gossipTimeout: GOSSIP_TIMEOUT_S }, security, credentials);
  }

  async function take(): Promise<void> {
    if (left > 0) left -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    if (isClosed) {
      release();
      throw new LogUnavailable("The event log is closed.");
    }
  }
  function release(): void {
    const next = waiting.shift();
    if (next) next();
    else left += 1;
  }

  return {
    credentials: credentials ?? NOBODY,
    /** Runs a call once fewer than the bound are under way. Throws LogUnavailable once it is closed. */
    async call<T>(work: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
      await take();
      try {
        return await work(client);
      } finally {
        release();
      }
    },
    /** A server that does not answer may keep its connection: the next call makes a new one. */
    renew(): void {
      if (isClosed) return;
      const old = client;
      client = connect();
      old.dispose().catch(() => {});
    },
    async close(): Promise<void> {
      isClosed = true;
      for (const next of waiting.splice(0)) next();
      // A call to a server that does not answer ends with the connection, and not before.
      await Promise.race([client.dispose(), pause(IDLE_MS, undefined, { ref: false })]);
    },
  };
}

/** What an error of the client says. `unknown`: a write may have been done. */
export type Meaning = "wrong-revision" | "no-stream" | "stream-deleted" | "too-large" | "no-right" | "behind" | "unknown";

const MEANINGS: Readonly<Record<string, Meaning>> = {
  "wrong-expected-version": "wrong-revision",
  "stream-not-found": "no-stream",
  "stream-deleted": "stream-deleted",
  "maximum-append-size-exceeded": "too-large",
  "access-denied": "no-right",
};

export function meaningOf(error: unknown): Meaning {
  const { type, message } = Object(error) as { readonly type?: unknown; readonly message?: unknown };
  if (String(message).includes("Consumer too slow")) return "behind";
  return MEANINGS[String(type)] ?? "unknown";
}

/** Nothing of the client's message: it may hold names of streams. */
export function unavailable(cause: unknown): LogUnavailable {
  if (cause instanceof LogUnavailable) return cause;
  return new LogUnavailable(
    meaningOf(cause) === "no-right"
      ? "The event log's server refuses the hub's account."
      : "The event log's server cannot be reached, or did not answer.",
    { cause },
  );
}
