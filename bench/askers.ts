// The queries of each client over HTTP. Each client sends one query after the other.
import { type Council, createCouncils } from "../reference/councils.ts";
import { REGIONS } from "../reference/regions.ts";
import type { Load, Question } from "./load.ts";
import { type Fields, list, logConcern, read } from "./questions.ts";
import type { HubServer } from "./servers.ts";
import { concernId, LAST_DAY, type Life } from "./world/lives.ts";
import { numbersFrom } from "./world/numbers.ts";
import { READERS_OF_A_KIND, type ReaderKind, readerId } from "./world/readers.ts";

/** Tokens of the first `count` people of a kind. */
export const tokensOf = (hub: HubServer, kind: ReaderKind, count: number = READERS_OF_A_KIND): Promise<readonly string[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => hub.token(readerId(kind, n))));

type ListAnswer = {
  readonly data: { readonly concerns: { readonly pageInfo: { hasNextPage: boolean; endCursor: string | null } } };
};

type WalkOptions = {
  readonly first: number;
  readonly stride: number;
  readonly times: number;
  readonly fields?: Fields;
};

/**
 * Goes through the pages of its list from the newest on, each page so many times; at the end as the next person of the kind, who has been
 * given nothing yet.
 */
export function walk(
  tokens: readonly string[],
  { first, stride, times, fields = "headlines" }: WalkOptions,
): (answer: string | undefined) => Question {
  let person = first;
  let [page, again] = [list(undefined, fields), times];
  return (answer) => {
    if (answer !== undefined && again <= 0) {
      again = times;
      const { pageInfo } = (JSON.parse(answer) as ListAnswer).data.concerns;
      if (!pageInfo.hasNextPage) person = (person + stride) % tokens.length;
      page = list(pageInfo.hasNextPage && pageInfo.endCursor !== null ? pageInfo.endCursor : undefined, fields);
    }
    again -= 1;
    return { token: tokens[person] as string, body: page };
  };
}

/** The readers of lists, in realistic proportions, so that all kinds of rights are included. They add up to LIST_READERS. */
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
export const LIST_READERS = MIX.reduce((sum, [, readers]) => sum + readers, 0);

/** Each reader reads their list, every page several times. */
export async function listReads(hub: HubServer, times: number, fields: Fields): Promise<Load["next"]> {
  const walks: ReturnType<typeof walk>[] = [];
  for (const [kind, readers] of MIX) {
    const tokens = await tokensOf(hub, kind);
    for (let n = 0; n < readers; n += 1) walks.push(walk(tokens, { first: n, stride: readers, times, fields }));
  }
  return (reader, answer) => (walks[reader] as ReturnType<typeof walk>)(answer);
}

/** Reads concerns with all parts, newest first, each as an adviser of its region, who sees everything. */
export async function recordReads(
  hub: HubServer,
  count: number,
  lifeOf: (n: number, count: number, councils: readonly Council[]) => Life,
): Promise<() => Question> {
  const councils = createCouncils().all(LAST_DAY);
  const tokens = await tokensOf(hub, "adviser", REGIONS.length);
  let next = count;
  return () => {
    next = next <= 1 ? count - 1 : next - 1;
    const [logged] = lifeOf(next, count, councils).deeds[0]?.events ?? [];
    const region = logged?.type === "ConcernLogged.v2" ? logged.data.region : "";
    return { token: tokens[REGIONS.findIndex(({ code }) => code === region)] as string, body: read(concernId(next)) };
  };
}

/** Logs concerns, with one adviser for each client. */
export async function concernsToLog(hub: HubServer, clients: number): Promise<(client: number) => Question> {
  const councils = createCouncils();
  const tokens = await tokensOf(hub, "adviser", clients);
  const numbers = numbersFrom(5);
  return (client) => {
    const region = REGIONS[client % REGIONS.length]?.code ?? "";
    const council = numbers.oneOf(councils.inRegion(region, LAST_DAY));
    return { token: tokens[client] as string, body: logConcern(numbers, council) };
  };
}
