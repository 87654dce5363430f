// Addresses of an EventStoreDB cluster on this machine, for tests that put a relay between it and a hub.
import { readFileSync } from "node:fs";
import { GossipClient } from "@eventstore/db-client/generated/gossip_grpc_pb.js";
import gossip from "@eventstore/db-client/generated/gossip_pb.js";
import shared from "@eventstore/db-client/generated/shared_pb.js";
import grpc from "@grpc/grpc-js";
import { readServerAddress } from "../../../event-log/kurrentdb/connection-string.ts";

/** Returns the port of the leader. */
export async function findLeaderPort(connectionString: string): Promise<number> {
  const { hosts, tls, caFile } = readServerAddress(connectionString);
  const credentials = tls
    ? grpc.credentials.createSsl(caFile === undefined ? null : readFileSync(caFile))
    : grpc.credentials.createInsecure();
  for (const { address, port } of hosts) {
    const client = new GossipClient(`${address}:${port}`, credentials);
    const members = await new Promise<readonly gossip.MemberInfo[]>((resolve) =>
      client.read(new shared.Empty(), (error, info) => resolve(error ? [] : info.getMembersList())),
    );
    client.close();
    const leader = members.find((member) => member.getIsAlive() && member.getState() === gossip.MemberInfo.VNodeState.LEADER);
    if (leader) return leader.getHttpEndPoint()?.getPort() ?? port;
    if (members.length === 1) return port;
  }
  throw new Error("The cluster has no leader.");
}

/** Returns the address of the same cluster through one port of this machine. With TLS its host is `localhost`, the name in the certificate. */
export function throughPort(connectionString: string, port: number): string {
  const { hosts, tls } = readServerAddress(connectionString);
  const named = hosts.map((host) => `${host.address}:${host.port}`).join(",");
  return connectionString.replace(named, `${tls ? "localhost" : "127.0.0.1"}:${port}`);
}
