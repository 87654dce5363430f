// A page of 20 concerns with 8 fields each over HTTP, asked for by 64 readers at once: with what the answer carries put on record before it
// leaves, against the same server that records nothing. As people read, who go through their pages again and again, so that most of what they
// are given was on record within the hour; and where every view is new. The server is a process of its own, as the readers cost too.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import pino from "pino";
import { serve } from "../graphql/server.ts";
import { readConfig } from "../hub/config.ts";
import { developmentIssuer } from "../hub/development-issuer.ts";
import { type Hub, openHub } from "../hub/hub.ts";
import { tokenVerifier } from "../hub/tokens.ts";
import type { Recorder } from "../services/disclosure/record.ts";
import { DATA } from "./data.ts";
import { type Contest, rate } from "./harness.ts";

const READERS = 64;
const CONCERNS = 6_000;
const PAGE = 20;
const PAGES = 4;
/** How often each reader goes through their pages in a turn. */
const WALKS = 3;
const REGIONS = ["E12000004", "E12000007"];
const FIELDS = "id council { code } region { code } strand cause stage withheld summary { text }";
const QUERY = `query($after: String) { concerns(first: ${PAGE}, after: $after) { pageInfo { endCursor } nodes { ${FIELDS} } } }`;

const VIEWERS = {
  adviser: "an adviser of two regions",
  chief_executive: "a chief executive",
  cib_lead: "a CIB lead",
} as const;
type ViewerName = keyof typeof VIEWERS;
/** What the server puts on record: nothing; what was not on record within the hour; or everything, each time. */
type Mode = "nothing" | "as-read" | "all-new";
type Started = { readonly url: string; readonly tokens: Readonly<Record<ViewerName, readonly string[]>> };

export function contests(): readonly Contest[] {
  let server: Promise<Serving> | undefined;
  const viewers = Object.entries(VIEWERS) as [ViewerName, string][];
  const all = viewers.flatMap(([viewer, who]) =>
    (["as-read", "all-new"] as const).map((mode): Contest => {
      const turn = (mode: Mode) => async () => {
        server ??= start();
        return walks(await server, viewer, mode);
      };
      return {
        name: `list_disclosed_${viewer}${mode === "all-new" ? "_new" : ""}`,
        work: `pages of ${PAGE} for ${who}, ${READERS} at once${mode === "all-new" ? ", every view new" : ""}`,
        unit: "lists/s",
        rounds: 6,
        ours: turn(mode),
        bare: turn("nothing"),
      };
    }),
  );
  let left = all.length;
  const done = async () => {
    left -= 1;
    if (left === 0) await (await server)?.stop();
  };
  return all.map((contest) => ({ ...contest, done }));
}

type Serving = Started & { mode(mode: Mode): Promise<void>; stop(): Promise<void> };

async function start(): Promise<Serving> {
  const child: ChildProcess = fork(import.meta.filename, ["serve"]);
  const ended = once(child, "exit").then(() => {
    throw new Error("The server of the benchmark has ended.");
  });
  ended.catch(() => {});
  const [started] = (await Promise.race([once(child, "message"), ended])) as [Started];
  return {
    ...started,
    async mode(mode) {
      child.send(mode);
      await once(child, "message");
    },
    async stop() {
      child.send("stop");
      await once(child, "exit");
    },
  };
}

/** Every reader at once, each page by page, again and again. Resolves to how many pages a second. */
async function walks(server: Serving, viewer: ViewerName, mode: Mode): Promise<number> {
  await server.mode(mode);
  const agent = new Agent({ keepAlive: true, maxSockets: READERS });
  const lists = await rate(READERS * WALKS * PAGES, () =>
    Promise.all(
      server.tokens[viewer].map(async (token) => {
        for (let walk = 0; walk < WALKS; walk += 1) {
          let after: string | undefined;
          for (let page = 0; page < PAGES; page += 1) after = await list(server.url, agent, token, after);
        }
      }),
    ),
  );
  agent.destroy();
  return lists;
}

type Body = { data?: { concerns: { nodes: readonly object[]; pageInfo: { endCursor: string } } } };

/** One page; resolves to where the next begins. Throws when it is not a full one. */
async function list(url: string, agent: Agent, token: string, after: string | undefined): Promise<string> {
  const body = JSON.stringify({ query: QUERY, variables: { after } });
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    authorization: `Bearer ${token}`,
  };
  const asked = request(`${url}/graphql`, { method: "POST", agent, headers });
  asked.end(body);
  const [response] = await once(asked, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const { data } = JSON.parse(text) as Body;
  if (data?.concerns.nodes.length !== PAGE) throw new Error(`A page is not full: ${text.slice(0, 300)}`);
  return data.concerns.pageInfo.endCursor;
}

// The server's side.

async function serveReaders(): Promise<void> {
  const dir = join(DATA, "disclosure");
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const config = readConfig({ CANDOUR_DATA_DIR: dir, PORT: "0", CANDOUR_DEMONSTRATION: "false" });
  const logger = pino({ level: "silent" });
  const hub = await openHub(config, logger);
  await hub.live();
  const people = await fill(hub);
  const issuer = await developmentIssuer(config, hub.folder.issuerKeyFile);
  const served = await serve(hub, tokenVerifier({ ...issuer, audience: config.audience, now: hub.now }), logger);
  const tokens: Record<string, readonly string[]> = {};
  for (const [viewer, ids] of Object.entries(people)) tokens[viewer] = await Promise.all(ids.map((id) => issuer.token(id)));

  const { recorder } = hub;
  let asked = 0;
  const modes: Readonly<Record<Mode, Recorder>> = {
    nothing: { ...recorder, record: async () => {} },
    "as-read": recorder,
    "all-new": {
      ...recorder,
      // Nobody is ever given anything in the same capacity twice, so that nothing is covered.
      record(disclosures) {
        asked += 1;
        return recorder.record(disclosures.map((one) => ({ ...one, assignments: [`${one.assignments[0]} ${asked}`] })));
      },
    },
  };
  process.on("message", async (message: Mode | "stop") => {
    if (message === "stop") {
      await served.close();
      await hub.close();
      process.disconnect();
      return;
    }
    Object.assign(hub, { recorder: modes[message] });
    process.send?.("ready");
  });
  process.send?.({ url: served.url, tokens } satisfies { url: string; tokens: typeof tokens });
}

/** Concerns over every council of two regions, each known to its council; half are of children's services and shared with its CIB leads. */
async function fill(hub: Hub): Promise<Readonly<Record<ViewerName, readonly string[]>>> {
  const [key, today] = [hub.keys.newKey(), hub.today()];
  const councils = REGIONS.flatMap((region) => hub.councils.inRegion(region, today));
  const narrative = hub.keys.seal(key, {
    summary: "A concern of the benchmark, in a sentence or two of usual length, about an invented observation.",
    observed: "What was observed, in a sentence or two of usual length.",
  });
  const text = hub.keys.seal(key, {
    account: "What the evidence says, in a sentence or two of usual length.",
    source: "Benchmark",
  });
  const period = { from: "2026-01-01", to: "2026-03-31" };
  const at = hub.now().toISOString();
  const metadata = { actor: "adviser", correlation: "c", causation: "c", policyVersion: hub.policy.version, permittedBy: [] };
  let position = "";
  const append = async (n: number) => {
    const { code, region } = councils[n % councils.length] ?? { code: "", region: "" };
    const strand = n % 3 === 0 ? "corporate" : "childrens";
    const body = region === "E12000007" ? "cib-london" : "cib-east-midlands";
    const told = { toldOffice: "leader", channel: "email", toldOn: "2026-04-01", bodies: [body] };
    const terms = { parts: ["headline", "summary"], purpose: "align-support", until: "2099-03-31", answerBy: "2026-05-01" };
    const about = { council: code, region, strand, cause: "finance", period, narrative };
    const item = { evidence: "e", suppliedBy: "adviser", kind: "conversation", period, handling: "P", protectedSource: false };
    const shared = [
      { type: "ShareProposed.v1", data: { share: "s", body, ...terms, silence: "may-go-ahead", text } },
      { type: "ShareMade.v1", data: { share: "s" } },
    ];
    const appended = await hub.log.append({
      ...{
        stream: `concern-bench-${n}`,
        expected: "new",
        at,
        bodyDigest: "",
        metadata: { ...metadata, commandId: `bench-${n}` },
      },
      events: [
        { type: "ConcernLogged.v1", data: about },
        { type: "EvidenceAdded.v1", data: { ...item, text } },
        { type: "CouncilMadeAware.v1", data: { awareness: "a", ...told, text } },
        ...(strand === "childrens" ? shared : []),
      ],
    } as never);
    if (appended.kind === "appended" && appended.position > position) position = appended.position;
  };
  for (let from = 0; from < CONCERNS; from += 500)
    await Promise.all(Array.from({ length: Math.min(500, CONCERNS - from) }, (_, n) => append(from + n)));

  await filled(hub, position);

  const assignmentOf = (viewer: ViewerName, n: number): object =>
    ({
      adviser: { role: "principal-adviser", regions: REGIONS, strands: ["corporate", "childrens", "adults"] },
      // Of a few councils each, so that they are many, and each has pages enough.
      chief_executive: { role: "chief-executive", council: councils[n % 8]?.code },
      cib_lead: { role: "cib-lead", regions: REGIONS },
    })[viewer];
  const people = {} as Record<ViewerName, readonly string[]>;
  for (const viewer of Object.keys(VIEWERS) as ViewerName[]) {
    people[viewer] = Array.from({ length: READERS }, (_, n) => `${viewer}-${n}`);
    for (const [n, person] of people[viewer].entries()) {
      await hub.services.people.execute("registerPerson", { person, name: `${person} (invented)` }, hub.asHub(`r-${person}`));
      const lasting = { person, ...assignmentOf(viewer, n), from: "2026-01-01", until: "2099-12-31" };
      const outcome = await hub.services.people.execute("startAssignment", lasting, hub.asHub(`a-${person}`));
      if (outcome.kind === "refused") throw new Error(outcome.message);
    }
  }
  return people;
}

/** Longer than a reader would wait: all of it is new. */
async function filled(hub: Hub, position: string): Promise<void> {
  for (;;) {
    const isThere = await hub.caughtUp(position).then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
}

if (process.argv[2] === "serve" && process.argv[1] === import.meta.filename) await serveReaders();
