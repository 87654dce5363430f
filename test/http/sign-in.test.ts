// Sign-in: only the bearer of a valid token gets answers, and only with the rights that the hub's own assignments give today.
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const WHO = "{ viewer { person name assignments { role current } } concerns { totalCount } }";
type Who = {
  readonly viewer: { readonly person: string; readonly name: string | null; readonly assignments: readonly object[] };
  readonly concerns: { readonly totalCount: number };
};
const LATER = { from: "2026-03-02", until: "2026-06-30" };
const MIDLANDS = { regions: ["E12000004"], strands: ["CORPORATE", "CHILDRENS", "ADULTS"] };

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.close());

const asked = (on: TestHub, authorization: string | undefined, query = WHO) =>
  on.send<Who>(JSON.stringify({ query }), {
    "content-type": "application/json",
    ...(authorization !== undefined && { authorization }),
  });
const seconds = () => Math.floor(hub.clock.now().getTime() / 1000);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const sees = async (person: string) => (await hub.ask<Who>(person, WHO)).body.data.concerns.totalCount;

describe("Without a token", () => {
  it("gets no data, and the response says how to sign in", async () => {
    const response = await fetch(`${hub.url}/graphql`, { method: "POST", body: JSON.stringify({ query: WHO }) });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="candour"');
    expect(await response.json()).toEqual({
      errors: [{ message: "Send a bearer token in the Authorization header.", extensions: { code: "UNAUTHENTICATED" } }],
    });
  });

  it("the schema cannot be read either", async () => {
    const { status, body } = await asked(hub, undefined, "{ __schema { queryType { name } } }");
    expect(status).toBe(401);
    expect(body.data).toBeUndefined();
  });

  it("a body is not even read: a malformed one answers as any other", async () => {
    const { status } = await hub.send("{", { "content-type": "application/json" });
    expect(status).toBe(401);
  });
});

describe("A token is refused", () => {
  type Make = () => string | Promise<string>;
  const claims = (differing: JWTPayload): JWTPayload => ({
    ...{ iss: "candour-development", aud: "candour", sub: "adviser", exp: seconds() + 600 },
    ...differing,
  });
  const publicKey = (): JWK => {
    const { d: _, ...jwk } = JSON.parse(readFileSync(hub.hub.folder.issuerKeyFile, "utf8"));
    return jwk;
  };
  const withSecret = (secret: Uint8Array) =>
    new SignJWT(claims({})).setProtectedHeader({ alg: "HS256", kid: "development" }).sign(secret);
  const ofAnotherKey = async (header: object = {}) => {
    const { privateKey } = await generateKeyPair("ES256");
    return new SignJWT(claims({})).setProtectedHeader({ alg: "ES256", kid: "development", ...header }).sign(privateKey);
  };
  const changed = async (index: number, value: string) =>
    (await hub.token("cib-lead"))
      .split(".")
      .map((text, at) => (at === index ? value : text))
      .join(".");

  it.each<[string, Make]>([
    ["that is not one at all", () => "token"],
    ["of three empty parts", () => ".."],
    ["cut short", async () => (await hub.token("adviser")).slice(0, -10)],
    ["with a part too many", async () => `${await hub.token("adviser")}.x`],
    ["whose payload is not JSON", () => changed(1, Buffer.from("adviser").toString("base64url"))],
    ["whose payload was changed after signing", () => changed(1, part(claims({})))],
    ["without a signature", () => changed(2, "")],
    ["that has expired", () => hub.token("adviser", { exp: seconds() - 60 })],
    ["that is not valid yet", () => hub.token("adviser", { nbf: seconds() + 60 })],
    ["of another issuer", () => hub.token("adviser", { iss: "somebody-else" })],
    ["of no issuer", () => hub.token("adviser", { iss: undefined as never })],
    ["for another audience", () => hub.token("adviser", { aud: "another-hub" })],
    ["for no audience", () => hub.token("adviser", { aud: undefined as never })],
    ["that names nobody", () => hub.token("adviser", { sub: undefined as never })],
    ["that names nobody, with an empty subject", () => hub.token("")],
    ["whose subject is a number", () => hub.token("", { sub: 7 as unknown as string })],
    ["whose subject is an object", () => hub.token("", { sub: { $id: "adviser" } as unknown as string })],
    ["whose subject is a list", () => hub.token("", { sub: ["adviser"] as unknown as string })],
    ["whose subject has 256 characters", () => hub.token("x".repeat(256))],
    ["whose subject has thousands of characters", () => hub.token("x".repeat(8_000))],
    ["whose subject has a letter that ASCII does not have", () => hub.token("zoë")],
    ["whose subject holds a control character", () => hub.token("adviser\u0000")],
    ["whose subject holds a line break", () => hub.token("adviser\nleader")],
    ["whose subject ends with a blank", () => hub.token("adviser ")],
    ["whose subject is the hub's own name", () => hub.token("hub")],
    ["that never expires", () => hub.token("adviser", { exp: undefined as never })],
    ["of algorithm none", () => `${part({ alg: "none" })}.${part(claims({}))}.`],
    ["of algorithm none with a signature", async () => changed(0, part({ alg: "none" }))],
    [
      "signed with the public key as a secret (PEM)",
      async () => {
        const key = await importJWK({ ...publicKey(), ext: true }, "ES256");
        if (key instanceof Uint8Array) throw new Error("The development key is a key pair.");
        return withSecret(new TextEncoder().encode(await exportSPKI(key)));
      },
    ],
    [
      "signed with the public key as a secret (JWK)",
      async () => withSecret(new TextEncoder().encode(JSON.stringify(publicKey()))),
    ],
    ["signed with another key", () => ofAnotherKey()],
    [
      "signed with another key that it brings along",
      async () => {
        const own = await generateKeyPair("ES256", { extractable: true });
        const header = { alg: "ES256", jwk: await exportJWK(own.publicKey) };
        return new SignJWT(claims({})).setProtectedHeader(header).sign(own.privateKey);
      },
    ],
    ["of a key the issuer does not have", () => ofAnotherKey({ kid: "another" })],
  ])("%s", async (_, make) => {
    const { status, body } = await asked(hub, `Bearer ${await make()}`);
    expect(status).toBe(401);
    expect(body.data).toBeUndefined();
    expect(body.errors?.[0]?.extensions?.code).toBe("UNAUTHENTICATED");
    expect(body.errors?.[0]?.message).toMatch(
      /^(The token .*\.|Your sign-in is not valid\. Sign in again\.|Send a bearer token.*\.)$/,
    );
  });

  it.each(["", "Bearer", "Bearer ", "Basic YWR2aXNlcjo=", "adviser"])("when the header is %j", async (authorization) => {
    expect((await asked(hub, authorization)).status).toBe(401);
  });

  it("from the time it expires, however often it was accepted before", async () => {
    const token = await hub.token("adviser", { exp: seconds() + 60 });
    expect((await asked(hub, `Bearer ${token}`)).status).toBe(200);
    hub.clock.set("2026-03-02T12:02:00.000Z");
    const { status, body } = await asked(hub, `Bearer ${token}`);
    expect([status, body.errors?.[0]?.message]).toEqual([401, "The token has expired. Sign in again."]);
  });

  it("and the hub's own log has neither it nor the person it names", async () => {
    const token = await hub.token("adviser", { aud: "another-hub" });
    await asked(hub, `Bearer ${token}`);
    expect(hub.logged.join("")).not.toMatch(/eyJ|adviser/);
  });
});

describe("A token names a person, never a right", () => {
  it("so roles and regions that it claims mean nothing", async () => {
    const token = await hub.token("nobody", {
      role: "principal-adviser",
      regions: ["E12000004"],
      adviserScopes: ["E12000004/adults"],
    });
    expect((await asked(hub, `Bearer ${token}`)).body.data.concerns.totalCount).toBe(0);
  });

  it("an unregistered person sees only their own identity", async () => {
    const { status, body } = await hub.ask<Who>("somebody-new", WHO);
    expect(status).toBe(200);
    expect(body.data).toEqual({ viewer: { person: "somebody-new", name: null, assignments: [] }, concerns: { totalCount: 0 } });
  });

  it.each(["__proto__", "constructor", "person-adviser", "ADVISER", "CN=Ada O'Hara/OU=a+b#c|d e", "x".repeat(255)])(
    "so the subject %j is nobody the hub knows",
    async (subject) => {
      const { viewer, concerns } = (await hub.ask<Who>(subject, WHO)).body.data;
      expect([viewer.person, viewer.name, viewer.assignments, concerns.totalCount]).toEqual([subject, null, [], 0]);
    },
  );
});

const register = async (person: string, assignment: object) => {
  await done(hub, "governance-officer", "registerPerson", { person, name: `${person} (invented)` });
  await done(hub, "governance-officer", "startAssignment", { person, role: "SENIOR_ADVISER", ...MIDLANDS, ...assignment });
};

describe("An assignment", () => {
  it("that is ended ends access at once, although the token is still valid", async () => {
    await register("ended-today", LATER);
    const token = `Bearer ${await hub.token("ended-today")}`;
    expect((await asked(hub, token)).body.data.concerns.totalCount).toBeGreaterThan(0);
    const people = await hub.ask<{ viewer: { assignments: readonly { id: string }[] } }>(
      "ended-today",
      "{ viewer { assignments { id } } }",
    );
    const assignment = people.body.data.viewer.assignments[0]?.id;
    await done(hub, "governance-officer", "endAssignment", { person: "ended-today", assignment, reason: "Left." });
    const after = await asked(hub, token);
    expect([after.status, after.body.data.concerns.totalCount]).toEqual([200, 0]);
  });

  it("cannot be given to oneself, nor given by who keeps no people", async () => {
    for (const [person, whom] of [
      ["governance-officer", "governance-officer"],
      ["adviser", "cib-lead"],
    ] as const) {
      const given = done(hub, person, "startAssignment", { person: whom, role: "SENIOR_ADVISER", ...MIDLANDS, ...LATER });
      await expect(given).rejects.toThrow("NOT_PERMITTED");
    }
  });
});

describe("With the organisation's own issuer", () => {
  const ISSUER = "https://sign-in.example/";
  const AUDIENCE = "candour-east";
  let published: { status: number; keys: readonly JWK[] };
  let fetched = 0;
  let server: Server;
  let own: TestHub;

  async function keyPair(kid: string) {
    const { privateKey, publicKey } = await generateKeyPair("RS256");
    const jwk = { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" };
    const token = (claims: JWTPayload = {}, named: { kid?: string } = { kid }) =>
      new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: "adviser", ...claims })
        .setProtectedHeader({ alg: "RS256", ...named })
        .setExpirationTime(Math.floor(own.clock.now().getTime() / 1000) + 600)
        .sign(privateKey);
    return { jwk, token };
  }

  beforeAll(async () => {
    server = createServer((_, response) => {
      fetched += 1;
      response.writeHead(published.status, { "content-type": "application/json" }).end(JSON.stringify({ keys: published.keys }));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  async function withHub(keys: readonly JWK[], run: () => Promise<void>): Promise<void> {
    published = { status: 200, keys };
    fetched = 0;
    const { port } = server.address() as AddressInfo;
    const settings = { CANDOUR_TOKEN_ISSUER: ISSUER, CANDOUR_JWKS_URL: `http://127.0.0.1:${port}/keys` };
    own = await startHub({ seed: false, env: { ...settings, CANDOUR_TOKEN_AUDIENCE: AUDIENCE } });
    try {
      await run();
    } finally {
      vi.restoreAllMocks();
      await own.close();
    }
  }
  const status = async (token: Promise<string> | string) => (await asked(own, `Bearer ${await token}`)).status;

  it("its tokens are accepted, and the demonstration issuer's are refused", async () => {
    const first = await keyPair("first");
    await withHub([first.jwk], async () => {
      expect(await status(first.token())).toBe(200);
      expect(await status(first.token({ iss: "candour-development" }))).toBe(401);
      expect(await status(first.token({ aud: "candour" }))).toBe(401);
      expect(await status(hub.token("adviser", { iss: ISSUER, aud: AUDIENCE }))).toBe(401);
    });
  });

  it("a key that it begins to use is fetched when the first token of it comes, and keys are not fetched for every stray token", async () => {
    const first = await keyPair("first");
    const second = await keyPair("second");
    await withHub([first.jwk], async () => {
      const start = Date.now();
      expect(await status(first.token())).toBe(200);
      published = { status: 200, keys: [first.jwk, second.jwk] };
      for (let stray = 0; stray < 5; stray += 1) await status((await keyPair(`stray-${stray}`)).token());
      expect(fetched).toBeLessThanOrEqual(2);
      vi.spyOn(Date, "now").mockReturnValue(start + 31_000);
      expect(await status(second.token())).toBe(200);
      expect(await status(first.token({ sub: "cib-lead" }))).toBe(200);
    });
  });

  it("a key that it has just started to use is fetched at once, under a new name or the name of the previous key", async () => {
    const [first, second] = [await keyPair("first"), await keyPair("second")];
    await withHub([first.jwk], async () => {
      expect(await status(first.token())).toBe(200);
      published = { status: 200, keys: [second.jwk] };
      expect(await status(second.token())).toBe(200);
    });
    const renewed = await keyPair("first");
    await withHub([first.jwk], async () => {
      expect(await status(first.token())).toBe(200);
      published = { status: 200, keys: [renewed.jwk] };
      expect(await status(renewed.token())).toBe(200);
    });
  });

  it("a token that does not name its key is tried with each key", async () => {
    const [first, second, other] = [await keyPair("first"), await keyPair("second"), await keyPair("other")];
    await withHub([first.jwk, second.jwk], async () => {
      expect(await status(first.token({}, {}))).toBe(200);
      expect(await status(second.token({}, {}))).toBe(200);
      expect(await status(other.token({}, {}))).toBe(401);
      expect(await status(second.token({ aud: "another-hub" }, {}))).toBe(401);
    });
  });

  it("the log has the reason for which a token was refused, each reason once a minute, and no part of the token", async () => {
    const [first, unknown] = [await keyPair("first"), await keyPair("unknown")];
    await withHub([first.jwk], async () => {
      for (let n = 0; n < 3; n += 1) await status(unknown.token({ sub: `stray-${n}` }));
      await status(first.token({ aud: "another-hub" }));
      const refused = own.logged.map((line) => JSON.parse(line)).filter(({ code }) => code === "TOKENS_REFUSED");
      expect(refused.map(({ reason, count }) => [reason, count])).toEqual([
        ["ERR_JWKS_NO_MATCHING_KEY", 1],
        ["ERR_JWT_CLAIM_VALIDATION_FAILED", 1],
      ]);
      expect(own.logged.join("")).not.toMatch(/eyJ|stray|another-hub/);
    });
  });

  it("a withdrawn key is no longer accepted", async () => {
    const first = await keyPair("first");
    const second = await keyPair("second");
    await withHub([first.jwk], async () => {
      const start = Date.now();
      expect(await status(first.token())).toBe(200);
      published = { status: 200, keys: [second.jwk] };
      vi.spyOn(Date, "now").mockReturnValue(start + 11 * 60_000);
      expect(await status(second.token())).toBe(200);
      expect(await status(first.token({ sub: "cib-lead" }))).toBe(401);
    });
  });

  it.each([
    ["answers with an error", 500],
    ["gives what is no key set", 200],
    ["is not there", 0],
  ])("while it %s, the client learns that the token cannot be checked now, not that it is wrong", async (_, code) => {
    const first = await keyPair("first");
    await withHub([first.jwk], async () => {
      published = { status: code || 200, keys: code === 200 ? (["no key"] as unknown as JWK[]) : [] };
      if (code === 0) server.removeAllListeners("request").on("request", (request) => request.socket.destroy());
      const { status, body } = await asked(own, `Bearer ${await first.token()}`);
      expect(status).toBe(503);
      expect(body.errors?.[0]?.message).toMatch(/^The token cannot be checked now\./);
      expect(own.logged.join("")).toMatch(/issuer's keys cannot be fetched/);
    });
  });
});

// Last: a clock is not put back.
describe("The days of an assignment", () => {
  it("begin with the first, not before", async () => {
    await register("from-april", { from: "2026-04-01", until: "2026-06-30" });
    hub.clock.set("2026-03-31T22:59:00.000Z");
    expect(await sees("from-april")).toBe(0);
    hub.clock.set("2026-03-31T23:00:00.000Z");
    expect(await sees("from-april")).toBeGreaterThan(0);
  });

  it("end with the last in England, without anyone acting", async () => {
    await register("until-june", LATER);
    hub.clock.set("2026-06-30T22:59:00.000Z"); // a minute to midnight, summer time
    expect(await sees("until-june")).toBeGreaterThan(0);
    hub.clock.set("2026-06-30T23:00:00.000Z");
    expect(await sees("until-june")).toBe(0);
    const { viewer } = (await hub.ask<Who>("until-june", WHO)).body.data;
    expect(viewer.assignments).toEqual([{ role: "SENIOR_ADVISER", current: false }]);
  });
});
