// How much a browser loads for a page: the first time with all styles and scripts, later the page alone. As it is sent to a browser.
import { type IncomingHttpHeaders, request } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { awareness, concern, EAST_MIDLANDS, offer, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const KB = 1_000;
const FIRST = 250 * KB;
const LATER = 30 * KB;
const REGION = `/regions/${EAST_MIDLANDS}`;

/** Role -> its main pages, besides those of the concern and the support. */
const PAGES = {
  adviser: [
    ...["/", "/tasks", "/news", "/concerns", REGION, `${REGION}/support`, "/log-a-concern"],
    ...[`${REGION}/diary`, `/councils/${TARROWSHIRE}`, "/search", "/submissions"],
  ],
  "chief-executive": ["/", "/tasks", "/concerns", `/councils/${TARROWSHIRE}/record`, `/councils/${TARROWSHIRE}/record/opened`],
  "cib-lead": ["/", "/shared-with-us", REGION],
  "governance-officer": ["/", "/people", "/invitations", "/policy", "/retention", "/not-told-in-time"],
  department: ["/", "/submissions", "/submit-information"],
  "panel-member": ["/", "/panel"],
  "advisory-board": ["/", "/figures"],
} as const;

let hub: Awaited<ReturnType<typeof startPages>>;
let records: readonly string[];
beforeAll(async () => {
  hub = await startPages();
  const id = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
  await done(hub, "adviser", "proposeShare", { ...proposal, concern: id });
  const support = await done(hub, "adviser", "offerSupport", offer);
  const share = hub.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id;
  records = [`/concerns/${id}`, `/concerns/${id}/shares/${share}`, `/supports/${support}`];
});
afterAll(() => hub.close());

type Loaded = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/** Unlike fetch, it leaves what is compressed as it is. */
const load = (path: string, person: string): Promise<Loaded> =>
  new Promise((resolve, reject) => {
    const headers = { "x-test-person": person, "sec-fetch-site": "same-origin", "accept-encoding": "gzip, br" };
    request(`${hub.url}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on("error", reject)
      .end();
  });

const assetsIn = (text: string): readonly string[] => [...text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);

/** Asset -> its size, of those that the page names and of those that they name. */
async function sizesOfAssets(html: string): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  const queue = [...assetsIn(html)];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (sizes.has(path)) continue;
    const { body, headers } = await load(path, "nobody");
    expect([path, headers["cache-control"]]).toEqual([path, "public, max-age=31536000, immutable"]);
    sizes.set(path, body.length);
    if (path.endsWith(".js")) queue.push(...assetsIn(await (await fetch(`${hub.url}${path}`)).text()));
  }
  return sizes;
}

it.for(Object.entries(PAGES))("Main pages take little to load, as %s", async ([person, own]) => {
  const tooLarge: string[] = [];
  for (const path of [...own, ...(person === "adviser" || person === "chief-executive" ? records : [])]) {
    const { status, body } = await load(path, person);
    expect([path, status]).toEqual([path, 200]);
    const assets = await sizesOfAssets(body.toString());
    expect(assets.size).toBeGreaterThan(2);
    const first = body.length + [...assets.values()].reduce((sum, size) => sum + size, 0);
    if (process.env.SHOW_SIZES) console.log(person, path, body.length, first);
    if (first > FIRST) tooLarge.push(`${path}: ${first} bytes are loaded the first time`);
    if (body.length > LATER) tooLarge.push(`${path}: ${body.length} bytes are loaded each time`);
  }
  expect(tooLarge).toEqual([]);
});
