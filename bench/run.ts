// `npm run bench`, or some by name: `npm run bench -- append replay`.
import { rmSync } from "node:fs";
import { contests as append } from "./append.ts";
import { DATA } from "./data.ts";
import { contests as disclosure } from "./disclosure.ts";
import { type Contest, compare, type Result, summary, table } from "./harness.ts";
import { contests as list } from "./list.ts";
import { contests as live } from "./live.ts";
import { contests as overview } from "./overview.ts";
import { contests as replay } from "./replay.ts";
import { contests as support } from "./support.ts";

/** A benchmark is a file that exports `contests()`; naming it here is all it takes to have it run. */
const BENCHMARKS: Readonly<Record<string, () => readonly Contest[]>> = {
  append,
  replay,
  list,
  live,
  overview,
  support,
  disclosure,
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in BENCHMARKS));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". There are: ${Object.keys(BENCHMARKS).join(", ")}.`);
  process.exit(1);
}

const results: Result[] = [];
for (const [name, contests] of Object.entries(BENCHMARKS)) {
  if (names.length > 0 && !names.includes(name)) continue;
  for (const contest of contests()) {
    console.error(`${contest.name}: ${contest.work}…`);
    results.push(await compare(contest));
  }
}
rmSync(DATA, { recursive: true, force: true });
console.log(`${table(results)}\n${summary(results)}`);
