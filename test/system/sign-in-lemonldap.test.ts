// Sign-in to the pages at a provider that is not ours: LemonLDAP::NG from Debian's packages.
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openRelyingParty, ProviderUnavailable, SignInRefused } from "../../hub/sign-in/relying-party.ts";
import { type Browser, openBrowser, type Page } from "../helpers/browser.ts";
import { startPagesWithSignIn } from "../helpers/pages-with-sign-in.ts";
import { type LemonLdap, startLemonLdap } from "../helpers/system/lemonldap.ts";
import { describeWith, freePort } from "../helpers/system/programs.ts";

const SESSION = "candour-session";
const SECRET = "a secret of the hub: +/%&=";
const titleOf = ({ html }: Page): string | undefined => /<h1[^>]*>\s*([^<]*?)\s*<\/h1>/.exec(html)?.[1];

describeWith(["plackup", "rotateOidcKeys"], "Sign-in at LemonLDAP::NG", (programs) => {
  let provider: LemonLdap;
  let hub: Awaited<ReturnType<typeof startPagesWithSignIn>>;
  let origin: string;
  const clientOf = (id: string, more: object = {}) => ({
    ...{ id, secret: SECRET, redirectTo: `${origin}/sign-in/return`, signedOut: `${origin}/signed-out`, ...more },
  });
  beforeAll(async () => {
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    provider = await startLemonLdap(programs, [
      clientOf("candour-pages"),
      clientOf("candour", { forPrograms: true }),
      clientOf("another-program", { forPrograms: true }),
      clientOf("unsigned", { algorithm: "none" }),
      clientOf("shared-secret", { algorithm: "HS256" }),
    ]);
    hub = await startPagesWithSignIn({
      seed: "people",
      env: {
        ...{ PORT: String(port), CANDOUR_PUBLIC_URL: origin },
        ...{ CANDOUR_TOKEN_ISSUER: provider.issuer, CANDOUR_JWKS_URL: provider.jwksUrl },
        ...{ CANDOUR_WEB_CLIENT_ID: "candour-pages", CANDOUR_WEB_CLIENT_SECRET: SECRET },
      },
    });
    const { asHub, services } = hub.hub;
    const registered = { person: "rtyler", name: "Rose Tyler (invented)" };
    expect(await services.people.execute("registerPerson", registered, asHub("rtyler"))).toMatchObject({ kind: "done" });
  });
  afterAll(async () => {
    await hub?.close();
    await provider?.stop();
  });

  /** The provider's address of a sign-in that has begun at a page of the hub. */
  async function begin(browser: Browser, path = "/sign-in?to=/news"): Promise<string> {
    const started = await browser.get(path);
    expect(started.status, started.html).toBe(302);
    return started.headers.get("location") ?? "";
  }
  const signIn = async (browser: Browser, user: string, path?: string): Promise<Page> =>
    browser.follow(await provider.signInAt(browser, await begin(browser, path), user));
  const isSignedIn = async (browser: Browser): Promise<boolean> => (await browser.get("/")).status === 200;
  const reasonOf = ({ headers }: Page): string | undefined =>
    hub.logged
      .map((line) => JSON.parse(line))
      .find(({ request, reason }) => request === headers.get("x-request-id") && reason !== undefined)?.reason;

  it("leads with code and PKCE to where one wanted to go, and without a form while one is signed in there", async () => {
    const browser = hub.browser();
    const address = new URL(await begin(browser));
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      ...{ client_id: "candour-pages", response_type: "code", scope: "openid", code_challenge_method: "S256" },
    });
    const page = await browser.follow(await provider.signInAt(browser, address.href, "rtyler"));
    expect([page.status, new URL(page.url).pathname]).toEqual([200, "/news"]);
    expect((await browser.get("/")).html).toContain("Rose Tyler (invented)");

    browser.cookies.delete(SESSION);
    const again = await browser.open("/sign-in?to=/tasks");
    expect([again.status, new URL(again.url).pathname]).toEqual([200, "/tasks"]);
  });

  it("is refused with a wrong password by the provider, and to an account that nobody registered by the hub", async () => {
    const browser = hub.browser();
    const wrong = await provider.signInAt(browser, await begin(browser), "rtyler", "dwho");
    expect([wrong.headers.get("location"), browser.cookies.has(SESSION)]).toEqual([null, false]);
    const page = await signIn(hub.browser(), "msmith");
    expect([page.status, titleOf(page)]).toEqual([403, "You are not registered in the hub"]);
  });

  it("is refused if the answer is replayed, or brought by another browser", async () => {
    const browser = hub.browser();
    const answer = (await provider.signInAt(browser, await begin(browser), "rtyler")).headers.get("location") ?? "";
    expect(answer).toMatch(`${origin}/sign-in/return?`);
    const elsewhere = await hub.browser().get(answer);
    expect([elsewhere.status, reasonOf(elsewhere)]).toEqual([403, "NOT_PENDING"]);
    expect((await browser.get(answer)).status).toBe(303);
    const replayed = await browser.get(answer);
    expect([replayed.status, reasonOf(replayed)]).toEqual([403, "NOT_PENDING"]);
  });

  it("joins whoever has the invited address, which the provider says is confirmed, and nobody else", async () => {
    const dwho = await invite("DWho@badwolf.org");
    const msmith = await invite("msmith@badwolf.org");
    const joinWith = async (path: string, user: string) => {
      const browser = hub.browser();
      const address = await begin(browser, `${path}/sign-in`);
      expect(Object.fromEntries(new URL(address).searchParams)).toMatchObject({ scope: "openid email", prompt: "login" });
      return browser.follow(await provider.signInAt(browser, address, user));
    };
    const unconfirmed = await joinWith(msmith, "msmith");
    expect([unconfirmed.status, titleOf(unconfirmed)]).toEqual([403, "Your email address is not confirmed"]);
    const other = await joinWith(msmith, "dwho");
    expect([other.status, titleOf(other)]).toEqual([403, "This invitation is not for this account"]);
    const joined = await joinWith(dwho, "dwho");
    expect([joined.status, new URL(joined.url).pathname]).toEqual([200, "/"]);
    const [, binding] = await hub.hub.log.readStream("person-dwho");
    expect(binding).toMatchObject({ type: "JoinedByInvitation.v1", data: { issuer: provider.issuer } });
    expect((await signIn(hub.browser(), "dwho")).status).toBe(200);
  });

  /** Returns the path of the link. */
  async function invite(address: string): Promise<string> {
    const facts = hub.hub.people.queries().viewer("governance-officer")?.facts ?? expect.fail("There is no officer.");
    const input = { name: "Somebody (invented)", address, role: "panel-member", from: "2026-03-02", until: "2026-12-31" };
    const context = { principal: { type: "Person", facts } as const, idempotencyKey: crypto.randomUUID(), correlation: "test" };
    const outcome = await hub.hub.services.invitation.execute("invitePerson", input, context);
    const link = hub.hub.invitationLinks.passOn({ invitation: "any", secret: outcome.secret ?? expect.fail("No link.") });
    return new URL(link ?? "").pathname;
  }

  it("ends at the provider too when somebody signs out, after they have confirmed it there", async () => {
    const browser = hub.browser();
    await signIn(browser, "rtyler");
    const left = await browser.post("/sign-out", {});
    const address = left.headers.get("refresh")?.replace("0; url=", "") ?? "";
    expect(address).toMatch(`${provider.issuer}/oauth2/logout?`);
    expect(await isSignedIn(browser)).toBe(false);
    const asks = await browser.get(address);
    const back = await browser.follow(await provider.confirmSignOut(browser, asks));
    expect([back.status, new URL(back.url).pathname]).toEqual([200, "/signed-out"]);
    // It asks for the password again.
    expect((await signIn(browser, "rtyler")).status).toBe(200);
  });

  it("goes on when the provider has changed its key", async () => {
    const browser = hub.browser();
    await signIn(browser, "rtyler");
    await provider.rotateKey();
    expect(await provider.keyIds()).not.toContain("first");
    // Keys are fetched again once they are older than a minute.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
    const page = await signIn(hub.browser(), "rtyler").finally(() => vi.useRealTimers());
    expect(page.status, page.html).toBe(200);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it("gives programs access tokens in JWT that the API accepts, if they are for the hub", async () => {
    const headers = { "content-type": "application/json" };
    const viewerOf = async (token: string) => {
      const sent = { ...headers, authorization: `Bearer ${token}` };
      const { status, body } = await hub.send<{ viewer: { person: string } }>('{"query":"{ viewer { person } }"}', sent);
      return status === 200 ? body.data.viewer.person : status;
    };
    const token = await provider.tokenFor("rtyler", clientOf("candour"));
    expect(await viewerOf(token)).toBe("rtyler");
    expect(await viewerOf(token.replace(/\.[^.]+$/, `.${"A".repeat(342)}`))).toBe(401);
    expect(await viewerOf(await provider.tokenFor("rtyler", clientOf("another-program")))).toBe(401);
  });

  it.each([
    ["unsigned", "OAUTH_INVALID_RESPONSE"],
    ["shared-secret", "OAUTH_UNSUPPORTED_OPERATION"],
  ])("refuses ID tokens that the provider does not sign with its key: %s", async (clientId, reason) => {
    const party = openRelyingParty({ issuer: provider.issuer, clientId, clientSecret: SECRET }, `${origin}/sign-in/return`);
    const { address, pending } = await party.begin("/");
    const answer = (await provider.signInAt(openBrowser(origin), address.href, "rtyler")).headers.get("location") ?? "";
    const refusal = await party.finish(new URL(answer).search.slice(1), pending).catch((error) => error);
    expect(refusal).toBeInstanceOf(SignInRefused);
    expect(refusal.reason).toBe(reason);
  });

  it("does not blame the person if the hub's secret is wrong", async () => {
    const client = { issuer: provider.issuer, clientId: "candour-pages", clientSecret: "another" };
    const party = openRelyingParty(client, `${origin}/sign-in/return`);
    const { address, pending } = await party.begin("/");
    const answer = (await provider.signInAt(openBrowser(origin), address.href, "rtyler")).headers.get("location") ?? "";
    await expect(party.finish(new URL(answer).search.slice(1), pending)).rejects.toThrow(ProviderUnavailable);
  });
});
