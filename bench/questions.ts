// What is asked over HTTP, in every benchmark the same.
import { randomUUID } from "node:crypto";
import { type Council, createCouncils } from "../reference/councils.ts";
import { REGIONS } from "../reference/regions.ts";
import type { Question } from "./load.ts";
import type { HubServer } from "./servers.ts";
import { concernId, LAST_DAY, type Life } from "./world/lives.ts";
import { type Numbers, numbersFrom } from "./world/numbers.ts";
import { READERS_OF_A_KIND, type ReaderKind, readerId } from "./world/readers.ts";

export const PAGE = 20;
/** Eight fields of each concern: all there is of a headline; and one of them less for its summary, opened from its seal. */
const FIELDS = {
  headlines: "id council { code name } region { code } strand cause stage version withheld",
  summaries: "id council { code name } region { code } strand cause stage withheld summary { text }",
} as const;
export type Fields = keyof typeof FIELDS;

export const list = (after?: string, fields: Fields = "headlines"): string => {
  const page = `pageInfo { hasNextPage endCursor } nodes { ${FIELDS[fields]} }`;
  return JSON.stringify({
    query: `query($after: String) { concerns(first: ${PAGE}, after: $after) { ${page} } }`,
    variables: { after },
  });
};

const COUNT =
  "{ concerns { totalCount facets { region { value count } strand { value count } cause { value count } stage { value count } } } }";
export const counts = (): string => JSON.stringify({ query: COUNT });

const TERMS = "id body { id } purpose explanation parts until";
const DEED = "by at reason";
const READ = `query($id: ID!) { concern(id: $id) {
  id council { code name } region { code name } strand cause stage version withheld erased
  summary { period { from to } loggedAt text observed replies { id at text } corrections { id requestedAt request outcome reason }
    conclusions { id kind } closed { reason } }
  evidence { id suppliedBy kind period { from to } grading { source content } handling addedAt account source reference told protectedSource
    sourceWithheld contentWithheld withdrawn { at reason } }
  awareness { id toldName toldOffice channel toldOn recordedBy about bodies { id } }
  sharingRecord { ${TERMS} status proposedParts proposedUntil answerBy silence proposed { ${DEED} } position positionAt statement
    override { ${DEED} } made { ${DEED} } ended { ${DEED} } }
  escalations { id } notPersuaded { id }
  conversations { id heldOn channel offices discussed agreed }
  challenges { id }
  sharedWithMe { ${TERMS} }
} }`;
/** One concern with all its parts. */
export const read = (id: string): string => JSON.stringify({ query: READ, variables: { id } });

const LOG_CONCERN =
  "mutation($input: LogConcernInput!) { logConcern(input: $input) { __typename ... on ConcernChanged { position concern { id } } ... on Refused { code message } } }";
/** Log a new concern about a council, with a first piece of evidence. */
export function logConcern(numbers: Numbers, council: string): string {
  const period = { from: "2026-04-01", to: "2026-09-30" };
  const input = {
    ...{ idempotencyKey: randomUUID(), council, period },
    strand: numbers.oneOf(["CORPORATE", "CHILDRENS", "ADULTS"]),
    cause: numbers.oneOf(["LEADERSHIP", "HIGH_RISK_CHANGE", "DISENGAGEMENT", "FINANCE"]),
    summary: numbers.sentence(12),
    observed: numbers.sentence(20),
    evidence: [
      {
        ...{ kind: "CONVERSATION", account: numbers.sentence(16), source: "Somebody who told (invented)", period },
        ...{ grading: { source: "GRADE_2", content: "B" }, handling: "P" },
      },
    ],
  };
  return JSON.stringify({ query: LOG_CONCERN, variables: { input } });
}

/** Tokens of the first so many people of a kind. */
export const tokensOf = (hub: HubServer, kind: ReaderKind, count: number = READERS_OF_A_KIND): Promise<readonly string[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => hub.token(readerId(kind, n))));

type ListAnswer = {
  readonly data: { readonly concerns: { readonly pageInfo: { hasNextPage: boolean; endCursor: string | null } } };
};

export type WalkOptions = {
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
    again -= 1;
    if (answer !== undefined && again === 0) {
      again = times;
      const { pageInfo } = (JSON.parse(answer) as ListAnswer).data.concerns;
      if (!pageInfo.hasNextPage) person = (person + stride) % tokens.length;
      page = list(pageInfo.hasNextPage && pageInfo.endCursor !== null ? pageInfo.endCursor : undefined, fields);
    }
    return { token: tokens[person] as string, body: page };
  };
}

/** One concern after the other with all its parts, from the newest back, each asked for by an adviser of its region: who sees all there is. */
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
    const region = logged?.type === "ConcernLogged.v1" ? logged.data.region : "";
    return { token: tokens[REGIONS.findIndex(({ code }) => code === region)] as string, body: read(concernId(next)) };
  };
}

/** Concerns that are logged, by an adviser for each client. */
export async function concernsToLog(hub: HubServer, clients: number): Promise<(client: number) => Question> {
  const councils = createCouncils();
  const tokens = await tokensOf(hub, "adviser", clients);
  const numbers = numbersFrom(5);
  return (client) => {
    const region = REGIONS[client % REGIONS.length]?.code ?? "";
    const { code } = numbers.oneOf(councils.inRegion(region, LAST_DAY));
    return { token: tokens[client] as string, body: logConcern(numbers, code) };
  };
}
