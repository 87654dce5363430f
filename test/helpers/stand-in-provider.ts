// An OpenID Connect provider for tests of what the hub makes of its answers: right ones, forged ones and none.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export type StandInProvider = Awaited<ReturnType<typeof startStandInProvider>>;

export const STAND_IN_CLIENT = { clientId: "the-hub", clientSecret: "a-clients-secret" };

type Key = Awaited<ReturnType<typeof makeKey>>;
async function makeKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig" } };
}

type Faults = {
  /** Changes the claims of the ID token. */
  claims?: (claims: JWTPayload) => JWTPayload;
  /** Replaces the ID token. */
  idToken?: (right: string, claims: JWTPayload) => string | Promise<string>;
  /** Answers a request to the path itself. */
  answer?: (path: string, response: ServerResponse) => boolean;
};

/** The header's parts are encoded as in a form. */
function isClient(header: string, form: URLSearchParams): boolean {
  const [inHeader, inBody] = [decodeURIComponent(Buffer.from(header.slice("Basic ".length), "base64").toString()), form];
  const { clientId, clientSecret } = STAND_IN_CLIENT;
  if (inHeader !== "") return inHeader === `${clientId}:${clientSecret}`;
  return inBody.get("client_id") === clientId && inBody.get("client_secret") === clientSecret;
}

/** `namesItself`: it says in each answer that it is its own, as RFC 9207 has it. */
export async function startStandInProvider({ authenticatesInBody = false, namesItself = false } = {}) {
  let key: Key = await makeKey("first");
  let published: readonly Key[] = [key];
  let faults: Faults = {};
  const asked: string[] = [];
  /** Code -> what the sign-in asked for. */
  const codes = new Map<string, { readonly nonce: string; readonly challenge: string; readonly person: string }>();

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", issuer());
    asked.push(pathname);
    if (faults.answer?.(pathname, response)) return;
    const answer = (body: object, status = 200) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (pathname === "/.well-known/openid-configuration") answer(metadata());
    else if (pathname === "/jwks") answer({ keys: published.map(({ jwk }) => jwk) });
    else if (pathname === "/token")
      token(request).then(
        (body) => answer(body, "error" in body ? 400 : 200),
        () => answer({ error: "server_error" }, 500),
      );
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const metadata = () => ({
    ...{ issuer: issuer(), authorization_endpoint: `${issuer()}/authorize`, token_endpoint: `${issuer()}/token` },
    ...{ jwks_uri: `${issuer()}/jwks`, end_session_endpoint: `${issuer()}/end` },
    // Real providers list algorithms too that prove nothing to the hub.
    ...{ response_types_supported: ["code"], id_token_signing_alg_values_supported: ["ES256", "HS256", "none"] },
    code_challenge_methods_supported: ["S256"],
    ...(namesItself && { authorization_response_iss_parameter_supported: true }),
    ...(authenticatesInBody && { token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"] }),
  });

  async function token(request: IncomingMessage): Promise<object> {
    let text = "";
    for await (const chunk of request) text += chunk;
    const form = new URLSearchParams(text);
    if (!isClient(request.headers.authorization ?? "", form)) return { error: "invalid_client" };
    const code = form.get("code") ?? "";
    const given = codes.get(code);
    codes.delete(code);
    const verifier = form.get("code_verifier") ?? "";
    const challenge = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(verifier))).toString("base64url");
    if (!given || given.challenge !== challenge) return { error: "invalid_grant" };
    const seconds = Math.floor(Date.now() / 1000);
    const right = {
      iss: issuer(),
      aud: STAND_IN_CLIENT.clientId,
      sub: given.person,
      nonce: given.nonce,
      iat: seconds,
      exp: seconds + 300,
    };
    const claims = faults.claims?.(right) ?? right;
    const signed = await sign(claims, key);
    return { access_token: "opaque", token_type: "Bearer", id_token: (await faults.idToken?.(signed, claims)) ?? signed };
  }
  const sign = (claims: JWTPayload, { kid, privateKey }: Key): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid }).sign(privateKey);

  return {
    issuer: issuer(),
    asked,
    sign,
    makeKey,
    /** A bearer token that the hub accepts. `claims` replaces or adds claims, for example to make it invalid. */
    bearerToken(person: string, claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
      const exp = Math.floor(Date.UTC(2060) / 1000);
      return sign({ iss: issuer(), aud: "candour", sub: person, exp, ...claims }, key);
    },
    fault(given: Faults): void {
      faults = given;
    },
    /** Signs with a new key from now on, and publishes it alone. */
    async rotateKey(kid: string): Promise<void> {
      key = await makeKey(kid);
      published = [key];
    },
    /** What the browser brings back after the person has signed in at this address. */
    signInAt(address: URL, person: string): string {
      const asked = address.searchParams;
      const code = `code-${codes.size}-${person}`;
      codes.set(code, { nonce: asked.get("nonce") ?? "", challenge: asked.get("code_challenge") ?? "", person });
      const own = namesItself ? { iss: issuer() } : {};
      return new URLSearchParams({ code, state: asked.get("state") ?? "", ...own }).toString();
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
