// What the first question of a person costs who is of another council or region than everybody who has asked since the hub started. Their rights are not
// known then. People of their kind, from elsewhere, have asked before.
import { tokensOf } from "./askers.ts";
import { figureAlone, type Result, worstOf } from "./harness.ts";
import { ask, type Question } from "./load.ts";
import { rateOf } from "./processor-time.ts";
import { list } from "./questions.ts";
import { hubOn } from "./servers.ts";
import { MANY, warmWorld } from "./world/kept.ts";
import { READERS_OF_A_KIND, type ReaderKind } from "./world/readers.ts";

const STARTS = 5;
/** The questions of one person of each kind before, until the hub's code is compiled. */
const WARM_UPS = 200;

/** How many people of a kind differ in their council, regions or body. */
const KINDS: readonly (readonly [kind: ReaderKind, people: number])[] = [
  ["chief-executive", READERS_OF_A_KIND],
  ...(["adviser", "adviser-of-three-regions", "cib-lead", "adass-lead", "regional-improvement"] as const).map(
    (kind) => [kind, 9] as const,
  ),
];

export async function firstQuestion(): Promise<readonly Result[]> {
  console.error(
    `first_question_ms: the first list of people of another council or region, ${MANY.toLocaleString("en-GB")} concerns…`,
  );
  const took = KINDS.map((): number[] => []);
  for (let start = 0; start < STARTS; start += 1) {
    await using hub = await hubOn(warmWorld(MANY));
    const inTurn = (tokens: readonly string[], times: number) => {
      const turns = Array.from({ length: times }, (_, turn) => ({ token: tokens[turn % tokens.length] as string, body: list() }));
      return ask({ url: hub.url, readers: 1, seconds: 0, least: times, next: () => turns.shift() as Question });
    };
    const people = await Promise.all(KINDS.map(([kind, count]) => tokensOf(hub, kind, count)));
    const [firsts, others] = [people.map((tokens) => tokens.slice(0, 1)), people.map((tokens) => tokens.slice(1))];
    await inTurn(firsts.flat(), WARM_UPS * KINDS.length);
    for (const [kind, tokens] of others.entries()) {
      const { each } = await rateOf(async () => (await inTurn(tokens, tokens.length)).length, hub.pid);
      took[kind]?.push(each.thread / 1e3);
    }
  }
  const results = KINDS.map(([kind], index) =>
    figureAlone(
      { name: `first_question_ms_${kind.replaceAll("-", "_")}`, work: kind, unit: "ms of the thread", reach: { atMost: 2 } },
      took[index] ?? [],
    ),
  );
  return worstOf("first_question_ms", "the first list of a person of another council or region, worst kind", results);
}
