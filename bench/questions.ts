// The queries over HTTP, which are the same in every benchmark.
import { randomUUID } from "node:crypto";
import type { Council } from "../reference/councils.ts";
import { strandsOf } from "../reference/responsibility.ts";
import type { Numbers } from "./world/numbers.ts";

export const PAGE = 20;
/** Eight fields of each concern: all there is of a headline; and one of them less for its summary, opened from its seal. */
const FIELDS = {
  headlines: "id council { code name } region { code } strand cause stage version withheld",
  summaries: "id council { code name } region { code } strand cause stage withheld summary { text }",
} as const;
export type Fields = keyof typeof FIELDS;

export const list = (after?: string, fields: Fields = "headlines", first: number = PAGE): string => {
  const page = `pageInfo { hasNextPage endCursor } nodes { ${FIELDS[fields]} }`;
  return JSON.stringify({
    query: `query($after: String) { concerns(first: ${first}, after: $after) { ${page} } }`,
    variables: { after },
  });
};

/** Pages of a caseload, by name: each with a filter or an order that has an index of its own. */
export const CASELOADS = {
  due: "filter: { open: true }, order: DUE",
  mine: "filter: { mine: true }, order: DUE",
  changed: "order: CHANGED",
  awaiting_council: "filter: { awaiting: COUNCIL }",
  under_review: "filter: { conclusion: UNDER_REVIEW }",
  unowned: "filter: { unowned: true }",
} as const;
export const caseload = (name: keyof typeof CASELOADS): string =>
  JSON.stringify({
    query: `{ concerns(${CASELOADS[name]}, first: ${PAGE}) { pageInfo { hasNextPage } nodes { ${FIELDS.headlines} } } }`,
  });

/** The newest concerns in whose narrative, as far as one may read it, a word stands. */
export const search = (word: string, first: number = PAGE): string =>
  JSON.stringify({
    query: `query($text: String!) { concerns(filter: { text: $text }, first: ${first}) { pageInfo { hasNextPage } nodes { ${FIELDS.headlines} } } }`,
    variables: { text: word },
  });

/** The newest news, of kinds if a filter says so, and how much is unread. */
export const news = (filter = ""): string =>
  JSON.stringify({
    query: `{ news(${filter} first: ${PAGE}) { unread moreUnread pageInfo { hasNextPage } nodes { kind at sentence council { code } part } } }`,
  });

/** The first page of a region's diary of a year. */
export const diary = (region: string): string =>
  JSON.stringify({
    query: `query($region: ID!) { diary(region: $region, from: "2026-01-01", to: "2026-12-31", first: ${PAGE}) {
      pageInfo { hasNextPage } nodes { kind from to council { code } } } }`,
    variables: { region },
  });

/** All councils of a region, a page at a time. */
export const regionCouncils = (region: string): string =>
  JSON.stringify({
    query: `query($region: ID!) { regionCouncils(region: $region, first: ${PAGE}) { pageInfo { hasNextPage } nodes { council { code }
      lastContactOn openConcerns support { strand offered agreed } nextDay { kind from } nextTask { kind due } } } }`,
    variables: { region },
  });

/** The first page of the person's own tasks. */
export const myTasks = (): string =>
  JSON.stringify({
    query: `{ inbox(filter: { mine: true, hidePutOff: true }, first: ${PAGE}) { pageInfo { hasNextPage } nodes { kind due council { code } } } }`,
  });

const COUNT =
  "{ concerns { totalCount facets { region { value count } strand { value count } cause { value count } stage { value count } } } }";
export const counts = (): string => JSON.stringify({ query: COUNT });

const TERMS = "id body { id } purpose explanation parts until";
const ATTRIBUTION = "by at reason";
const READ = `query($id: ID!) { concern(id: $id) {
  id council { code name } region { code name } strand cause stage version withheld erased
  summary { period { from to } loggedAt text observed replies { id at text } corrections { id requestedAt request outcome reason }
    conclusions { id kind } closed { reason } }
  evidence { id suppliedBy kind period { from to } grading { source content } handling addedAt account source reference told protectedSource
    sourceWithheld contentWithheld withdrawn { at reason } }
  awareness { id toldName toldOffice channel toldOn recordedBy about bodies { id } }
  sharingRecord { ${TERMS} status proposedParts proposedUntil answerBy silence proposed { ${ATTRIBUTION} } position positionAt statement
    override { ${ATTRIBUTION} } made { ${ATTRIBUTION} } ended { ${ATTRIBUTION} } }
  escalations { id } notPersuaded { id }
  conversations { id heldOn channel offices discussed agreed }
  challenges { id }
  sharedWithMe { ${TERMS} }
} }`;
/** The query for one concern with all its parts. */
export const read = (id: string): string => JSON.stringify({ query: READ, variables: { id } });

const LOG_CONCERN =
  "mutation($input: LogConcernInput!) { logConcern(input: $input) { __typename ... on ConcernChanged { position concern { id } } ... on Refused { code message } } }";
/** The command that logs a new concern about a council, with a first piece of evidence. */
export function logConcern(numbers: Numbers, { code, type }: Pick<Council, "code" | "type">): string {
  const period = { from: "2026-04-01", to: "2026-09-30" };
  const input = {
    ...{ idempotencyKey: randomUUID(), council: code, period },
    strand: numbers.oneOf(strandsOf({ type })).toUpperCase(),
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
