// People of several organisations sign in to one hub, each at the provider of their own, and programs send tokens of either.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Browser, Page } from "../helpers/browser.ts";
import { startPagesWithSignIn } from "../helpers/pages-with-sign-in.ts";
import { STAND_IN_CLIENT, type StandInProvider, startStandInProvider } from "../helpers/stand-in-provider.ts";

const ORIGIN = "https://hub.example.org";
const SESSION = "__Host-candour-session";
const TITLE = "Which organisation do you sign in with?";
const OTTILIE = "~tarrowshire~ottilie";

let association: StandInProvider;
let council: StandInProvider;
let hub: Awaited<ReturnType<typeof startPagesWithSignIn>>;
beforeAll(async () => {
  association = await startStandInProvider();
  council = await startStandInProvider({ namesItself: true });
  hub = await startPagesWithSignIn({
    seed: "people",
    env: {
      CANDOUR_PUBLIC_URL: ORIGIN,
      CANDOUR_TOKEN_ISSUER: association.issuer,
      CANDOUR_JWKS_URL: `${association.issuer}/jwks`,
      CANDOUR_WEB_CLIENT_ID: STAND_IN_CLIENT.clientId,
      CANDOUR_WEB_CLIENT_SECRET: STAND_IN_CLIENT.clientSecret,
      CANDOUR_ORGANISATION: "Association of councils (invented)",
      CANDOUR_FURTHER_ISSUERS: "tarrowshire, department",
      CANDOUR_TOKEN_ISSUER_TARROWSHIRE: council.issuer,
      CANDOUR_JWKS_URL_TARROWSHIRE: `${council.issuer}/jwks`,
      CANDOUR_WEB_CLIENT_ID_TARROWSHIRE: STAND_IN_CLIENT.clientId,
      CANDOUR_WEB_CLIENT_SECRET_TARROWSHIRE: STAND_IN_CLIENT.clientSecret,
      CANDOUR_ORGANISATION_TARROWSHIRE: "Tarrowshire <County> Council",
      // Nothing answers there.
      CANDOUR_TOKEN_ISSUER_DEPARTMENT: "http://127.0.0.1:1/",
      CANDOUR_WEB_CLIENT_ID_DEPARTMENT: "hub",
      CANDOUR_ORGANISATION_DEPARTMENT: "Department of examples",
    },
  });
  const { asHub, services } = hub.hub;
  const registered = { person: OTTILIE, name: "Ottilie Vane (invented)" };
  expect(await services.people.execute("registerPerson", registered, asHub("ottilie"))).toMatchObject({ kind: "done" });
});
afterEach(() => {
  association.fault({});
  council.fault({});
});
afterAll(async () => {
  await hub.close();
  await association.close();
  await council.close();
});

type Choice = "first" | "tarrowshire" | "department";
const RETURN = { first: "/sign-in/return", tarrowshire: "/sign-in/return/tarrowshire" };
const titleOf = ({ html }: Page): string | undefined => /<h1[^>]*>\s*([^<]*?)\s*<\/h1>/.exec(html)?.[1];
const isSignedIn = async (browser: Browser): Promise<boolean> => (await browser.get("/")).status === 200;
/** The choices of a page: organisation -> address. */
const choicesOf = ({ html }: Page): ReadonlyMap<string, string> =>
  new Map(
    [...html.matchAll(/<li><a class="govuk-link" href="([^"]+)">([^<]+)<\/a><\/li>/g)].map(([, href = "", text = ""]) => [
      text,
      href.replaceAll("&amp;", "&"),
    ]),
  );

/** The provider's address of a sign-in that has begun. */
async function begin(browser: Browser, choice: Choice, to = "/news"): Promise<URL> {
  const started = await browser.get(`/sign-in?with=${choice}&to=${encodeURIComponent(to)}`);
  expect(started.status, started.html).toBe(302);
  return new URL(started.headers.get("location") ?? "");
}
async function signIn(browser: Browser, choice: "first" | "tarrowshire", person: string): Promise<Page> {
  const provider = choice === "first" ? association : council;
  const address = await begin(browser, choice);
  expect([address.origin, address.searchParams.get("redirect_uri")]).toEqual([provider.issuer, ORIGIN + RETURN[choice]]);
  return browser.get(`${RETURN[choice]}?${provider.signInAt(address, person)}`);
}
/** The reason that the log has for the request of a page. */
const reasonOf = ({ headers }: Page): string | undefined =>
  hub.logged
    .map((line) => JSON.parse(line))
    .find(({ request, reason }) => request === headers.get("x-request-id") && reason !== undefined)?.reason;

describe("Somebody who signs in to a hub of several organisations", () => {
  it("chooses one of them, and is led to its provider and back to where they wanted to go", async () => {
    const browser = hub.browser();
    const page = await browser.open("/news?filter=all");
    expect([page.status, titleOf(page)]).toEqual([200, TITLE]);
    const choices = choicesOf(page);
    expect([...choices.keys()]).toEqual([
      "Association of councils (invented)",
      "Tarrowshire &lt;County&gt; Council",
      "Department of examples",
    ]);
    const started = await browser.get(choices.get("Tarrowshire &lt;County&gt; Council") ?? "");
    const address = new URL(started.headers.get("location") ?? "");
    expect(address.origin).toBe(council.issuer);
    const back = await browser.get(`${RETURN.tarrowshire}?${council.signInAt(address, "ottilie")}`);
    expect([back.status, back.headers.get("location")]).toEqual([303, "/news?filter=all"]);
    expect((await browser.get("/")).html).toContain("Ottilie Vane");
  });

  it("is another person at each provider, though both use the same subject", async () => {
    const adviser = hub.browser();
    expect((await signIn(adviser, "first", "adviser")).status).toBe(303);
    expect((await adviser.get("/")).html).toContain("Principal Adviser, East Midlands");
    for (const [choice, subject] of [
      ["tarrowshire", "adviser"],
      ["first", "ottilie"],
    ] as const) {
      const browser = hub.browser();
      const page = await signIn(browser, choice, subject);
      expect([page.status, titleOf(page)]).toEqual([403, "You are not registered in the hub"]);
      expect(browser.cookies.has(SESSION)).toBe(false);
    }
  });

  it.each([OTTILIE, "~department~ottilie", "~unlisted~ottilie"])(
    "is not let in where one provider names a person in the form of another's: %s",
    async (subject) => {
      const browser = hub.browser();
      const page = await signIn(browser, "first", subject);
      expect([page.status, reasonOf(page)]).toEqual([403, "SUBJECT_NOT_VALID"]);
      expect((await signIn(browser, "tarrowshire", subject)).status).toBe(403);
      expect(browser.cookies.has(SESSION)).toBe(false);
    },
  );

  it.each(["", "nobody", "TARROWSHIRE", "tarrowshire&with=first", "__proto__"])(
    "chooses again where there is no such choice: %s",
    async (choice) => {
      const page = await hub.browser().get(`/sign-in?with=${choice}&to=https://evil.example`);
      expect([page.status, titleOf(page)]).toEqual([200, TITLE]);
      expect(page.html).not.toContain("evil.example");
    },
  );

  it("is signed out at the provider where they signed in", async () => {
    for (const [choice, provider, person] of [
      ["first", association, "adviser"],
      ["tarrowshire", council, "ottilie"],
    ] as const) {
      const browser = hub.browser();
      await signIn(browser, choice, person);
      const page = await browser.post("/sign-out", {});
      expect(page.headers.get("refresh")).toMatch(`0; url=${provider.issuer}/end?`);
      expect(await isSignedIn(browser)).toBe(false);
      // Whose session it was is not known any more.
      expect((await browser.post("/sign-out", {})).headers.get("refresh")).toBeNull();
    }
  });
});

describe("An answer of a provider", () => {
  it("completes no sign-in that began at another: its code is sent to neither", async () => {
    for (const [choice, began, other] of [
      ["first", association, council],
      ["tarrowshire", council, association],
    ] as const) {
      const browser = hub.browser();
      const address = await begin(browser, choice);
      const asked = [association.asked.length, council.asked.length];
      const path = choice === "first" ? RETURN.tarrowshire : RETURN.first;
      const answer = other.signInAt(address, choice === "first" ? "ottilie" : "adviser");
      const page = await browser.get(`${path}?${answer}`);
      expect([page.status, reasonOf(page)]).toEqual([403, "ANOTHER_ISSUER"]);
      expect([association.asked.length, council.asked.length]).toEqual(asked);
      // The sign-in is over: neither answer can be tried again at the right address.
      const again = await browser.get(`${RETURN[choice]}?${began.signInAt(address, "adviser")}`);
      expect([again.status, reasonOf(again)]).toEqual([403, "NOT_PENDING"]);
      expect(browser.cookies.has(SESSION)).toBe(false);
    }
  });

  it("is refused if it names another issuer, or none where the provider promises it", async () => {
    const forge = async (choice: "first" | "tarrowshire", change: (answer: URLSearchParams) => void) => {
      const browser = hub.browser();
      const provider = choice === "first" ? association : council;
      const answer = new URLSearchParams(provider.signInAt(await begin(browser, choice), "adviser"));
      change(answer);
      const { length } = provider.asked;
      const page = await browser.get(`${RETURN[choice]}?${answer}`);
      expect(provider.asked.slice(length)).not.toContain("/token");
      expect(browser.cookies.has(SESSION)).toBe(false);
      return page.status;
    };
    expect(await forge("first", (answer) => answer.set("iss", council.issuer))).toBe(403);
    expect(await forge("tarrowshire", (answer) => answer.set("iss", association.issuer))).toBe(403);
    expect(await forge("tarrowshire", (answer) => answer.append("iss", association.issuer))).toBe(403);
    expect(await forge("tarrowshire", (answer) => answer.delete("iss"))).toBe(403);
  });

  it("is refused with the state of a sign-in at another provider, forged, or replayed", async () => {
    const browser = hub.browser();
    const [atFirst, atCouncil] = [await begin(browser, "first"), await begin(browser, "tarrowshire")];
    const mixed = new URLSearchParams(association.signInAt(atFirst, "adviser"));
    mixed.set("state", atCouncil.searchParams.get("state") ?? "");
    expect((await browser.get(`${RETURN.first}?${mixed}`)).status).toBe(403);
    mixed.set("state", "forged".padEnd(43, "x"));
    expect((await browser.get(`${RETURN.first}?${mixed}`)).status).toBe(403);
    expect(browser.cookies.has(SESSION)).toBe(false);

    const address = await begin(browser, "tarrowshire");
    const answer = council.signInAt(address, "ottilie");
    expect((await browser.get(`${RETURN.tarrowshire}?${answer}`)).status).toBe(303);
    expect((await browser.get(`${RETURN.tarrowshire}?${answer}`)).status).toBe(403);
    expect((await hub.browser().get(`${RETURN.tarrowshire}?${answer}`)).status).toBe(403);
  });

  it("is refused with an ID token of another provider", async () => {
    const seconds = Math.floor(Date.now() / 1000);
    council.fault({
      idToken: (_, claims) =>
        association.bearerToken("adviser", {
          aud: STAND_IN_CLIENT.clientId,
          nonce: claims.nonce,
          iat: seconds,
          exp: seconds + 60,
        }),
    });
    const browser = hub.browser();
    const page = await signIn(browser, "tarrowshire", "ottilie");
    expect([page.status, browser.cookies.has(SESSION)]).toEqual([403, false]);
  });

  it("is refused at an address of no provider", async () => {
    const browser = hub.browser();
    const address = await begin(browser, "first");
    const page = await browser.get(`/sign-in/return/unlisted?${association.signInAt(address, "adviser")}`);
    expect([page.status, reasonOf(page), browser.cookies.has(SESSION)]).toEqual([403, "ANOTHER_ISSUER", false]);
  });
});

describe("A provider that does not answer", () => {
  it("keeps nobody else out: the choice is there, and people sign in at the others", async () => {
    const browser = hub.browser();
    const page = await browser.get("/sign-in?with=department");
    expect([page.status, titleOf(page)]).toEqual([503, "Sorry, you cannot sign in now"]);
    const line = hub.logged.find((one) => one.includes("PROVIDER_UNAVAILABLE"));
    expect(JSON.parse(line ?? "{}")).toMatchObject({ issuer: "http://127.0.0.1:1/", reason: "NOT_REACHED" });
    expect(titleOf(await browser.open("/sign-in?to=/"))).toBe(TITLE);
    expect((await signIn(browser, "first", "adviser")).status).toBe(303);
    expect((await signIn(browser, "tarrowshire", "ottilie")).status).toBe(303);
  });

  it("signs nobody out", async () => {
    const browser = hub.browser();
    await signIn(browser, "tarrowshire", "ottilie");
    council.fault({
      answer(_, response) {
        response.writeHead(503).end();
        return true;
      },
    });
    expect((await signIn(hub.browser(), "tarrowshire", "ottilie")).status).toBe(503);
    expect(await isSignedIn(browser)).toBe(true);
  });
});

describe("Joining a hub of several organisations", () => {
  const ADDRESS = "Rowan.Ashdown@Tarrowshire.test";
  async function invite(): Promise<string> {
    const facts = hub.hub.people.queries().viewer("governance-officer")?.facts ?? expect.fail("There is no officer.");
    const input = {
      name: "Rowan Ashdown (invented)",
      address: ADDRESS,
      role: "panel-member",
      from: "2026-03-02",
      until: "2026-12-31",
    };
    const context = { principal: { type: "Person", facts } as const, idempotencyKey: crypto.randomUUID(), correlation: "test" };
    const outcome = await hub.hub.services.invitation.execute("invitePerson", input, context);
    const link = hub.hub.invitationLinks.passOn({ invitation: "any", secret: outcome.secret ?? expect.fail("No link.") });
    return new URL(link ?? "").pathname;
  }

  it("binds the person to the issuer and the subject with which they joined", async () => {
    const path = await invite();
    const browser = hub.browser();
    const choice = await browser.get(`${path}/sign-in`);
    expect([titleOf(choice), choice.html.includes("the email address to which the invitation was sent")]).toEqual([TITLE, true]);
    const started = await browser.get(choicesOf(choice).get("Tarrowshire &lt;County&gt; Council") ?? "");
    const address = new URL(started.headers.get("location") ?? "");
    expect([address.origin, address.searchParams.get("scope")]).toEqual([council.issuer, "openid email"]);
    council.fault({ claims: (claims) => ({ ...claims, email: ADDRESS, email_verified: true }) });
    const joined = await browser.get(`${RETURN.tarrowshire}?${council.signInAt(address, "rowan")}`);
    expect([joined.status, joined.headers.get("location")]).toEqual([303, "/"]);
    expect((await browser.get("/")).html).toContain("Rowan Ashdown");
    const [, binding] = await hub.hub.log.readStream("person-~tarrowshire~rowan");
    expect(binding).toMatchObject({ type: "JoinedByInvitation.v1", data: { issuer: council.issuer } });

    association.fault({ claims: (claims) => ({ ...claims, email: ADDRESS, email_verified: true }) });
    expect((await signIn(hub.browser(), "first", "rowan")).status).toBe(403);
    expect((await signIn(hub.browser(), "tarrowshire", "rowan")).status).toBe(303);
  });

  it("is refused to the answer of another provider, and leaves the invitation open", async () => {
    const path = await invite();
    const browser = hub.browser();
    const address = new URL((await browser.get(`${path}/sign-in?with=first`)).headers.get("location") ?? "");
    council.fault({ claims: (claims) => ({ ...claims, email: ADDRESS, email_verified: true }) });
    const page = await browser.get(`${RETURN.tarrowshire}?${council.signInAt(address, "somebody-else")}`);
    expect([page.status, browser.cookies.has(SESSION)]).toEqual([403, false]);
    expect((await browser.get(path)).status).toBe(200);
  });
});

describe("A bearer token", () => {
  const viewerOf = async (token: string) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const { status, body } = await hub.send<{ viewer: { person: string } }>('{"query":"{ viewer { person } }"}', headers);
    return status === 200 ? body.data.viewer.person : status;
  };
  const JWKS_DOWN = {
    answer: (path: string, response: { writeHead: (status: number) => { end: () => void } }) => {
      if (path !== "/jwks") return false;
      response.writeHead(500).end();
      return true;
    },
  };

  it("is of a person of the issuer that it names, whose keys prove it", async () => {
    // The keys of one issuer are not needed for the tokens of another.
    association.fault(JWKS_DOWN);
    expect(await viewerOf(await council.bearerToken("ottilie"))).toBe(OTTILIE);
    expect(await viewerOf(await association.bearerToken("adviser"))).toBe(503);
    association.fault({});
    expect(await viewerOf(await association.bearerToken("adviser"))).toBe("adviser");
    expect(await viewerOf(await council.bearerToken("adviser"))).toBe("~tarrowshire~adviser");
  });

  it.each<[string, () => Promise<string>]>([
    ["signed by one issuer in the name of another", () => council.bearerToken("adviser", { iss: association.issuer })],
    [
      "signed by the first issuer in the name of a further one",
      () => association.bearerToken("ottilie", { iss: council.issuer }),
    ],
    ["of an issuer that gives none to the API", () => council.bearerToken("ottilie", { iss: "http://127.0.0.1:1/" })],
    ["of an issuer that nobody named", () => council.bearerToken("ottilie", { iss: "https://evil.example" })],
    ["without an issuer", () => council.bearerToken("ottilie", { iss: undefined })],
    ["of the first issuer with a subject in the form of another's", () => association.bearerToken(OTTILIE)],
    ["for another audience", () => council.bearerToken("ottilie", { aud: STAND_IN_CLIENT.clientId })],
    ["with a subject too long for an id", () => council.bearerToken("x".repeat(255))],
  ])("is refused if it is %s", async (_, token) => {
    expect(await viewerOf(await token())).toBe(401);
  });
});

describe("An organisation whose issuer is taken out of the settings", () => {
  const FURTHER = {
    CANDOUR_FURTHER_ISSUERS: "tarrowshire",
    CANDOUR_ORGANISATION: "Association of councils (invented)",
    CANDOUR_ORGANISATION_TARROWSHIRE: "Tarrowshire",
    CANDOUR_WEB_CLIENT_ID_TARROWSHIRE: STAND_IN_CLIENT.clientId,
    CANDOUR_WEB_CLIENT_SECRET_TARROWSHIRE: STAND_IN_CLIENT.clientSecret,
  };
  it("has nobody signed in any more, and no other issuer can name its people", async () => {
    const dir = mkdtempSync(join(tmpdir(), "candour-issuers-"));
    const env = {
      CANDOUR_PUBLIC_URL: ORIGIN,
      CANDOUR_TOKEN_ISSUER: association.issuer,
      CANDOUR_JWKS_URL: `${association.issuer}/jwks`,
      CANDOUR_WEB_CLIENT_ID: STAND_IN_CLIENT.clientId,
      CANDOUR_WEB_CLIENT_SECRET: STAND_IN_CLIENT.clientSecret,
    };
    const cookies = new Map<string, string>();
    const openWith = async (more: Readonly<Record<string, string>>, use: (own: typeof hub) => Promise<void>) => {
      const own = await startPagesWithSignIn({ seed: false, dir, env: { ...env, ...more } });
      await use(own).finally(own.close);
    };
    try {
      await openWith({ ...FURTHER, CANDOUR_TOKEN_ISSUER_TARROWSHIRE: council.issuer }, async (own) => {
        const { asHub, services } = own.hub;
        for (const person of [OTTILIE, "ann"])
          await services.people.execute("registerPerson", { person, name: "Somebody (invented)" }, asHub(person));
        for (const [choice, subject, provider] of [
          ["first", "ann", association],
          ["tarrowshire", "ottilie", council],
        ] as const) {
          const browser = own.browser();
          const started = await browser.get(`/sign-in?with=${choice}`);
          const answer = provider.signInAt(new URL(started.headers.get("location") ?? ""), subject);
          expect((await browser.get(`${RETURN[choice]}?${answer}`)).status).toBe(303);
          expect(await isSignedIn(browser)).toBe(true);
          cookies.set(subject, browser.cookies.get(SESSION) ?? "");
        }
      });
      await openWith({}, async (own) => {
        const statusOf = async (subject: string) =>
          (await own.browser().get("/", { cookie: `${SESSION}=${cookies.get(subject)}` })).status;
        expect([await statusOf("ann"), await statusOf("ottilie")]).toEqual([200, 302]);
        const browser = own.browser();
        const started = await browser.get("/sign-in");
        const answer = association.signInAt(new URL(started.headers.get("location") ?? ""), OTTILIE);
        expect((await browser.get(`${RETURN.first}?${answer}`)).status).toBe(403);
        const headers = { "content-type": "application/json", authorization: `Bearer ${await association.bearerToken(OTTILIE)}` };
        expect((await own.send('{"query":"{ viewer { person } }"}', headers)).status).toBe(401);
      });
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

it("A hub of several organisations puts neither codes nor secrets into the log", () => {
  const log = hub.logged.join("");
  for (const secret of [STAND_IN_CLIENT.clientSecret, "code-", "Tarrowshire.test"]) expect(log).not.toContain(secret);
});
