// Checks that the cost of lists and counts depends on the result and not on the log: the same query with a million concerns and with ten thousand, for every
// kind of reader, including those who see little or nothing.
import { tokensOf } from "./askers.ts";
import { compare, quantile, type Reach, type Result, worstOf } from "./harness.ts";
import { answerTo, ask } from "./load.ts";
import { CASELOADS, caseload, counts, list, PAGE } from "./questions.ts";
import { hubOn } from "./servers.ts";
import { MANY, SOME, warmWorld } from "./world/kept.ts";
import { READER_KINDS } from "./world/readers.ts";

const SECONDS = 0.35;
const ROUNDS = 9;
/** The people of a kind who send queries in turn, with different regions, councils and bodies. */
const PEOPLE = 16;

/** The number of rows for each person is that with ten thousand concerns: if a page is not full there, both read pages of that length. */
export const listFlat = () =>
  flat("list_flat", "a page of equal length, median time", (rows) => list(undefined, "headlines", rows), { atMost: 1.3 });
export const countFlat = () => flat("count_flat", "totals and facets, median time", () => counts(), { atMost: 3 });

/** Pages of an adviser's caseload. Only full pages are compared. */
export async function caseloadFlat(): Promise<readonly Result[]> {
  await using many = await hubOn(warmWorld(MANY));
  await using some = await hubOn(warmWorld(SOME));
  const results: Result[] = [];
  for (const name of Object.keys(CASELOADS) as (keyof typeof CASELOADS)[]) {
    const body = caseload(name);
    const median = async (hub: typeof many) => {
      const tokens = await tokensOf(hub, "adviser", PEOPLE);
      let turn = 0;
      const next = () => {
        turn = (turn + 1) % PEOPLE;
        return { token: tokens[turn] as string, body };
      };
      return async () => quantile(await ask({ url: hub.url, readers: 1, seconds: SECONDS, next }), 0.5);
    };
    const turns = { ours: await median(many), theirs: await median(some) };
    const reach = { atMost: 1.3 };
    results.push(await compare({ name: `caseload_flat_${name}`, work: name, unit: "ms", rounds: ROUNDS, reach, ...turns }));
  }
  const work = `a page of a caseload, median time, ${MANY.toLocaleString("en-GB")} concerns against ${SOME.toLocaleString("en-GB")}, worst filter or order`;
  return worstOf("caseload_flat", work, results);
}

async function flat(name: string, what: string, bodyFor: (rows: number) => string, reach: Reach): Promise<readonly Result[]> {
  await using many = await hubOn(warmWorld(MANY));
  await using some = await hubOn(warmWorld(SOME));
  const results: Result[] = [];
  for (const kind of READER_KINDS) {
    const bodies = (await tokensOf(some, kind, PEOPLE)).map(async (token) => {
      const { concerns } = await answerTo<{ concerns: { nodes: readonly object[] } }>(some.url, { token, body: list() });
      return bodyFor(concerns.nodes.length || PAGE);
    });
    const asked = await Promise.all(bodies);
    const median = async (hub: typeof many) => {
      const tokens = await tokensOf(hub, kind, PEOPLE);
      let turn = 0;
      const next = () => {
        turn = (turn + 1) % PEOPLE;
        return { token: tokens[turn] as string, body: asked[turn] as string };
      };
      return async () => quantile(await ask({ url: hub.url, readers: 1, seconds: SECONDS, next }), 0.5);
    };
    const turns = { ours: await median(many), theirs: await median(some) };
    results.push(
      await compare({ name: `${name}_${kind.replaceAll("-", "_")}`, work: kind, unit: "ms", rounds: ROUNDS, reach, ...turns }),
    );
  }
  const work = `${what}, ${MANY.toLocaleString("en-GB")} concerns against ${SOME.toLocaleString("en-GB")}, worst role`;
  return worstOf(name, work, results);
}
