// Every page that people of each kind come to by links from their home, in processor time: no page may take long, however much there is.
import { openBrowser } from "../test/helpers/browser.ts";
import { JOURNEYS, PAGES } from "../web/pages.ts";
import { figureAlone, type Result, worstOf } from "./harness.ts";
import { rateOf } from "./processor-time.ts";
import { hubOn } from "./servers.ts";
import { quantile } from "./spread.ts";
import { MANY, warmWorld } from "./world/kept.ts";
import { READER_KINDS, type ReaderKind, readerId } from "./world/readers.ts";

const TURNS = 5;
/** Openings before them, until the hub's code is compiled. */
const WARM_UPS = 2;

/** The paths of pages, as Express writes them, with what an address has to look like. */
const PATHS = [...PAGES, ...JOURNEYS].map(({ path }) => ({
  path,
  pattern: new RegExp(`^${path.replace(/:\w+/g, "[^/?#]+")}$`),
}));
const pathOf = (address: string): string | undefined =>
  PATHS.find(({ pattern }) => pattern.test(address.split(/[?#]/, 1)[0] ?? ""))?.path;

export async function pagesMs(): Promise<readonly Result[]> {
  console.error(`page_ms: every page that links lead to, ${MANY.toLocaleString("en-GB")} concerns…`);
  await using hub = await hubOn(warmWorld(MANY));
  const results: Result[] = [];
  for (const kind of READER_KINDS) {
    const opened = await openAll(hub, kind);
    const [worst] = opened.toSorted((one, other) => quantile(other.ms, 0.5) - quantile(one.ms, 0.5));
    if (!worst) throw new Error(`No page of ${kind} was opened.`);
    const work = `${kind}, worst of ${opened.length} pages: ${worst.path}`;
    results.push(
      figureAlone(
        { name: `page_ms_${kind.replaceAll("-", "_")}`, work, unit: "ms of the thread", reach: { atMost: 100 } },
        worst.ms,
      ),
    );
  }
  return worstOf("page_ms", "a page that links lead to, worst kind of person", results);
}

type OpenedPage = { readonly path: string; readonly ms: readonly number[] };

/** Follows links from the home of a person, to one address of each path. */
async function openAll(
  { url, pid }: { readonly url: string; readonly pid: number },
  kind: ReaderKind,
): Promise<readonly OpenedPage[]> {
  const browser = openBrowser(url);
  const home = await browser.signInAs(readerId(kind, 0));
  const opened = new Map<string, readonly number[]>();
  const waiting = linksIn(home.html);
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const path = pathOf(address);
    if (path === undefined || opened.has(path)) continue;
    const ms: number[] = [];
    for (let turn = -WARM_UPS; turn < TURNS; turn += 1) {
      let html = "";
      const { each } = await rateOf(async () => {
        const page = await browser.open(address);
        if (page.status === 200) html = page.html;
        return 1;
      }, pid);
      if (turn >= 0) ms.push(each.thread / 1e3);
      else waiting.push(...linksIn(html));
    }
    opened.set(path, ms);
  }
  return [...opened].map(([path, ms]) => ({ path, ms }));
}

const linksIn = (html: string): string[] =>
  [...html.matchAll(/href="(\/[^"]*)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));
