// A stand-in for EventStoreDB: its protocol over gRPC on 127.0.0.1 with a small store beneath, and faults on demand. It proves the wiring and
// the handling of failures of whoever talks to it through the real client, and nothing about the real server.
import grpc from "@grpc/grpc-js";
import { type Accounts, DEFAULT_ACCOUNTS } from "./access.ts";
import { type ClusterOptions, startCluster } from "./cluster.ts";
import type { LostAcknowledgement } from "./faults.ts";
import { fileJournal } from "./journal.ts";
import { openRecord } from "./record.ts";

export type StandInOptions = {
  /** One node unless said otherwise. */
  readonly nodes?: 1 | 3;
  /** Of the nodes, in their order; free ones unless said otherwise. */
  readonly ports?: readonly number[];
  /** Of the nodes, where clients reach them otherwise than at `localhost` and their port, as from other containers; it then listens everywhere. */
  readonly advertised?: readonly { readonly address: string; readonly port: number }[];
  /** Kept in this file too, so that a process can be killed and started again on it. */
  readonly file?: string;
  /** Without TLS there is no sign-in, as at the real server. */
  readonly tls?: { readonly caFile: string; readonly certificate: Buffer; readonly key: Buffer };
  readonly accounts?: Accounts;
  readonly replicationDelayMs?: number;
  readonly electionMs?: number | "held";
  readonly prepareTimeoutMs?: number;
};

/** The real server's time limit of the first phase of a write. */
const PREPARE_TIMEOUT_MS = 2000;
const ELECTION_MS = 300;

export type StandIn = Awaited<ReturnType<typeof startStandIn>>;
export type StandInFaults = StandIn["faults"];

export async function startStandIn(options: StandInOptions = {}) {
  const record = openRecord(options.file === undefined ? undefined : fileJournal(options.file));
  const { tls } = options;
  // A certificate names hosts, and Node warns of addresses in their place.
  const host = tls ? "localhost" : "127.0.0.1";
  const settings: ClusterOptions = {
    nodes: options.nodes ?? 1,
    advertisedAt: (index, port) => options.advertised?.[index] ?? { address: host, port },
    listenOn: options.advertised ? "0.0.0.0" : "127.0.0.1",
    ports: options.ports ?? [],
    credentials: tls
      ? grpc.ServerCredentials.createSsl(null, [{ cert_chain: tls.certificate, private_key: tls.key }])
      : grpc.ServerCredentials.createInsecure(),
    // Its own: they can be changed through its service of users.
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
    /** Without a name and password: with TLS the caller signs in per call or puts them in. */
    connectionString: `esdb://${hosts.join(",")}?${query}`,
    /** For one node alone. */
    connectionStringOf: (index: number) => `esdb://${hosts[index]}?${query}`,
    ports: nodes.map(({ port }) => port),
    /** How many calls came in, of all nodes. */
    seen: {
      appends: () => contexts().reduce((total, { seen }) => total + seen.appends, 0),
      reads: () => contexts().reduce((total, { seen }) => total + seen.reads, 0),
      subscriptions: () => contexts().reduce((total, { subscriptions }) => total + subscriptions.size, 0),
    },
    faults: {
      /** Every live subscriber is dropped as one that was too slow. */
      dropLiveSubscribers(): void {
        for (const { subscriptions } of contexts()) for (const subscription of [...subscriptions]) subscription.drop();
      },
      /** The next writes land, or had landed, and are not acknowledged: the connection is cut, or no answer comes. */
      loseAcknowledgements: (count: number, how: LostAcknowledgement) => cluster.faults.loseAcknowledgements(count, how),
      /** The next writes fail with this status and do not land. */
      refuseWrites: (count: number, code: grpc.status, details: string) => cluster.faults.refuseWrites(count, code, details),
      /** Writes are neither finished nor visible until what is returned is called. */
      holdCommits: () => record.holdCommits(),
      /** Followers get nothing until what is returned is called. */
      holdReplication: () => cluster.holdReplication(),
      /** Answers nothing and closes nothing, as a process that was stopped; until `thaw`. */
      freeze: (node = 0): void => nodeAt(node)?.relay.freeze(),
      thaw: (node = 0): void => nodeAt(node)?.relay.thaw(),
      /** As by SIGKILL: connections are cut, what was not finished is gone, nobody can connect. */
      kill: (node = 0) => cluster.kill(node),
      /** As by SIGTERM: subscriptions end with an error of their own. */
      stop: (node = 0) => cluster.stop(node),
      /** On the same port, with what was on record. */
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
