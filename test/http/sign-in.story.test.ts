// People sign in to the pages at the development provider, over HTTP with a browser's cookies.
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endSessions } from "../../bin/end-sessions.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { ownerMark } from "../../web/form-owner.ts";
import { awareness, concern, EAST_MIDLANDS } from "../examples/api-inputs.ts";
import type { Browser, Page } from "../helpers/browser.ts";
import { startPagesWithSignIn } from "../helpers/pages-with-sign-in.ts";
import { done } from "../helpers/send-command.ts";

let hub: Awaited<ReturnType<typeof startPagesWithSignIn>>;
beforeAll(async () => {
  hub = await startPagesWithSignIn({ seed: "people" });
});
afterAll(() => hub.close());

const SESSION = "candour-session";
const titleOf = ({ html }: Page): string | undefined => /<h1[^>]*>\s*([^<]*?)\s*<\/h1>/.exec(html)?.[1];
const advance = (ms: number) => hub.clock.set(new Date(hub.clock.now().getTime() + ms).toISOString());
const hours = (count: number) => count * 3_600_000;
const minutes = (count: number) => count * 60_000;
/** Signed in as the person, whom the home page names. */
async function signedIn(person = "adviser"): Promise<Browser> {
  const browser = hub.browser();
  const page = await browser.signInAs(person);
  expect(page.status, page.html).toBe(200);
  return browser;
}
const isSignedIn = async (browser: Browser): Promise<boolean> => (await browser.get("/")).status === 200;
const pathOf = ({ url }: Page) => url.slice(hub.url.length);

describe("Signing in", () => {
  it("shows whom one can choose, with role and body or council, and leads to where one wanted to go", async () => {
    const browser = hub.browser();
    const chooser = await browser.open("/news?filter=all");
    expect(chooser.status).toBe(200);
    expect(titleOf(chooser) ?? chooser.html).toContain("Who do you want to be?");
    expect(chooser.html).toContain("Maren Tolliver");
    expect(chooser.html).toContain("Chief executive, Tarrowshire County Council");
    expect(chooser.html).toContain("Principal Adviser, East Midlands");
    const none = await browser.submit(chooser.url, {});
    expect(none.status).toBe(422);
    expect(none.html).toContain("Select a person.");
    const page = await browser.submit(chooser.url, { person: "chief-executive" });
    expect(page.status).toBe(200);
    expect(pathOf(page)).toBe("/news?filter=all");
    expect(page.html).toContain("Maren Tolliver");
  });

  it("keeps the session in a cookie that scripts cannot read and that names nobody, and in no address", async () => {
    const browser = await signedIn();
    const id = browser.cookies.get(SESSION) ?? "";
    expect(id).toMatch(/^[\w-]{43}$/);
    const line = browser.set.findLast((one) => one.startsWith(`${SESSION}=`)) ?? "";
    expect(line.split("; ").slice(1).sort()).toEqual(["HttpOnly", "Path=/", "SameSite=Lax"]);
    const { headers, html } = await browser.get("/");
    expect(html + [...headers].join()).not.toContain(id);
    // Nor in the log or in the file of sessions.
    const file = readFileSync(hub.hub.folder.sessionsFile);
    expect(file.includes(id)).toBe(false);
    expect(hub.logged.join("")).not.toContain(id);
  });

  it("gives the browser another session, and ends the former one", async () => {
    const browser = await signedIn();
    const former = browser.cookies.get(SESSION) ?? "";
    const page = await browser.submit((await browser.open("/sign-in")).url, { person: "cib-lead" });
    expect(page.status, page.html).toBe(200);
    expect(browser.cookies.get(SESSION)).not.toBe(former);
    const other = hub.browser();
    other.cookies.set(SESSION, former);
    expect(await isSignedIn(other)).toBe(false);
  });

  it("does not let a browser choose the session's id", async () => {
    const browser = hub.browser();
    const fixed = "A".repeat(43);
    browser.cookies.set(SESSION, fixed);
    await browser.signInAs("adviser");
    expect(browser.cookies.get(SESSION)).not.toBe(fixed);
  });

  it("is refused to somebody who is not registered, who learns whom to ask", async () => {
    const browser = hub.browser();
    const page = await browser.signInAs("somebody-else");
    expect(page.status).toBe(403);
    expect(titleOf(page)).toBe("You are not registered in the hub");
    expect(page.html).toContain("governance officer");
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  it.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/%5cevil.example",
    "javascript:alert(1)",
    "/a\nb",
    "http:evil.example",
    "/sign-in",
    "/session?to=/",
  ])("leads to no other host: %s", async (to) => {
    const browser = hub.browser();
    const chooser = await browser.open(`/sign-in?to=${encodeURIComponent(to)}`);
    const answered = await browser.post(chooser.url, { person: "adviser" });
    let page = answered;
    const seen: string[] = [];
    while (page.headers.has("location")) {
      const next: string = new URL(page.headers.get("location") ?? "", page.url).href;
      seen.push(next);
      page = await browser.get(next);
      if (!next.includes("/dev-idp/") && !next.includes("/sign-in/return")) break;
    }
    expect(seen.every((address) => address.startsWith(`${hub.url}/`))).toBe(true);
    expect([`${hub.url}/`, `${hub.url}/%5cevil.example`]).toContain(seen.at(-1));
  });
});

describe("The provider's answer", () => {
  /** The address to which the provider sends the browser back. */
  async function answerFor(browser: Browser, person = "adviser"): Promise<string> {
    const chooser = await browser.open("/sign-in");
    const resumed = await browser.post(chooser.url, { person });
    const answer = await browser.get(resumed.headers.get("location") ?? "");
    return answer.headers.get("location") ?? "";
  }
  const isRefused = (page: Page) => {
    expect(page.status).toBe(403);
    expect(titleOf(page)).toBe("You could not be signed in");
    const reference = page.headers.get("x-request-id") ?? "none";
    expect(page.html).toContain(reference);
    expect(hub.logged.some((line) => line.includes("SIGN_IN_REFUSED") && line.includes(reference))).toBe(true);
  };

  it("is used once", async () => {
    const browser = hub.browser();
    const answer = await answerFor(browser);
    const [name = "", pending = ""] = [...browser.cookies].find(([one]) => one.startsWith("candour-sign-in-")) ?? [];
    expect(pending).toMatch(/^[\w-]{43}$/);
    expect((await browser.get(answer)).status).toBe(303);
    isRefused(await browser.get(answer));
    const replaying = hub.browser();
    replaying.cookies.set(name, pending);
    isRefused(await replaying.get(answer));
    expect(replaying.cookies.has(SESSION)).toBe(false);
    // The one who signed in stays so.
    expect(await isSignedIn(browser)).toBe(true);
  });

  it("is refused in another browser, to which somebody sent the address", async () => {
    const answer = await answerFor(hub.browser());
    const victim = hub.browser();
    await victim.open("/sign-in");
    isRefused(await victim.get(answer));
    expect(await isSignedIn(victim)).toBe(false);
  });

  it.each<[string, (answer: URL) => void]>([
    ["state", (answer) => answer.searchParams.set("state", "forged")],
    ["code", (answer) => answer.searchParams.set("code", "forged")],
    ["issuer", (answer) => answer.searchParams.set("iss", "https://evil.example")],
  ])("is refused with a forged %s", async (_, forge) => {
    const browser = hub.browser();
    const answer = new URL(await answerFor(browser));
    forge(answer);
    isRefused(await browser.get(answer.href));
    expect(await isSignedIn(browser)).toBe(false);
  });

  it("is used in each of several tabs that a browser opens at once", async () => {
    const browser = hub.browser();
    const started = [
      await browser.open("/sign-in?to=/news"),
      await browser.open("/sign-in?to=/tasks"),
      await browser.open("/sign-in?to=/concerns"),
    ];
    const ended: string[] = [];
    for (const chooser of started) ended.push(pathOf(await browser.submit(chooser.url, { person: "adviser" })));
    expect(ended).toEqual(["/news", "/tasks", "/concerns"]);
    expect([...browser.cookies.keys()].filter((name) => name.startsWith("candour-sign-in"))).toEqual([]);
  });

  it("is awaited for at most five sign-ins in one browser, so that repeated redirects do not fill its cookies", async () => {
    const browser = hub.browser();
    for (let begun = 0; begun < 20; begun += 1) await browser.get("/sign-in");
    expect([...browser.cookies.keys()].filter((name) => name.startsWith("candour-sign-in")).length).toBeLessThan(7);
  });

  it("is refused ten minutes after the sign-in began", async () => {
    const browser = hub.browser();
    const answer = await answerFor(browser);
    advance(minutes(10));
    isRefused(await browser.get(answer));
  });
});

describe("A session", () => {
  it("ends when it is not used for half an hour, and leads back to where one was", async () => {
    const browser = await signedIn();
    advance(minutes(29));
    expect(await isSignedIn(browser)).toBe(true);
    advance(minutes(30));
    const page = await browser.get("/news?filter=all");
    expect(page.status).toBe(302);
    expect(page.headers.get("location")).toBe("/sign-in?to=%2Fnews%3Ffilter%3Dall");
  });

  it("ends after ten hours, however often it is used", async () => {
    const browser = await signedIn();
    for (let used = 0; used < 23; used += 1) {
      advance(minutes(25));
      expect(await isSignedIn(browser)).toBe(true);
    }
    advance(minutes(25));
    expect(await isSignedIn(browser)).toBe(false);
  });

  it("warns on a page that is left open, and is prolonged without a script", async () => {
    const browser = await signedIn();
    const { headers, html } = await browser.get("/tasks?mine=true");
    expect(headers.get("refresh")).toBe(`${25 * 60}; url=/session?to=%2Ftasks%3Fmine%3Dtrue`);
    expect(html).toMatch(/signed out at \d\d:\d\d/);
    advance(minutes(25));
    const warning = await browser.get("/session?to=%2Ftasks%3Fmine%3Dtrue");
    expect(warning.status).toBe(200);
    expect(titleOf(warning)).toMatch(/^You will be signed out at \d\d:\d\d$/);
    // It does not prolong the session itself, and turns into another page when it has ended.
    expect(warning.headers.get("refresh")).toBe(`${5 * 60 + 1}; url=/session?to=%2Ftasks%3Fmine%3Dtrue`);
    const prolonged = await browser.post("/session", { to: "/tasks?mine=true" });
    expect(prolonged.status).toBe(303);
    expect(prolonged.headers.get("location")).toBe("/tasks?mine=true");
    advance(minutes(29));
    expect(await isSignedIn(browser)).toBe(true);
    advance(minutes(31));
    const ended = await browser.get("/session?to=%2Ftasks%3Fmine%3Dtrue");
    expect(titleOf(ended)).toBe("You have been signed out");
    expect(ended.html).toContain("/sign-in?to=%2Ftasks%3Fmine%3Dtrue");
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  it("says so when it cannot be prolonged", async () => {
    const browser = await signedIn();
    for (let used = 0; used < 23; used += 1) {
      advance(minutes(25));
      await browser.get("/");
    }
    advance(minutes(20));
    const warning = await browser.get("/session?to=/");
    expect(warning.html).toContain("as long as is allowed");
    expect(warning.html).not.toContain("Stay signed in");
  });

  it("that has ended keeps the words of a form, which is sent again after signing in in another tab", async () => {
    const browser = await signedIn();
    advance(hours(1));
    const words = { key: "k-1", owner: ownerMark("adviser"), upTo: 'Two "words" & <b>more</b>' };
    const page = await browser.post("/news?after=x", words);
    expect(page.status).toBe(403);
    expect(titleOf(page)).toBe("Sign in to send the form");
    expect(page.html).toContain('action="/news?after=x"');
    expect(page.html).toContain('name="upTo" value="Two &quot;words&quot; &amp; &lt;b&gt;more&lt;/b&gt;"');
    expect(page.html).toContain('href="/sign-in?to=/signed-in" target="_blank"');
    const chooser = await browser.open("/sign-in?to=/signed-in");
    const signedInAgain = await browser.submit(chooser.url, { person: "adviser" });
    expect(titleOf(signedInAgain)).toBe("You are signed in");
    const sent = await browser.post("/news", words);
    // The command is now carried out, and refuses what is no place in the news.
    expect(sent.status).toBe(422);
  });

  it("of one person does not send a form that another opened in the same browser before", async () => {
    const browser = hub.browser();
    await browser.signInAs("leader");
    const words = { key: "k-2", owner: ownerMark("chief-executive"), upTo: "x" };
    const page = await browser.post("/news", words);
    expect([page.status, titleOf(page)]).toEqual([403, "This form is not yours"]);
    const { owner: _, ...unowned } = words;
    expect((await browser.post("/news", unowned)).status).toBe(403);
  });

  it("is asked for by a sign-in although a browser has cookies with names that no cookie has", async () => {
    const odd = [1, 2, 3, 4, 5].map((n) => `candour-sign-in-@${n}(=x`).join("; ");
    const begun = await hub.browser().get("/sign-in", { cookie: odd });
    expect(begun.status).toBe(302);
    expect((await hub.browser().get("/sign-in/return?state=a%20b(x", { cookie: "candour-sign-in-a b(x=y" })).status).toBe(403);
  });

  it("that has ended keeps no words that another site sends", async () => {
    const page = await hub.browser().post("/news", { upTo: "x" }, { "sec-fetch-site": "cross-site" });
    expect(titleOf(page)).toBe("This was not sent from the hub");
    expect(page.html).not.toContain('name="upTo"');
  });

  it("warns by itself only on pages into which nobody writes", async () => {
    const browser = await signedIn("chief-executive");
    expect((await browser.get("/news")).headers.has("refresh")).toBe(true);
    const id = await done(hub, "adviser", "logConcern", concern);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    const page = await browser.get(`/concerns/${id}`);
    expect(page.html).toContain("<textarea");
    expect(page.headers.has("refresh")).toBe(false);
  });

  it("warns on no file", async () => {
    const browser = await signedIn("adviser");
    const file = await browser.get(`/regions/${EAST_MIDLANDS}/diary/file?format=CSV&from=2026-05-01&to=2026-05-31`);
    expect([file.status, file.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(file.headers.has("refresh")).toBe(false);
  });

  it("ends for a page that waits for an earlier one too", async () => {
    const id = await done(hub, "adviser", "logConcern", concern);
    const browser = await signedIn("adviser");
    const { disclosures } = hub.hub;
    const { append } = disclosures;
    const [isReached, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    Object.assign(disclosures, {
      append: async (...given: Parameters<typeof append>) => {
        isReached.resolve();
        await goOn.promise;
        return append(...given);
      },
    });
    try {
      const first = browser.get(`/concerns/${id}`);
      await isReached.promise;
      const second = browser.get("/tasks");
      await setTimeout(100);
      await browser.post("/sign-out", {});
      goOn.resolve();
      expect([(await first).status, (await second).status]).toEqual([200, 302]);
      expect((await second).headers.get("location")).toBe("/sign-in?to=%2Ftasks");
    } finally {
      goOn.resolve();
      Object.assign(disclosures, { append });
    }
  });

  it("of a person can be ended at once, and so can everybody's", async () => {
    const [ann, again, ceo] = [await signedIn(), await signedIn(), await signedIn("chief-executive")];
    const { config } = hub.hub;
    expect(await endSessions(config, { person: "adviser" })).toMatch(/^\d+ sessions have ended\.$/);
    for (const browser of [ann, again]) expect(await isSignedIn(browser)).toBe(false);
    expect(await isSignedIn(ceo)).toBe(true);
    expect(await endSessions(config, { person: "nobody" })).toBe("0 sessions have ended.");
    await endSessions(config, { all: true });
    expect(await isSignedIn(ceo)).toBe(false);
    for (const whose of [{}, { person: "adviser", all: true }]) await expect(endSessions(config, whose)).rejects.toThrow("--all");
  });
});

describe("Signing out", () => {
  it("ends the session for every copy of the cookie, at the provider too, and says so", async () => {
    const browser = await signedIn();
    const copied = browser.cookies.get(SESSION) ?? "";
    const page = await browser.post("/sign-out", {});
    expect(page.status).toBe(200);
    expect(titleOf(page)).toBe("You are signed out of the hub");
    expect(browser.cookies.has(SESSION)).toBe(false);
    const other = hub.browser();
    other.cookies.set(SESSION, copied);
    expect(await isSignedIn(other)).toBe(false);

    const address = /^0; url=(.*)$/.exec(page.headers.get("refresh") ?? "")?.[1] ?? "";
    expect(address).toMatch(`${hub.url}/dev-idp/session/end?`);
    const provider = await browser.open(address);
    expect(titleOf(provider)).toBe("Sign out of your organisation’s account");
    const [, action = ""] = /action="([^"]+)"/.exec(provider.html) ?? [];
    const [, xsrf = ""] = /name="xsrf" value="([^"]+)"/.exec(provider.html) ?? [];
    const signedOut = await browser.submit(action, { xsrf, logout: "yes" });
    expect(pathOf(signedOut)).toMatch(/^\/signed-out/);
    expect(titleOf(signedOut)).toBe("You are signed out of the hub");
  });

  it("is no harm without a session", async () => {
    expect((await hub.browser().post("/sign-out", {})).status).toBe(200);
  });
});

describe("A form from another site", () => {
  it.each<[string, Record<string, string>]>([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["another host of this site", { "sec-fetch-site": "same-site" }],
    ["another origin, in an older browser", { "sec-fetch-site": "", origin: "https://evil.example" }],
    ["an origin that is hidden", { "sec-fetch-site": "", origin: "null" }],
  ])("of %s changes nothing", async (_, headers) => {
    const browser = await signedIn();
    for (const path of ["/sign-out", "/session"]) expect((await browser.post(path, {}, headers)).status).toBe(403);
    expect(await isSignedIn(browser)).toBe(true);
  });
});

describe("While the sessions cannot be read", () => {
  it("a page says that the hub is not ready, keeps the words of a form, and signs nobody out", async () => {
    const browser = await signedIn();
    const file = openDatabase(hub.hub.folder.sessionsFile, "durable");
    file.exec("ALTER TABLE sessions RENAME TO away");
    try {
      const page = await browser.get("/");
      expect([page.status, titleOf(page)]).toEqual([503, "Sorry, the hub is not ready"]);
      expect(page.html).toContain(page.headers.get("x-request-id") ?? "none");
      const form = await browser.post("/news", { key: "k", upTo: "kept <words>" });
      expect(form.status).toBe(503);
      expect(form.html).toContain('name="upTo" value="kept &lt;words&gt;"');
    } finally {
      file.exec("ALTER TABLE away RENAME TO sessions");
      file.close();
    }
    expect(await isSignedIn(browser)).toBe(true);
  });
});

describe("A form that cannot be read", () => {
  it.each<[string, number, RequestInit]>([
    ["too long", 413, { body: new URLSearchParams({ upTo: "x".repeat(600_000) }) }],
    ["not of a form", 415, { body: "upTo=x", headers: { "content-type": "application/x-www-form-urlencoded; charset=none" } }],
  ])("is answered by a page: %s", async (_, status, init) => {
    const browser = await signedIn();
    const page = await browser.send("/news", init);
    expect(page.status).toBe(status);
    expect(titleOf(page)).toMatch(/^The form (?:is too long|could not be read)$/);
    expect(
      hub.logged.some((line) => line.includes("REQUEST_FAILED") && line.includes(page.headers.get("x-request-id") ?? "")),
    ).toBe(false);
  });
});
