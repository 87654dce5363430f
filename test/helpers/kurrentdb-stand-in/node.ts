// One node of the stand-in: a gRPC server behind a relay, on the same port across restarts.

import { GossipService } from "@eventstore/db-client/generated/gossip_grpc_pb.js";
import type gossip from "@eventstore/db-client/generated/gossip_pb.js";
import { ServerFeaturesService } from "@eventstore/db-client/generated/serverfeatures_grpc_pb.js";
import features from "@eventstore/db-client/generated/serverfeatures_pb.js";
import { StreamsService } from "@eventstore/db-client/generated/streams_grpc_pb.js";
import pb from "@eventstore/db-client/generated/streams_pb.js";
import { UsersService } from "@eventstore/db-client/generated/users_grpc_pb.js";
import grpc from "@grpc/grpc-js";
import type { Accounts } from "./access.ts";
import { callLimit } from "./call-limit.ts";
import type { FaultSwitches } from "./faults.ts";
import { type Status, statuses } from "./messages.ts";
import { read } from "./read-service.ts";
import type { View } from "./reads.ts";
import { type Relay, startRelay } from "./relay.ts";
import type { LiveSubscription } from "./subscription.ts";
import { usersService } from "./users-service.ts";
import { append, remove } from "./write-service.ts";

const VERSION = "23.10.6";
/** The real server's grace period, after which it cuts open connections. */
const GRACE_MS = 5000;
const MAX_MESSAGE_BYTES = 17 * 1024 * 1024;

export type NodeContext = {
  readonly view: View;
  readonly accounts: Accounts | undefined;
  readonly faults: FaultSwitches;
  readonly prepareTimeoutMs: number;
  readonly subscriptions: Set<LiveSubscription>;
  readonly seen: { appends: number; reads: number };
  /** Where a write is routed: nowhere while no leader is known, or back to the client with the leader's address. */
  routeOf(requiresLeader: boolean): Status | "nowhere" | undefined;
  cut(peer: string): void;
};
export type StandInNode = {
  readonly port: number;
  readonly relay: Relay;
  readonly context: NodeContext;
  isAlive(): boolean;
  /** Ends at once, as by SIGKILL. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Ends as by SIGTERM: open subscriptions end with an error of the server. */
  stop(): Promise<void>;
};

type NodeOptions = Omit<NodeContext, "cut" | "subscriptions" | "seen"> & {
  readonly port: number;
  /** The address on which the node listens. */
  readonly listenOn: string;
  readonly credentials: grpc.ServerCredentials;
  gossip(): gossip.ClusterInfo;
};

export async function startNode(options: NodeOptions): Promise<StandInNode> {
  const relay = await startRelay(options.port, options.listenOn);
  const context: NodeContext = { ...options, subscriptions: new Set(), seen: { appends: 0, reads: 0 }, cut: relay.cut };
  let server: grpc.Server | undefined;

  async function start(): Promise<void> {
    const starting = serverFor(context, options.gossip);
    const port = await new Promise<number>((resolve, reject) =>
      starting.bindAsync("127.0.0.1:0", options.credentials, (error, bound) => (error ? reject(error) : resolve(bound))),
    );
    server = starting;
    await relay.open(port);
  }

  async function leave(graceMs: number): Promise<void> {
    const leaving = server;
    server = undefined;
    const shut = relay.shut(graceMs);
    for (const subscription of [...context.subscriptions]) subscription.end(statuses.stopped());
    // Ends each connection after the running answers were sent.
    leaving?.tryShutdown(() => {});
    await shut;
    leaving?.forceShutdown();
  }

  await start();
  return {
    port: relay.port,
    relay,
    context,
    isAlive: () => server !== undefined,
    kill: () => leave(0),
    start,
    stop: () => leave(GRACE_MS),
  };
}

function serverFor(context: NodeContext, gossipInfo: () => gossip.ClusterInfo): grpc.Server {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": -1,
  });
  const limit = callLimit();
  // BatchAppend is neither implemented nor listed among the features, so a client uses one call for each append.
  const { batchAppend: _, ...served } = StreamsService;
  server.addService(served as grpc.ServiceDefinition, {
    read: limit.stream<Parameters<typeof read>[1]>((call) => {
      context.seen.reads += 1;
      read(context, call);
    }),
    append: limit.unary<Parameters<typeof append>[1], pb.AppendResp>((call, callback) => append(context, call, callback)),
    delete: limit.unary<grpc.ServerUnaryCall<pb.DeleteReq, pb.DeleteResp>, pb.DeleteResp>((call, callback) => {
      const { Position } = pb.DeleteResp;
      const respond = (at?: string) =>
        new pb.DeleteResp().setPosition(at ? new Position().setCommitPosition(at).setPreparePosition(at) : undefined);
      remove(context, call, callback, false, respond);
    }),
    tombstone: limit.unary<grpc.ServerUnaryCall<pb.TombstoneReq, pb.TombstoneResp>, pb.TombstoneResp>((call, callback) => {
      const { Position } = pb.TombstoneResp;
      const respond = (at?: string) =>
        new pb.TombstoneResp().setPosition(at ? new Position().setCommitPosition(at).setPreparePosition(at) : undefined);
      remove(context, call, callback, true, respond);
    }),
  });
  server.addService(GossipService as unknown as grpc.ServiceDefinition, {
    read: (_call: unknown, callback: grpc.sendUnaryData<gossip.ClusterInfo>) => callback(null, gossipInfo()),
  });
  server.addService(ServerFeaturesService as unknown as grpc.ServiceDefinition, {
    getSupportedMethods: (_call: unknown, callback: grpc.sendUnaryData<features.SupportedMethods>) =>
      callback(null, supportedMethods()),
  });
  server.addService(UsersService as unknown as grpc.ServiceDefinition, usersService(context.accounts));
  return server;
}

function supportedMethods(): features.SupportedMethods {
  const names = ["read", "append", "delete", "tombstone"];
  const methods = names.map((name) => {
    const method = new features.SupportedMethod().setMethodName(name).setServiceName("event_store.client.streams.streams");
    return name === "read" ? method.setFeaturesList(["position", "events"]) : method;
  });
  return new features.SupportedMethods().setEventStoreServerVersion(VERSION).setMethodsList(methods);
}
