// Sign-in at a provider: what its answers have to be, and what happens when it gives none.
import type { ServerResponse } from "node:http";
import { type JWTPayload, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openRelyingParty, ProviderUnavailable, type RelyingParty, SignInRefused } from "../../hub/sign-in/relying-party.ts";
import { STAND_IN_CLIENT, type StandInProvider, startStandInProvider } from "../helpers/stand-in-provider.ts";

const RETURN = "https://hub.example.org/sign-in/return";

let provider: StandInProvider;
let party: RelyingParty;
let passed: number;
const opened = () => openRelyingParty({ issuer: provider.issuer, ...STAND_IN_CLIENT }, RETURN, () => passed);
beforeEach(async () => {
  passed = 0;
  provider = await startStandInProvider();
  party = opened();
});
afterEach(() => provider.close());

async function signIn(person = "ann"): Promise<string> {
  const { address, pending } = await party.begin("/");
  return (await party.finish(provider.signInAt(address, person), pending)).person;
}

describe("A sign-in", () => {
  it("asks the provider with PKCE, state and nonce, and names the person of its answer", async () => {
    const { address, pending } = await party.begin("/concerns");
    expect(address.href).toMatch(`${provider.issuer}/authorize?`);
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      ...{ client_id: "the-hub", response_type: "code", scope: "openid", redirect_uri: RETURN },
      ...{ code_challenge_method: "S256", state: pending.state, nonce: pending.nonce },
    });
    // The verifier stays in the hub.
    expect(address.href).not.toContain(pending.verifier);
    expect(pending.to).toBe("/concerns");
    expect(await party.finish(provider.signInAt(address, "ann"), pending)).toMatchObject({ person: "ann" });
  });

  it("has a state, a nonce and a verifier of its own", async () => {
    const [one, other] = [(await party.begin("/")).pending, (await party.begin("/")).pending];
    for (const part of ["state", "nonce", "verifier"] as const) expect(one[part]).not.toBe(other[part]);
  });

  it("continues when the provider changes its key", async () => {
    expect(await signIn()).toBe("ann");
    await provider.rotateKey("second");
    // Keys are fetched again once they are older than a minute.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
    expect(await signIn().finally(() => vi.useRealTimers())).toBe("ann");
  });

  it("accepts a clock that differs by less than half a minute", async () => {
    const seconds = Math.floor(Date.now() / 1000);
    provider.fault({ claims: (claims) => ({ ...claims, iat: seconds + 20, nbf: seconds + 20 }) });
    expect(await signIn()).toBe("ann");
    provider.fault({ claims: (claims) => ({ ...claims, iat: seconds - 400, exp: seconds - 15 }) });
    expect(await signIn()).toBe("ann");
  });

  it.each([
    "error=access_denied",
    "error=login_required&error_description=%3Cscript%3E",
    "code=forged",
    "",
    "code=forged&state=forged",
  ])("is refused if the answer is forged or a refusal: %s", async (query) => {
    const { address, pending } = await party.begin("/");
    provider.signInAt(address, "ann");
    const answer =
      query.includes("state") || !query ? query : `${query}&state=${query.startsWith("error") ? pending.state : "x"}`;
    await expect(party.finish(answer, pending)).rejects.toThrow(SignInRefused);
  });

  it("is refused with another sign-in's state, nonce or verifier", async () => {
    const [mine, others] = [await party.begin("/"), await party.begin("/")];
    for (const part of ["state", "nonce", "verifier"] as const) {
      const mixed = { ...mine.pending, [part]: others.pending[part] };
      await expect(party.finish(provider.signInAt(mine.address, "ann"), mixed), part).rejects.toThrow(SignInRefused);
    }
  });

  it("is refused if the answer is replayed", async () => {
    const { address, pending } = await party.begin("/");
    const answer = provider.signInAt(address, "ann");
    expect(await party.finish(answer, pending)).toMatchObject({ person: "ann" });
    await expect(party.finish(answer, pending)).rejects.toThrow(SignInRefused);
  });

  it.each<[string, (claims: JWTPayload) => JWTPayload]>([
    ["of another issuer", (claims) => ({ ...claims, iss: "https://other.example.org" })],
    ["for another client", (claims) => ({ ...claims, aud: "another" })],
    ["for another client, though the hub may read it", (claims) => ({ ...claims, aud: ["the-hub", "another"], azp: "another" })],
    ["for several clients, without saying for which", (claims) => ({ ...claims, aud: ["the-hub", "another"] })],
    ["without the nonce", ({ nonce: _, ...claims }) => claims],
    ["with another nonce", (claims) => ({ ...claims, nonce: "forged" })],
    ["that has expired", (claims) => ({ ...claims, exp: Math.floor(Date.now() / 1000) - 60 })],
    ["that is not yet valid", (claims) => ({ ...claims, nbf: Math.floor(Date.now() / 1000) + 60 })],
    ["without a subject", ({ sub: _, ...claims }) => claims],
    ["with the hub as its subject", (claims) => ({ ...claims, sub: "hub" })],
    ["with a subject that is no name of a person", (claims) => ({ ...claims, sub: "ann\n" })],
  ])("is refused with an ID token %s", async (_, claims) => {
    provider.fault({ claims });
    await expect(signIn()).rejects.toThrow(SignInRefused);
  });

  it.each<[string, (right: string, claims: JWTPayload) => string | Promise<string>]>([
    ["unsigned", (_, claims) => `${encode({ alg: "none" })}.${encode(claims)}.`],
    ["changed after it was signed", (right) => right.replace(/\.[^.]+\./, `.${encode({ sub: "bob" })}.`)],
    [
      "signed with the client's secret",
      (_, claims) =>
        new SignJWT({ ...claims })
          .setProtectedHeader({ alg: "HS256" })
          .sign(Buffer.from(STAND_IN_CLIENT.clientSecret.padEnd(32))),
    ],
    ["signed with another key", async (_, claims) => provider.sign({ ...claims }, await provider.makeKey("first"))],
    ["no token", () => "eyJ"],
  ])("is refused with an ID token that is %s", async (_, idToken) => {
    provider.fault({ idToken });
    await expect(signIn()).rejects.toThrow(SignInRefused);
  });

  it("is refused without an ID token", async () => {
    const { address, pending } = await party.begin("/");
    provider.fault({
      answer: (path, response) => {
        if (path !== "/token") return false;
        response.writeHead(200, { "content-type": "application/json" }).end('{"access_token":"a","token_type":"Bearer"}');
        return true;
      },
    });
    await expect(party.finish(provider.signInAt(address, "ann"), pending)).rejects.toThrow(SignInRefused);
  });
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("A provider", () => {
  const failing = (failed: string, status: number, body = "") =>
    provider.fault({
      answer: (path, response) => {
        if (path !== failed) return false;
        response.writeHead(status, { "content-type": "text/html" }).end(body);
        return true;
      },
    });

  it("is not contacted before the first sign-in, and its configuration is read again after an hour", async () => {
    expect(provider.asked).toEqual([]);
    await Promise.all([party.begin("/"), party.begin("/"), party.begin("/")]);
    expect(provider.asked).toEqual(["/.well-known/openid-configuration"]);
    passed = 3_600_000;
    await party.begin("/");
    expect(provider.asked).toHaveLength(2);
  });

  it.each([500, 502, 404])("that answers %i is unavailable, and is asked again at the next sign-in", async (status) => {
    failing("/.well-known/openid-configuration", status, "<html>");
    await expect(party.begin("/")).rejects.toThrow(ProviderUnavailable);
    provider.fault({});
    expect(await signIn()).toBe("ann");
  });

  it("that has stopped is unavailable, and a known one lets a sign-in begin", async () => {
    const { pending } = await party.begin("/");
    await provider.close();
    await expect(party.finish(`code=c&state=${pending.state}`, pending)).rejects.toThrow(ProviderUnavailable);
    passed = 3_600_000;
    await expect(party.begin("/")).resolves.toBeDefined();
    await expect(opened().begin("/")).rejects.toThrow(ProviderUnavailable);
    expect(await opened().endAddress("https://hub.example.org/signed-out")).toBeUndefined();
  });

  it.each([
    ["/token", 500],
    ["/token", 503],
    ["/jwks", 500],
  ])("whose %s answers %i is unavailable", async (path, status) => {
    const { address, pending } = await party.begin("/");
    failing(path, status, "<html>");
    await expect(party.finish(provider.signInAt(address, "ann"), pending)).rejects.toThrow(ProviderUnavailable);
  });

  it.each(["/.well-known/openid-configuration", "/token", "/jwks"])(
    "whose %s never ends its answer is unavailable",
    async (path) => {
      const [slow, huge] = [
        { ms: 200, text: " " },
        { ms: 0, text: " ".repeat(100_000) },
      ];
      for (const [{ ms, text }, reason] of [
        [slow, "OAUTH_TIMEOUT"],
        [huge, "ANSWER_TOO_LARGE"],
      ] as const) {
        let sent = 0;
        const drip = (response: ServerResponse) => {
          if (response.destroyed) return;
          response.write(text);
          sent += text.length;
          setTimeout(drip, ms, response);
        };
        party = opened();
        provider.fault({
          answer: (asked, response) => {
            if (asked !== path) return false;
            response.writeHead(200, { "content-type": "application/json" });
            drip(response);
            return true;
          },
        });
        const failed = await signIn().catch((error) => error);
        expect(failed).toBeInstanceOf(ProviderUnavailable);
        expect(failed.reason).toBe(reason);
        expect(sent).toBeLessThan(20_000_000);
        provider.fault({});
        expect(await signIn()).toBe("ann");
      }
    },
  );

  it("that does not know the hub's secret makes sign-in unavailable: it is no fault of the person", async () => {
    party = openRelyingParty({ issuer: provider.issuer, clientId: "the-hub", clientSecret: "another" }, RETURN);
    await expect(signIn()).rejects.toThrow(ProviderUnavailable);
  });

  it("gets the hub's secret in the header, or in the body if it accepts that", async () => {
    expect(await signIn()).toBe("ann");
    await provider.close();
    provider = await startStandInProvider({ authenticatesInBody: true });
    party = opened();
    expect(await signIn()).toBe("ann");
  });

  it("is left with the client's name and the address to come back to", async () => {
    const address = await party.endAddress("https://hub.example.org/signed-out");
    expect(address?.href).toMatch(`${provider.issuer}/end?`);
    expect(Object.fromEntries(address?.searchParams ?? [])).toEqual({
      client_id: "the-hub",
      post_logout_redirect_uri: "https://hub.example.org/signed-out",
    });
  });

  it("gives reasons that are codes and nothing that it or the browser wrote", async () => {
    const { pending } = await party.begin("/");
    const reasonOf = (query: string) => party.finish(`${query}&state=${pending.state}`, pending).catch(({ reason }) => reason);
    expect(await reasonOf("error=access_denied")).toBe("access_denied");
    expect(await reasonOf("error=Ann+Secret+of+Tarrowshire")).toBe("OTHER");
  });
});
