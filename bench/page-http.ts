// Compares the page of a list of concerns with its own document at /graphql: what rendering, the page's frame and the session cost on top.
import { Pool } from "undici";
import { openBrowser } from "../test/helpers/browser.ts";
import { concernsPage } from "../web/concerns/concerns.ts";
import { readDocument } from "../web/documents.ts";
import type { DocumentExecutor } from "../web/execute-document.ts";
import type { PageDefinition } from "../web/page.ts";
import { compare, type Result } from "./harness.ts";
import { answerTo, askedRate } from "./load.ts";
import { rateOf } from "./processor-time.ts";
import { type HubServer, hubOn } from "./servers.ts";
import { MANY, warmWorld } from "./world/kept.ts";
import { LAST_DAY } from "./world/lives.ts";
import { readerId } from "./world/readers.ts";

const PAGES = 300;
const PERSON = readerId("adviser", 0);

export async function pageHttp(): Promise<readonly Result[]> {
  await using hub = await hubOn(warmWorld(MANY));
  const browser = openBrowser(hub.url);
  await browser.signInAs(PERSON);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const token = await hub.token(PERSON);
  const body = await questionOf(concernsPage, hub.url, token);
  return [
    await compare({
      name: "page_http",
      work: `the first page of ${MANY.toLocaleString("en-GB")} concerns for an adviser, beside its document at /graphql`,
      unit: "pages/s",
      rounds: 7,
      warmUps: 2,
      reach: { atLeast: 0.5 },
      ours: () => pagesRate(hub, "/concerns", cookie),
      theirs: () => askedRate(hub, { readers: 1, seconds: 0, least: PAGES, next: () => ({ token, body }) }),
    }),
  ];
}

/** What a page asks, as a client of the API would send it. */
async function questionOf(page: PageDefinition, url: string, token: string): Promise<string> {
  let body = "";
  const execute: DocumentExecutor["execute"] = (document, variables) => {
    body = JSON.stringify({ query: readDocument(document), variables });
    return answerTo(url, { token, body });
  };
  const executor = { execute, release: async () => {}, assertCurrent: () => {}, now: () => new Date() };
  await page.show(executor, { person: PERSON, address: {}, today: LAST_DAY });
  return body;
}

const pagesRate = ({ url, pid }: HubServer, path: string, cookie: string) =>
  rateOf(async () => {
    const pool = new Pool(url, { connections: 1, pipelining: 1 });
    for (let count = 0; count < PAGES; count += 1) {
      const { statusCode, body } = await pool.request({ path, method: "GET", headers: { cookie } });
      const html = await body.text();
      if (statusCode !== 200 || !html.includes("candour-list-item")) throw new Error(`No page of concerns: ${statusCode}.`);
    }
    await pool.close();
    return PAGES;
  }, pid);
