// Stands in for Dex in the test of the containers: reads the same settings, supports the password grant, and creates ids and tokens in Dex's form.
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { hasHash } from "./crypt.ts";

type Settings = {
  readonly issuer: string;
  readonly staticClients: readonly { readonly id: string; readonly secret: string }[];
  readonly staticPasswords: readonly { readonly email: string; readonly hash: string; readonly userID: string }[];
};
const settings: Settings = JSON.parse(readFileSync(process.argv.at(-1) ?? "", "utf8"));
const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: "one", alg: "RS256", use: "sig" }] };

/** Dex's id of a user: a protobuf message with the user's id and the connector. */
const subjectOf = (user: string): string =>
  Buffer.from(`\n${String.fromCharCode(user.length)}${user}\x12\x05local`).toString("base64url");

async function grant(request: IncomingMessage): Promise<readonly [status: number, body: object]> {
  const sent = new URLSearchParams(await text(request));
  const client = settings.staticClients.find(
    ({ id, secret }) => id === sent.get("client_id") && secret === sent.get("client_secret"),
  );
  if (!client) return [401, { error: "invalid_client" }];
  if (sent.get("grant_type") !== "password") return [400, { error: "unsupported_grant_type" }];
  const user = settings.staticPasswords.find(({ email }) => email === sent.get("username"));
  if (!user || !hasHash(sent.get("password") ?? "", user.hash)) return [401, { error: "access_denied" }];
  const token = await new SignJWT()
    .setProtectedHeader({ alg: "RS256", kid: "one" })
    .setIssuer(settings.issuer)
    .setAudience(client.id)
    .setSubject(subjectOf(user.userID))
    .setIssuedAt()
    .setExpirationTime("8h")
    .sign(privateKey);
  return [200, { access_token: token, token_type: "bearer", id_token: token }];
}

const answer = (response: ServerResponse, status: number, body: object) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

const server = createServer(async (request, response) => {
  if (request.url === "/dex/keys") answer(response, 200, keys);
  else if (request.url === "/dex/token" && request.method === "POST") answer(response, ...(await grant(request)));
  else answer(response, 404, {});
});
server.listen(5556);
const health = createServer((_, response) => response.end("ok"));
health.listen(5558, "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
