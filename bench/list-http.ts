// A list over HTTP at its largest: signed in, under policy, its narrative opened and what it carries put on record before it leaves, against
// Yoga on Express that gives the same shape from memory to anybody.
import { compare, type Reach, type Result } from "./harness.ts";
import { ask, type Question } from "./load.ts";
import { type Fields, tokensOf, walk } from "./questions.ts";
import { type HubServer, hubOn, yogaWith } from "./servers.ts";
import { MANY, world } from "./world/kept.ts";
import type { ReaderKind } from "./world/readers.ts";

const READERS = 64;
const SECONDS = 2;
const ROUNDS = 7;
/** Until each kind of reader's rights are worked out, once since a start, and both programs are compiled for the work. */
const WARM_UPS = 4;

/** Who reads: as many of each as in life, so that all sorts of rights are in it. They add up to READERS. */
const MIX: readonly (readonly [kind: ReaderKind, readers: number])[] = [
  ["adviser", 20],
  ["adviser-of-three-regions", 4],
  ["chief-executive", 16],
  ["cib-lead", 8],
  ["adass-lead", 6],
  ["regional-improvement", 4],
  ["member-peer", 2],
  ["department", 2],
  ["inspectorate", 2],
];

type Walk = (answer: string | undefined) => Question;

export async function listHttp(): Promise<readonly Result[]> {
  await using hub = await hubOn(world(MANY));
  const contest = async (name: string, fields: Fields, times: number, how: string, reach?: Reach) => {
    const pages = await Promise.all((await walkers(hub, 1, fields)).map((next) => pageOf(hub, next)));
    await using yoga = await yogaWith({ lists: pages });
    const figure = async (url: string) => {
      const walks = await walkers(hub, times, fields);
      const next = (reader: number, answer: string | undefined) => (walks[reader] as Walk)(answer);
      return async () => (await ask({ url, readers: READERS, seconds: SECONDS, next })).length / SECONDS;
    };
    return await compare({
      ...{ name, unit: "lists/s", rounds: ROUNDS, warmUps: WARM_UPS, ...(reach && { reach }) },
      work: `20 of ${MANY.toLocaleString("en-GB")} concerns by 8 fields, ${READERS} readers, ${how}`,
      ours: await figure(hub.url),
      theirs: await figure(yoga.url),
    });
  };
  return [
    await contest("list_http", "headlines", 5, "headlines, each page read five times", { atLeast: 0.8 }),
    await contest("list_http_new", "headlines", 1, "headlines, every view new on record"),
    await contest("list_http_summaries", "summaries", 5, "with summaries, each page read five times"),
  ];
}

async function walkers(hub: HubServer, times: number, fields: Fields): Promise<readonly Walk[]> {
  const walks: Walk[] = [];
  for (const [kind, readers] of MIX) {
    const tokens = await tokensOf(hub, kind);
    for (let n = 0; n < readers; n += 1) walks.push(walk(tokens, { first: n, stride: readers, times, fields }));
  }
  return walks;
}

async function pageOf(hub: HubServer, next: Walk): Promise<object> {
  const { token, body } = next(undefined);
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const response = await fetch(`${hub.url}/graphql`, { method: "POST", headers, body });
  return ((await response.json()) as { data: { concerns: object } }).data.concerns;
}
