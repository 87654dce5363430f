// The connection of a process to a cluster: it bounds the number and duration of calls, and classifies errors.
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { EventStoreDBClient } from "@eventstore/db-client";
import { LogUnavailable } from "../port.ts";
import type { ServerAddress } from "./connection-string.ts";

export type ServerConnection = ReturnType<typeof openConnection>;

/** A connection supports 100 concurrent calls; a further call hangs without an error. */
const CALLS = 60;
/** How long calls wait for a server, and are repeated. Tests of servers that do not answer wait less. */
export type Patience = {
  /** A read that receives nothing for this time has failed: the client itself has no timeout for reads. */
  readonly idleMs: number;
  /** How long a read is repeated: electing a new leader takes some seconds. */
  readonly readsMs: number;
  /** An attempt to write without an answer ends after this time, which a writer also waits for when a leader dies. */
  readonly attemptMs: number;
  /** How long a read may lack events that the leader has. A cluster that was restored from an older backup lacks them for good. */
  readonly behindMs: number;
};
export const PATIENCE: Patience = { idleMs: 5_000, readsMs: 4_000, attemptMs: 1_200, behindMs: 2_000 };
/** The pause before a failed call is repeated. */
export const BETWEEN_TRIES_MS = 100;
const KEEPALIVE_MS = { keepAliveInterval: 10_000, keepAliveTimeout: 2_000 };
/** How long a new connection waits for a server that does not answer. The client takes seconds. */
const GOSSIP_TIMEOUT_S = 1;

/** Without TLS the client sends no credentials, but it uses single append calls only if credentials are set. */
const NOBODY = { username: "nobody", password: "nobody" };

/** Does not connect yet. Throws if the certificate file cannot be read. */
export function openConnection(address: ServerAddress, patience: Patience = PATIENCE) {
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
    patience,
    /** Runs a call when fewer than the maximum number of calls are running. Throws LogUnavailable after the connection was closed. */
    async call<T>(work: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
      await take();
      try {
        return await work(client);
      } finally {
        release();
      }
    },
    /** Used when a server does not answer but keeps its connection open: later calls use a new connection, unless `used` was already replaced. */
    renew(used: EventStoreDBClient): void {
      if (isClosed || used !== client) return;
      client = connect();
      used.dispose().catch(() => {});
    },
    async close(): Promise<void> {
      isClosed = true;
      for (const next of waiting.splice(0)) next();
      // A call to a server that does not answer ends only when the connection closes.
      await Promise.race([client.dispose(), pause(patience.idleMs, undefined, { ref: false })]);
    },
  };
}

/** The meaning of an error of the client. `unknown`: a write may have succeeded. */
type Meaning = "wrong-revision" | "no-stream" | "stream-deleted" | "too-large" | "no-right" | "behind" | "unknown";

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

/** Leaves out the client's message, because it may contain names of streams. */
export function unavailable(cause: unknown): LogUnavailable {
  if (cause instanceof LogUnavailable) return cause;
  return new LogUnavailable(
    meaningOf(cause) === "no-right"
      ? "The event log's server refuses the hub's account."
      : "The event log's server cannot be reached, or did not answer.",
    { cause },
  );
}
