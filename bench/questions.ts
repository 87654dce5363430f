// What is asked over HTTP, in every benchmark the same.

import type { Question } from "./load.ts";
import type { HubServer } from "./servers.ts";
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
