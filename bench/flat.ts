// Checks that the cost of lists and counts depends on the result and not on the log: the same query with a million concerns and with ten thousand, for every
// kind of reader, including those who see little or nothing.
import { tokensOf } from "./askers.ts";
import { compare, type Reach, type Result, worstOf } from "./harness.ts";
import { answerTo, ask } from "./load.ts";
import { CASELOADS, caseload, counts, diary, list, myTasks, news, regionCouncils, search } from "./questions.ts";
import { type HubServer, hubOn } from "./servers.ts";
import { quantile } from "./spread.ts";
import { MANY, SOME, warmWorld } from "./world/kept.ts";
import { VOCABULARY } from "./world/numbers.ts";
import { READER_KINDS, type ReaderKind, regionOf } from "./world/readers.ts";

const SECONDS = 0.35;
const ROUNDS = 9;
/** The people of a kind who send queries in turn, with different regions, councils and bodies. */
const PEOPLE = 16;
const AGAINST = `${MANY.toLocaleString("en-GB")} concerns against ${SOME.toLocaleString("en-GB")}`;

/** The number of rows for each person is that with ten thousand concerns: if a page is not full there, both read pages of that length. */
export const listFlat = () =>
  flat("list_flat", "a page of equal length, median time", (rows) => list(undefined, "headlines", rows), { atMost: 1.3 });
export const countFlat = () => flat("count_flat", "totals and facets, median time", () => counts(), { atMost: 3 });

/**
 * A page that people of one kind read in turn; `body` makes the request of the n-th of them. If it is of concerns, both sides read pages of the length of
 * that with ten thousand.
 */
type ReadPage = { readonly name: string; readonly kind: ReaderKind } & (
  | { readonly body: (n: number) => string }
  | { readonly concerns: (rows: number | undefined) => string }
);

export const caseloadFlat = () =>
  pagesFlat(
    "caseload_flat",
    "a page of a caseload, worst filter or order",
    (Object.keys(CASELOADS) as (keyof typeof CASELOADS)[]).map((name) => ({ name, kind: "adviser", body: () => caseload(name) })),
  );

const NEWS_READERS = [
  "adviser",
  "adviser-of-three-regions",
  "chief-executive",
  "cib-lead",
  "department",
  "governance-officer",
] as const;
export const newsFlat = () =>
  pagesFlat(
    "news_flat",
    "a page of news and how much is unread, worst reader or filter",
    NEWS_READERS.flatMap((kind) => [
      { name: kind, kind, body: () => news() },
      { name: `${kind}_of_a_kind`, kind, body: () => news("filter: { kinds: [SHARED, SHARE_PROPOSED, POSITION_STATED] },") },
    ]),
  );

const REGION_READERS = ["adviser", "cib-lead", "adass-lead"] as const;
export const diaryFlat = () =>
  pagesFlat(
    "diary_flat",
    "a page of a region's diary of a year, worst reader",
    REGION_READERS.map((kind) => ({ name: kind, kind, body: (n) => diary(regionOf(n)) })),
  );

export const regionFlat = () =>
  pagesFlat(
    "region_flat",
    "a page of a region's councils, worst reader",
    REGION_READERS.map((kind) => ({ name: kind, kind, body: (n) => regionCouncils(regionOf(n)) })),
  );

export const tasksFlat = () =>
  pagesFlat(
    "tasks_flat",
    "a page of a person's own tasks, worst reader",
    NEWS_READERS.map((kind) => ({ name: kind, kind, body: () => myTasks() })),
  );

const SEARCHERS = ["adviser", "chief-executive", "cib-lead", "department", "group-office-never"] as const;
/** Words of which the first stands in nearly every concern, and the last in hardly one. */
const WORDS = [0, 100, 4_000].map((place) => VOCABULARY[place] ?? "");
export const searchFlat = () =>
  pagesFlat(
    "search_flat",
    "a page of equal length of concerns with a common or a rare word, worst reader",
    SEARCHERS.flatMap((kind) =>
      WORDS.map((word, n) => ({ name: `${kind}_${n}`, kind, concerns: (rows: number | undefined) => search(word, rows) })),
    ),
  );

/** Compares the median times of pages. */
async function pagesFlat(figure: string, what: string, pages: readonly ReadPage[]): Promise<readonly Result[]> {
  await using many = await hubOn(warmWorld(MANY));
  await using some = await hubOn(warmWorld(SOME));
  const results: Result[] = [];
  for (const { name, kind, ...page } of pages) {
    const bodies =
      "concerns" in page
        ? await ofEqualLength(some, kind, page.concerns)
        : Array.from({ length: PEOPLE }, (_, n) => page.body(n));
    const turns = { ours: await medianOf(many, kind, bodies), theirs: await medianOf(some, kind, bodies) };
    const reach = { atMost: 1.3 };
    results.push(
      await compare({ name: `${figure}_${name.replaceAll("-", "_")}`, work: name, unit: "ms", rounds: ROUNDS, reach, ...turns }),
    );
  }
  return worstOf(figure, `${what}, median time, ${AGAINST}`, results);
}

/** A round: the median time, in milliseconds, of one request after another, by people of a kind in turn. */
async function medianOf(hub: HubServer, kind: ReaderKind, bodies: readonly string[]): Promise<() => Promise<number>> {
  const tokens = await tokensOf(hub, kind, PEOPLE);
  let turn = 0;
  const next = () => {
    turn = (turn + 1) % PEOPLE;
    return { token: tokens[turn] as string, body: bodies[turn] as string };
  };
  return async () => quantile(await ask({ url: hub.url, readers: 1, seconds: SECONDS, next }), 0.5);
}

/** The requests of people of a kind for as many concerns as each of them finds in the smaller hub. */
async function ofEqualLength(
  some: HubServer,
  kind: ReaderKind,
  bodyFor: (rows: number | undefined) => string,
): Promise<readonly string[]> {
  const bodies = (await tokensOf(some, kind, PEOPLE)).map(async (token) => {
    const { concerns } = await answerTo<{ concerns: { nodes?: readonly object[] } }>(some.url, {
      token,
      body: bodyFor(undefined),
    });
    // Counts have no page.
    return bodyFor(concerns.nodes?.length || undefined);
  });
  return await Promise.all(bodies);
}

async function flat(
  name: string,
  what: string,
  bodyFor: (rows: number | undefined) => string,
  reach: Reach,
): Promise<readonly Result[]> {
  await using many = await hubOn(warmWorld(MANY));
  await using some = await hubOn(warmWorld(SOME));
  const results: Result[] = [];
  for (const kind of READER_KINDS) {
    const asked = await ofEqualLength(some, kind, bodyFor);
    const turns = { ours: await medianOf(many, kind, asked), theirs: await medianOf(some, kind, asked) };
    results.push(
      await compare({ name: `${name}_${kind.replaceAll("-", "_")}`, work: kind, unit: "ms", rounds: ROUNDS, reach, ...turns }),
    );
  }
  return worstOf(name, `${what}, ${AGAINST}, worst role`, results);
}
