// The updates of an open page end with the session, wherever it ends, and do not prolong it.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteSessions } from "../../hub/sessions/sqlite-sessions.ts";
import { openSessionWatch } from "../../web/sign-in/session-watch.ts";
import { openPageUpdates, type PageUpdates } from "../helpers/page-updates.ts";
import { startPagesWithSignIn } from "../helpers/pages-with-sign-in.ts";

let hub: Awaited<ReturnType<typeof startPagesWithSignIn>>;
beforeAll(async () => {
  hub = await startPagesWithSignIn();
});
afterAll(() => hub.close());

type Browser = ReturnType<typeof hub.browser>;
const cookieOf = ({ cookies }: Browser) => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
const open = (cookie: string): Promise<PageUpdates> => openPageUpdates(`${hub.url}/updates`, { cookie });

async function signedIn(): Promise<{ readonly browser: Browser; readonly updates: PageUpdates }> {
  const browser = hub.browser();
  await browser.signInAs("adviser");
  const updates = await open(cookieOf(browser));
  expect(await updates.next()).toMatchObject({ event: "news" });
  return { browser, updates };
}
const ENDED = [{ event: "ended", data: "-" }];

describe("What an open page is told", () => {
  it("ends at sign-out, and another browser of the same person goes on", async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    await one.browser.post("/sign-out", {});
    expect(await one.updates.rest()).toEqual(ENDED);
    expect(await other.updates.isQuiet(2_000)).toBe(true);
    await other.updates.leave();
  });

  it("ends when another hub or an operator ends the session", async () => {
    const { updates } = await signedIn();
    const shared = openSqliteSessions(join(hub.dir, "keys/sessions.sqlite"), () => {});
    await shared.removeSessionsOf("adviser");
    await shared.close();
    expect(await updates.rest()).toEqual(ENDED);
  });

  it("ends when the session expires, which it does not prolong", async () => {
    const { browser, updates } = await signedIn();
    hub.clock.set("2026-03-02T12:20:00.000Z");
    const again = await open(cookieOf(browser));
    expect(await again.next()).toMatchObject({ event: "news" });
    hub.clock.set("2026-03-02T12:31:00.000Z");
    expect(await updates.rest()).toEqual(ENDED);
    expect(await again.rest()).toEqual(ENDED);
  });

  it("is nothing for whoever is not signed in", async () => {
    for (const cookie of ["", "candour-session=forged", `candour-session=${"a".repeat(43)}`]) {
      const updates = await open(cookie);
      expect([updates.status, await updates.rest()]).toEqual([200, ENDED]);
    }
  });
});

describe("A watch of sessions", () => {
  it("asks about all sessions at once, only while there are any, and closes what it cannot ask about", async () => {
    const asked: (readonly string[])[] = [];
    let work: (() => unknown) | undefined;
    let isReadable = true;
    const watch = openSessionWatch({
      sessions: {
        async findLive(ids) {
          asked.push(ids);
          if (!isReadable) throw new Error("The store cannot be read.");
          return new Set(ids.filter((id) => id !== "ended"));
        },
      },
      background: {
        run() {},
        every(_ms, _code, check) {
          work = check;
          return {
            stop() {
              work = undefined;
            },
          };
        },
      },
    });
    const ends: string[] = [];
    expect(work).toBeUndefined();
    const stops = ["live", "ended", "live"].map((id, index) => watch(id, (hasEnded) => ends.push(`${index} ${hasEnded}`)));
    await work?.();
    expect([asked, ends]).toEqual([[["live", "ended"]], ["1 true"]]);
    stops[1]?.();
    stops[0]?.();
    isReadable = false;
    await expect(work?.()).rejects.toThrow("cannot be read");
    expect([asked.at(-1), ends.at(-1)]).toEqual([["live"], "2 false"]);
    stops[2]?.();
    expect(work).toBeUndefined();
  });
});
