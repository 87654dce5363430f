// `npm run bench`, or some by name: `npm run bench -- list_http append`. README.md says what each is.
import { append } from "./append.ts";
import { appendKurrent } from "./append-kurrentdb.ts";
import { commandHttp } from "./command-http.ts";
import { firstQuestion } from "./first-question.ts";
import { caseloadFlat, countFlat, diaryFlat, listFlat, newsFlat, regionFlat, searchFlat, tasksFlat } from "./flat.ts";
import type { Result } from "./harness.ts";
import { hubKurrent } from "./hub-kurrentdb.ts";
import { jsonAnswer } from "./json-answer.ts";
import { listHttp } from "./list-http.ts";
import { live } from "./live.ts";
import { commandWithInboxes } from "./live-inboxes.ts";
import { mixedLoad } from "./mixed-load.ts";
import { openCrvs } from "./opencrvs.ts";
import { pageHttp } from "./page-http.ts";
import { pagesMs } from "./pages.ts";
import { overviewFlat, supportFlat } from "./pictures.ts";
import { policyRows, policySql } from "./policy.ts";
import { memory, memoryInUse, ready } from "./process.ts";
import { profile } from "./profile.ts";
import { readHttp } from "./read-http.ts";
import { readerThreads } from "./readers.ts";
import { rebuild } from "./rebuild.ts";
import { costSummary, costTable, summary, table } from "./report.ts";

type Benchmark = () => Promise<readonly Result[]>;

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  list_http: listHttp,
  list_flat: listFlat,
  count_flat: countFlat,
  caseload_flat: caseloadFlat,
  news_flat: newsFlat,
  diary_flat: diaryFlat,
  page_http: pageHttp,
  page_ms: pagesMs,
  region_flat: regionFlat,
  tasks_flat: tasksFlat,
  search_flat: searchFlat,
  policy_sql: policySql,
  policy_rows: policyRows,
  read_http: readHttp,
  first_question_ms: firstQuestion,
  list_readers: readerThreads,
  longest_block_ms: mixedLoad,
  memory_mb: memoryInUse,
  command_http: commandHttp,
  json_answer: jsonAnswer,
  append,
  append_kurrentdb: appendKurrent,
  hub_kurrentdb: hubKurrent,
  rebuild,
  ready,
  memory,
  live,
  command_with_inboxes_ms: commandWithInboxes,
  overview_flat: overviewFlat,
  support_flat: supportFlat,
};

/** Benchmarks that only print their findings, and that run only by name. */
const APART: Readonly<Record<string, () => Promise<void>>> = { opencrvs: openCrvs, profile };

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in BENCHMARKS || name in APART));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". There are: ${Object.keys({ ...BENCHMARKS, ...APART }).join(", ")}.`);
  process.exit(1);
}

for (const [name, tell] of Object.entries(APART)) if (names.includes(name)) await tell();
const results: Result[] = [];
for (const [name, benchmark] of Object.entries(BENCHMARKS))
  if (names.length === 0 || names.includes(name)) results.push(...(await benchmark()));
const costs = costTable(results);
if (results.length > 0) console.log(table(results));
if (costs !== "") console.log(`\n${costs}\n${costSummary(results)}\n`);
if (results.length > 0) console.log(summary(results));
