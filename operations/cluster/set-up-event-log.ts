// Sets up the accounts of the event log, in docker-compose.yml: new passwords for the server's own accounts, whose default passwords are public, and
// the hubs' account with the right to read $all. A repeat changes nothing. Run as: set-up-event-log.ts <file with the hubs' address of the
// log> <file with the new password of admin>.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { EventStoreDBClient } from "@eventstore/db-client";
import gossipClients from "@eventstore/db-client/generated/gossip_grpc_pb.js";
import gossip from "@eventstore/db-client/generated/gossip_pb.js";
import shared from "@eventstore/db-client/generated/shared_pb.js";
import userClients from "@eventstore/db-client/generated/users_grpc_pb.js";
import users from "@eventstore/db-client/generated/users_pb.js";
import grpc from "@grpc/grpc-js";
import { readServerAddress } from "../../event-log/kurrentdb/connection-string.ts";

/** The default password of the server's own accounts. */
const FIRST_PASSWORD = "changeit";
const GROUP = "candour-hub";
const RIGHTS = { acl: { readRoles: ["$admins", GROUP], metaReadRoles: ["$admins"] } };
/** The cluster takes seconds to elect a leader, and longer when its servers have just started. */
const TRIES = 60;
const PAUSE_MS = 1_000;
const CALL_MS = 10_000;

const [urlFile = "", adminFile = ""] = process.argv.slice(2);
const { hosts, caFile, credentials: hub } = readServerAddress(readFileSync(urlFile, "utf8"));
const adminPassword = readFileSync(adminFile, "utf8").trim();
if (!hub || !caFile) throw new Error("The address of the log needs an account and tlsCAFile.");
const authority = readFileSync(caFile);
const channel = grpc.credentials.createSsl(authority);

type Callback<T> = (error: grpc.ServiceError | null, response: T) => void;
const callOf = <T>(start: (callback: Callback<T>) => unknown) =>
  new Promise<T>((resolve, reject) => start((error, response) => (error ? reject(error) : resolve(response))));
const inTime = () => ({ deadline: Date.now() + CALL_MS });
const codeOf = (error: unknown) => (error as Partial<grpc.ServiceError>).code;

function authorization(username: string, password: string): grpc.Metadata {
  const metadata = new grpc.Metadata();
  metadata.set("authorization", `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`);
  return metadata;
}

type Host = { readonly address: string; readonly port: number };

/** Asks the servers in turn for the leader; the first one that knows it decides. */
async function findLeader(): Promise<Host | undefined> {
  for (const { address, port } of hosts) {
    const client = new gossipClients.GossipClient(`${address}:${port}`, channel);
    try {
      const info = await callOf<gossip.ClusterInfo>((callback) =>
        client.read(new shared.Empty(), new grpc.Metadata(), inTime(), callback),
      );
      const { LEADER } = gossip.MemberInfo.VNodeState;
      const leader = info.getMembersList().find((member) => member.getState() === LEADER && member.getIsAlive());
      const at = leader?.getHttpEndPoint();
      if (at) return { address: at.getAddress(), port: at.getPort() };
    } catch (error) {
      console.error(`${address}: ${(error as Error).message}`);
    } finally {
      client.close();
    }
  }
  return undefined;
}

async function setUp({ address, port }: Host, account: { readonly username: string; readonly password: string }): Promise<void> {
  const client = new userClients.UsersClient(`${address}:${port}`, channel);
  const changePassword = (name: string, password: string) =>
    callOf<users.ChangePasswordResp>((callback) => {
      const options = new users.ChangePasswordReq.Options().setLoginName(name);
      const request = new users.ChangePasswordReq().setOptions(
        options.setCurrentPassword(FIRST_PASSWORD).setNewPassword(password),
      );
      client.changePassword(request, authorization(name, FIRST_PASSWORD), inTime(), callback);
    });
  const isPassword = (name: string, password: string) =>
    new Promise<boolean>((resolve, reject) => {
      const request = new users.DetailsReq().setOptions(new users.DetailsReq.Options().setLoginName(name));
      const details = client.details(request, authorization(name, password), inTime());
      details.on("data", () => {});
      details.on("end", () => resolve(true));
      details.on("error", (error) => (codeOf(error) === grpc.status.UNAUTHENTICATED ? resolve(false) : reject(error)));
    });
  try {
    // The account `ops` may stop servers. It is not needed here, so its password is random and not stored.
    for (const [name, password] of [
      ["admin", adminPassword],
      ["ops", randomBytes(16).toString("hex")],
    ] as const) {
      if (await isPassword(name, FIRST_PASSWORD)) {
        await changePassword(name, password);
        console.log(`The password of ${name} is changed.`);
      }
    }
    if (!(await isPassword(account.username, account.password))) {
      const options = new users.CreateReq.Options().setLoginName(account.username).setFullName("Candour hubs");
      const request = new users.CreateReq().setOptions(options.setPassword(account.password).setGroupsList([GROUP]));
      const admin = authorization("admin", adminPassword);
      await callOf<users.CreateResp>((callback) => client.create(request, admin, inTime(), callback));
      console.log(`The account ${account.username} is made.`);
    }
  } finally {
    client.close();
  }
  await grantReading({ address, port });
}

async function grantReading(endpoint: Host): Promise<void> {
  const client = new EventStoreDBClient(
    { endpoint },
    { rootCertificate: authority },
    { username: "admin", password: adminPassword },
  );
  try {
    const { metadata } = await client.getStreamMetadata("$all");
    if (isDeepStrictEqual(metadata?.acl, RIGHTS.acl)) return;
    await client.setStreamMetadata("$all", RIGHTS);
    console.log("The hubs may read $all.");
  } finally {
    await client.dispose();
  }
}

let problem: unknown = new Error("The log has no leader.");
for (let tries = 0; tries < TRIES; tries += 1) {
  try {
    const leader = await findLeader();
    if (leader) {
      await setUp(leader, hub);
      console.log("The event log is set up.");
      process.exit(0);
    }
  } catch (error) {
    // A refused password is tried again too, because the servers do not accept a changed password at once.
    problem = error;
  }
  await pause(PAUSE_MS);
}
console.error(`The event log could not be set up: ${(problem as Error).message}`);
process.exit(1);
