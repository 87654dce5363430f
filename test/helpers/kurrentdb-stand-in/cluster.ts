// One node, or three nodes that share one record. Followers get its events later than the leader, and a stopped leader is replaced by an election.
import { randomUUID } from "node:crypto";
import gossip from "@eventstore/db-client/generated/gossip_pb.js";
import shared from "@eventstore/db-client/generated/shared_pb.js";
import type grpc from "@grpc/grpc-js";
import type { Accounts } from "./access.ts";
import { faultSwitches } from "./faults.ts";
import { statuses } from "./messages.ts";
import { type StandInNode, startNode } from "./node.ts";
import type { View } from "./reads.ts";
import type { StandInRecord } from "./record.ts";

export type ClusterOptions = {
  readonly nodes: 1 | 3;
  /** The address by which clients reach a node; gossip and followers return it. */
  advertisedAt(index: number, port: number): { readonly address: string; readonly port: number };
  /** The address on which nodes listen. */
  readonly listenOn: string;
  /** The nodes' ports in order; 0 picks a free port. */
  readonly ports: readonly number[];
  readonly credentials: grpc.ServerCredentials;
  readonly accounts: Accounts | undefined;
  /** How much later than the leader a follower has an event. */
  readonly replicationDelayMs: number;
  /** How long there is no leader after one was killed; "held": until `elect` is called. */
  readonly electionMs: number | "held";
  /** How long the server waits before it answers a dropped write with a timeout. */
  readonly prepareTimeoutMs: number;
};

export async function startCluster(record: StandInRecord, options: ClusterOptions) {
  const faults = faultSwitches();
  const nodes: StandInNode[] = [];
  const ids = Array.from({ length: options.nodes }, () => randomUUID());
  let leader: number | undefined = 0;
  /** The node that other nodes still take for the leader after it stopped. */
  let supposed = 0;
  let holdReplication = 0;
  let electing: NodeJS.Timeout | undefined;
  let isClosed = false;

  const followers: { advance(to: number): void }[] = [];
  const views = ids.map((_, index) => viewOf(index));

  function viewOf(index: number): View {
    const listeners = new Set<() => void>();
    let has = record.committed();
    followers.push({
      advance(to) {
        if (to <= has) return;
        has = to;
        for (const listener of listeners) listener();
      },
    });
    return { record, listeners, visible: () => (index === leader ? record.committed() : has) };
  }

  record.listeners.add(replicate);
  function replicate(): void {
    const to = record.committed();
    for (const [index, follower] of followers.entries()) {
      if (index === leader || (options.replicationDelayMs === 0 && holdReplication === 0)) follower.advance(to);
      else if (holdReplication === 0) setTimeout(() => follower.advance(to), options.replicationDelayMs).unref();
    }
  }

  const alive = () => nodes.filter((node) => node.isAlive()).length;
  const hasMajority = () => alive() > options.nodes / 2;

  for (const [index, view] of views.entries())
    nodes.push(
      await startNode({
        ...options,
        port: options.ports[index] ?? 0,
        view,
        faults,
        gossip: () => gossipInfo(),
        routeOf(requiresLeader) {
          if (leader === undefined) return "nowhere";
          const node = nodes[leader];
          if (!requiresLeader || index === leader || !node) return undefined;
          const at = options.advertisedAt(leader, node.port);
          return statuses.notLeader(at.address, at.port);
        },
      }),
    );

  function gossipInfo(): gossip.ClusterInfo {
    const { LEADER, FOLLOWER, UNKNOWN } = gossip.MemberInfo.VNodeState;
    const members = nodes.map((node, index) => {
      const isSupposed = leader === undefined && index === supposed && electing !== undefined;
      const state = index === leader || isSupposed ? LEADER : leader === undefined ? UNKNOWN : FOLLOWER;
      const member = new gossip.MemberInfo().setState(state).setIsAlive(node.isAlive() || isSupposed);
      member.setInstanceId(new shared.UUID().setString(ids[index] ?? "")).setTimeStamp(String(Date.now() * 10_000));
      const at = options.advertisedAt(index, node.port);
      return member.setHttpEndPoint(new gossip.EndPoint().setAddress(at.address).setPort(at.port));
    });
    return new gossip.ClusterInfo().setMembersList(members);
  }

  function elect(): void {
    clearTimeout(electing);
    electing = undefined;
    if (leader !== undefined || isClosed || !hasMajority()) return;
    leader = nodes.findIndex((node) => node.isAlive());
    record.forgetRepeats();
    followers[leader]?.advance(record.committed());
  }

  function startElection(): void {
    if (options.electionMs === "held") return;
    electing = setTimeout(elect, options.electionMs);
    electing.unref();
  }

  async function leave(index: number, how: "kill" | "stop"): Promise<void> {
    const node = nodes[index];
    if (!node?.isAlive()) return;
    const wasLeader = index === leader;
    if (wasLeader && how === "kill") record.discardUncommitted();
    if (wasLeader || alive() - 1 <= options.nodes / 2) {
      supposed = leader ?? supposed;
      leader = undefined;
      startElection();
    }
    await (how === "stop" ? node.stop() : node.kill());
  }

  return {
    nodes,
    faults,
    leader: () => leader,
    elect,
    kill: (index: number) => leave(index, "kill"),
    stop: (index: number) => leave(index, "stop"),
    async restart(index: number): Promise<void> {
      const node = nodes[index];
      if (!node || node.isAlive()) return;
      await node.start();
      if (options.nodes === 1) elect();
      else if (leader === undefined && hasMajority()) startElection();
    },
    /** Followers get no new events until the returned function is called. */
    holdReplication(): () => void {
      holdReplication += 1;
      return () => {
        holdReplication -= 1;
        replicate();
      };
    },
    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(electing);
      record.listeners.delete(replicate);
      await Promise.all(nodes.map((node) => node.kill()));
    },
  };
}
