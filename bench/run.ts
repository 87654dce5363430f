// `npm run bench`, or some by name: `npm run bench -- list_http append`. README.md says what each is.
import { append } from "./append.ts";
import { commandHttp } from "./command-http.ts";
import { countFlat, listFlat } from "./flat.ts";
import { type Result, summary, table } from "./harness.ts";
import { listHttp } from "./list-http.ts";
import { live } from "./live.ts";
import { overviewFlat, supportFlat } from "./pictures.ts";
import { policyRows, policySql } from "./policy.ts";
import { memory, ready } from "./process.ts";
import { readHttp } from "./read-http.ts";
import { rebuild } from "./rebuild.ts";

type Benchmark = () => Promise<readonly Result[]>;

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  list_http: listHttp,
  list_flat: listFlat,
  count_flat: countFlat,
  policy_sql: policySql,
  policy_rows: policyRows,
  read_http: readHttp,
  command_http: commandHttp,
  append,
  rebuild,
  ready,
  memory,
  live,
  overview_flat: overviewFlat,
  support_flat: supportFlat,
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in BENCHMARKS));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". There are: ${Object.keys(BENCHMARKS).join(", ")}.`);
  process.exit(1);
}

const results: Result[] = [];
for (const [name, benchmark] of Object.entries(BENCHMARKS))
  if (names.length === 0 || names.includes(name)) results.push(...(await benchmark()));
console.log(`${table(results)}\n${summary(results)}`);
