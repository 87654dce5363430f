// A stand-in for EventStoreDB: its gRPC protocol on 127.0.0.1 over a small store, with faults on demand. It tests how users of the real client
// are connected and handle failures, and shows nothing about the real server.
import grpc from "@grpc/grpc-js";
import { type Accounts, DEFAULT_ACCOUNTS } from "./access.ts";
import { type ClusterOptions, startCluster } from "./cluster.ts";
import type { LostAcknowledgement } from "./faults.ts";
import { fileJournal } from "./journal.ts";
import { openRecord } from "./record.ts";

export type StandInOptions = {
  /** The number of nodes, 1 by default. */
  readonly nodes?: 1 | 3;
  /** The nodes' ports in order; free ports by default. */
  readonly ports?: readonly number[];
  /** The nodes' addresses if clients do not reach them at `localhost`, for example from other containers; the nodes then listen on all interfaces. */
  readonly advertised?: readonly { readonly address: string; readonly port: number }[];
  /** The record is also written to this file, so that a killed process can be restarted on it. */
  readonly file?: string;
  /** Without TLS there is no authentication, as at the real server. */
  readonly tls?: { readonly caFile: string; readonly certificate: Buffer; readonly key: Buffer };
  readonly accounts?: Accounts;
  readonly replicationDelayMs?: number;
  readonly electionMs?: number | "held";
  readonly prepareTimeoutMs?: number;
};

/** The real server's timeout for the first phase of a write. */
const PREPARE_TIMEOUT_MS = 2000;
const ELECTION_MS = 300;

export type StandIn = Awaited<ReturnType<typeof startStandIn>>;

export async function startStandIn(options: StandInOptions = {}) {
  const record = openRecord(options.file === undefined ? undefined : fileJournal(options.file));
  const { tls } = options;
  // Certificates contain host names, and Node warns about addresses in them.
  const host = tls ? "localhost" : "127.0.0.1";
  const settings: ClusterOptions = {
    nodes: options.nodes ?? 1,
    advertisedAt: (index, port) => options.advertised?.[index] ?? { address: host, port },
    listenOn: options.advertised ? "0.0.0.0" : "127.0.0.1",
    ports: options.ports ?? [],
    credentials: tls
      ? grpc.ServerCredentials.createSsl(null, [{ cert_chain: tls.certificate, private_key: tls.key }])
      : grpc.ServerCredentials.createInsecure(),
    // A copy, because accounts can be changed through the users service.
    accounts: tls && structuredClone(options.accounts ?? DEFAULT_ACCOUNTS),
    replicationDelayMs: options.replicationDelayMs ?? 0,
    electionMs: options.electionMs ?? ELECTION_MS,
    prepareTimeoutMs: options.prepareTimeoutMs ?? PREPARE_TIMEOUT_MS,
  };
  const cluster = await startCluster(record, settings);
  const { nodes } = cluster;
  const hosts = nodes.map(({ port }) => `${host}:${port}`);
  const query = tls ? `tls=true&tlsCAFile=${encodeURIComponent(tls.caFile)}` : "tls=false";
  const contexts = () => nodes.map(({ context }) => context);
  const nodeAt = (index: number) => nodes[index] ?? nodes[0];
  const leaderIndex = () => cluster.leader() ?? 0;

  return {
    /** Contains no credentials: with TLS the caller passes them with each call or adds them to the string. */
    connectionString: `esdb://${hosts.join(",")}?${query}`,
    /** The connection string of one node. */
    connectionStringOf: (index: number) => `esdb://${hosts[index]}?${query}`,
    ports: nodes.map(({ port }) => port),
    /** The number of calls received by all nodes. */
    seen: {
      appends: () => contexts().reduce((total, { seen }) => total + seen.appends, 0),
      reads: () => contexts().reduce((total, { seen }) => total + seen.reads, 0),
      subscriptions: () => contexts().reduce((total, { subscriptions }) => total + subscriptions.size, 0),
    },
    faults: {
      /** Drops every live subscriber as too slow. */
      dropLiveSubscribers(): void {
        for (const { subscriptions } of contexts()) for (const subscription of [...subscriptions]) subscription.drop();
      },
      /** The next writes are stored but not acknowledged: the connection is cut, or no answer is sent. */
      loseAcknowledgements: (count: number, how: LostAcknowledgement) => cluster.faults.loseAcknowledgements(count, how),
      /** The next writes fail with this status and are not stored. */
      refuseWrites: (count: number, code: grpc.status, details: string) => cluster.faults.refuseWrites(count, code, details),
      /** Writes are neither finished nor visible until the returned function is called. */
      holdCommits: () => record.holdCommits(),
      /** Followers get no new events until the returned function is called. */
      holdReplication: () => cluster.holdReplication(),
      /** Sends no answers and closes no connections, like a suspended process, until `thaw`. */
      freeze: (node = 0): void => nodeAt(node)?.relay.freeze(),
      thaw: (node = 0): void => nodeAt(node)?.relay.thaw(),
      /** Ends a node as by SIGKILL: connections are cut, unfinished writes are lost, new connections are refused. */
      kill: (node = 0) => cluster.kill(node),
      /** Ends a node as by SIGTERM: subscriptions end with an error of the server. */
      stop: (node = 0) => cluster.stop(node),
      /** Restarts a node on the same port with the stored events. */
      restart: (node = 0) => cluster.restart(node),
      leader: () => cluster.leader(),
      async killLeader(): Promise<number> {
        const index = leaderIndex();
        await cluster.kill(index);
        return index;
      },
      /** Ends a "held" election. */
      elect: () => cluster.elect(),
    },
    async close(): Promise<void> {
      await cluster.close();
      record.close();
    },
  };
}
