// Sign-in to the pages at an organisation's provider, as in production: what the hub does when it answers, and when it does not.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser } from "../helpers/browser.ts";
import { startPagesWithSignIn } from "../helpers/pages-with-sign-in.ts";
import { STAND_IN_CLIENT, type StandInProvider, startStandInProvider } from "../helpers/stand-in-provider.ts";

const ORIGIN = "https://hub.example.org";
const SESSION = "__Host-candour-session";

let provider: StandInProvider;
let hub: Awaited<ReturnType<typeof startPagesWithSignIn>>;
const startHub = (signInsAMinute: number) =>
  startPagesWithSignIn({
    seed: "people",
    env: {
      ...{ CANDOUR_TOKEN_ISSUER: provider.issuer, CANDOUR_JWKS_URL: `${provider.issuer}/jwks`, CANDOUR_PUBLIC_URL: ORIGIN },
      ...{ CANDOUR_WEB_CLIENT_ID: STAND_IN_CLIENT.clientId, CANDOUR_WEB_CLIENT_SECRET: STAND_IN_CLIENT.clientSecret },
      ...{ CANDOUR_SIGN_INS_A_MINUTE: String(signInsAMinute), CANDOUR_PROXIES: "1" },
    },
  });
beforeAll(async () => {
  provider = await startStandInProvider();
  hub = await startHub(30);
});
afterAll(async () => {
  await hub.close();
  await provider.close();
});

/** The proxy adds the browser's address. */
const from = (address: string) => ({ "x-forwarded-for": address });

/** Follows the redirect to the provider, signs in there, and comes back. */
async function signIn(browser: Browser, person: string, to = "/news") {
  const started = await browser.get(`/sign-in?to=${encodeURIComponent(to)}`, from("192.0.2.1"));
  expect(started.status).toBe(302);
  const address = new URL(started.headers.get("location") ?? "");
  expect(address.searchParams.get("redirect_uri")).toBe(`${ORIGIN}/sign-in/return`);
  return browser.get(`/sign-in/return?${provider.signInAt(address, person)}`);
}

const ADDRESS = "Ottilie.Vane@Tarrowshire.test";
/** An officer's invitation, and the path of its link. */
async function invite(): Promise<string> {
  const facts = hub.hub.people.queries().viewer("governance-officer")?.facts ?? expect.fail("There is no officer.");
  const input = { name: "Ottilie Vane", address: ADDRESS, role: "panel-member", from: "2026-03-02", until: "2026-12-31" };
  const context = { principal: { type: "Person", facts } as const, idempotencyKey: crypto.randomUUID(), correlation: "test" };
  const outcome = await hub.hub.services.invitation.execute("invitePerson", input, context);
  const link = hub.hub.invitationLinks.passOn({ invitation: "any", secret: outcome.secret ?? expect.fail("No link.") });
  expect(link?.startsWith(`${ORIGIN}/join/`)).toBe(true);
  return new URL(link ?? "").pathname;
}
/** Joins as a person of whom the ID token has these claims. */
async function join(browser: Browser, path: string, person: string, given: Readonly<Record<string, unknown>>) {
  const started = await browser.get(`${path}/sign-in`, from("192.0.2.7"));
  const address = new URL(started.headers.get("location") ?? "");
  expect([address.searchParams.get("scope"), address.searchParams.get("prompt")]).toEqual(["openid email", "login"]);
  provider.fault({ claims: (claims) => ({ ...claims, ...given }) });
  const page = await browser.get(`/sign-in/return?${provider.signInAt(address, person)}`);
  provider.fault({});
  return page;
}

describe("Joining at a provider", () => {
  it("is for the account of which the provider says that the address is verified, and binds its issuer and subject", async () => {
    const path = await invite();
    const refused: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
      ["Your email address is not confirmed", {}],
      ["Your email address is not confirmed", { email: ADDRESS }],
      ["Your email address is not confirmed", { email: ADDRESS, email_verified: false }],
      ["Your email address is not confirmed", { email: ADDRESS, email_verified: "true" }],
      ["Your email address is not confirmed", { email: [ADDRESS], email_verified: true }],
      ["This invitation is not for this account", { email: "else@tarrowshire.test", email_verified: true }],
      ["This invitation is not for this account", { email: `${ADDRESS}, else@tarrowshire.test`, email_verified: true }],
    ];
    for (const [title, given] of refused) {
      const browser = hub.browser();
      const page = await join(browser, path, "subject-of-ottilie", given);
      expect([page.status, page.html.includes(title)], JSON.stringify(given)).toEqual([403, true]);
      expect(page.html.toLowerCase()).not.toContain("vane@");
      expect(browser.cookies.has(SESSION)).toBe(false);
    }
    const browser = hub.browser();
    const joined = await join(browser, path, "subject-of-ottilie", { email: ADDRESS.toLowerCase(), email_verified: true });
    expect([joined.status, joined.headers.get("location")]).toEqual([303, "/"]);
    expect((await browser.get("/")).html).toContain("Ottilie Vane");
    const [, binding] = await hub.hub.log.readStream("person-subject-of-ottilie");
    expect(binding).toMatchObject({ type: "JoinedByInvitation.v1", data: { issuer: provider.issuer } });
    expect(hub.logged.join("").toLowerCase()).not.toContain("tarrowshire.test");
  });

  it("is not begun by an answer to another sign-in: without a link nobody joins, whatever their address", async () => {
    await invite();
    provider.fault({ claims: (claims) => ({ ...claims, email: ADDRESS, email_verified: true }) });
    const browser = hub.browser();
    const page = await signIn(browser, "subject-of-a-stranger");
    provider.fault({});
    expect([page.status, browser.cookies.has(SESSION)]).toEqual([403, false]);
    expect(page.html).toContain("You are not registered in the hub");
  });
});

describe("Sign-in at a provider", () => {
  it("leads to where one wanted to go, with cookies that are only sent to the host itself over https", async () => {
    const browser = hub.browser();
    const back = await signIn(browser, "adviser");
    expect([back.status, back.headers.get("location")]).toEqual([303, "/news"]);
    for (const name of [SESSION, "__Host-candour-sign-in-"]) {
      const line = browser.set.find((one) => one.startsWith(name)) ?? "";
      expect(line).toContain("; Path=/;");
      expect(line).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
      expect(line).not.toContain("Domain");
    }
    expect((await browser.get("/news")).status).toBe(200);
  });

  it("names a person and gives no right: a former adviser comes in and sees nothing of any council", async () => {
    const browser = hub.browser();
    await signIn(browser, "former-adviser");
    const home = await browser.get("/");
    expect(home.status).toBe(200);
    expect(home.html).toContain("You have no role in the hub today");
  });

  it("is refused with a forged nonce, and the page has the reference of the log line", async () => {
    provider.fault({ claims: (claims) => ({ ...claims, nonce: "forged" }) });
    const browser = hub.browser();
    const page = await signIn(browser, "adviser");
    provider.fault({});
    expect(page.status).toBe(403);
    expect(browser.cookies.has(SESSION)).toBe(false);
    const reference = page.headers.get("x-request-id") ?? "none";
    expect(page.html).toContain(reference);
    expect(hub.logged.filter((line) => line.includes(reference)).join()).toContain("OAUTH_JWT_CLAIM_COMPARISON_FAILED");
  });

  it("that somebody cancels leaves them signed out, and lets them try again for the same page", async () => {
    const browser = hub.browser();
    const started = await browser.get("/sign-in?to=/tasks", from("192.0.2.1"));
    const state = new URL(started.headers.get("location") ?? "").searchParams.get("state");
    const page = await browser.get(`/sign-in/return?error=access_denied&state=${state}`);
    expect(page.status).toBe(403);
    expect(page.html).toContain("You are not signed in");
    expect(page.html).toContain("/sign-in?to=%2Ftasks");
    expect(browser.cookies.size).toBe(0);
  });

  it("signs out at the provider too, by a page that goes there by itself", async () => {
    const browser = hub.browser();
    await signIn(browser, "adviser");
    const page = await browser.post("/sign-out", {});
    const after = encodeURIComponent(`${ORIGIN}/signed-out`);
    expect(page.headers.get("refresh")).toBe(`0; url=${provider.issuer}/end?post_logout_redirect_uri=${after}&client_id=the-hub`);
    expect(page.html).toContain("Sign out of your organisation’s account");
  });

  it("is limited by address, which only the proxy can say", async () => {
    // Of its own, with the lowest rate: the rate of the other refills while a slow machine makes requests.
    const limitedHub = await startHub(1);
    try {
      const statusFrom = async (address: string) => (await limitedHub.browser().get("/sign-in", from(address))).status;
      expect(await statusFrom("198.51.100.1")).toBe(302);
      const limited = await limitedHub.browser().get("/sign-in", from("198.51.100.1"));
      expect(limited.status).toBe(429);
      expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
      // A form without a session is counted too, because its page takes as long as it is.
      const form = await limitedHub.browser().post("/news", { upTo: "x" }, from("198.51.100.1"));
      expect([form.status, form.html.includes('value="x"')]).toEqual([429, false]);
      expect((await limitedHub.browser().post("/news", { upTo: "x" }, from("198.51.100.2"))).status).toBe(403);
      // What a client claims stands before what the proxy adds.
      expect(await statusFrom("203.0.113.9, 198.51.100.1")).toBe(429);
      expect(await statusFrom("198.51.100.3")).toBe(302);
    } finally {
      await limitedHub.close();
    }
  });

  it("is unavailable while the provider does not answer, and nobody who is signed in notices", async () => {
    const browser = hub.browser();
    await signIn(browser, "adviser");
    provider.fault({
      answer(path, response) {
        if (path !== "/token") return false;
        response.writeHead(503).end();
        return true;
      },
    });
    const other = hub.browser();
    const page = await signIn(other, "chief-executive");
    provider.fault({});
    expect(page.status).toBe(503);
    expect(page.html).toContain("Sorry, you cannot sign in now");
    expect(page.html).toContain(page.headers.get("x-request-id") ?? "none");
    expect(hub.logged.some((line) => line.includes("PROVIDER_UNAVAILABLE"))).toBe(true);
    expect((await browser.get("/")).status).toBe(200);
  });

  it("puts neither codes nor secrets into the log", async () => {
    const browser = hub.browser();
    await signIn(browser, "adviser");
    const log = hub.logged.join("");
    for (const secret of [STAND_IN_CLIENT.clientSecret, browser.cookies.get(SESSION) ?? "none", "code-", "code_verifier"])
      expect(log).not.toContain(secret);
  });
});
