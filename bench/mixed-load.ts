// What people wait for while everything happens at once: lists, commands, a thousand streams, and the export of a council's ledger.
import { pathToFileURL } from "node:url";
import { Pool } from "undici";
import { createCouncils } from "../reference/councils.ts";
import { freePort } from "../test/helpers/system/programs.ts";
import { concernsToLog, LIST_READERS, listReads } from "./askers.ts";
import { figureAlone, type Result, resultOf } from "./harness.ts";
import { ask } from "./load.ts";
import { type HubServer, hubOn } from "./servers.ts";
import { quantile } from "./spread.ts";
import { followersOf } from "./streams.ts";
import { copyOf } from "./world/kept.ts";
import { LAST_DAY } from "./world/lives.ts";
import { assignmentOf, readerId } from "./world/readers.ts";

const METER = pathToFileURL(`${import.meta.dirname}/block-meter.ts`);
const CONCERNS = 100_000;
const STREAMS = 1_000;
const WRITERS = 2;
const ROUNDS = 5;
const SECONDS = 4;
/** Reads until the hub's code is compiled and everybody's rights are known. */
const WARM_UP_SECONDS = 10;

export async function mixedLoad(): Promise<readonly Result[]> {
  console.error(`mixed load: lists, commands, ${STREAMS} streams, ${CONCERNS.toLocaleString("en-GB")} concerns…`);
  using copy = copyOf(CONCERNS);
  const [operationsPort, meterPort] = [await freePort(), await freePort()];
  const meter = ["--import", `${METER}?port=${meterPort}`];
  await using hub = await hubOn(copy.dir, meter, { CANDOUR_OPERATIONS_PORT: String(operationsPort) });
  const reading = { url: hub.url, readers: LIST_READERS, next: await listReads(hub, 5, "headlines") };
  await ask({ ...reading, seconds: WARM_UP_SECONDS });
  await using _ = await followersOf(hub, STREAMS);
  const writing = { url: hub.url, readers: WRITERS, next: await concernsToLog(hub, WRITERS) };
  const read = async (port: number, path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  const longestBlock = async () => {
    const metrics = await read(operationsPort, "/metrics");
    const block = 1e3 * Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(metrics)?.[1]);
    return { block, processor: Number(await read(meterPort, "/")) };
  };
  /** The 99th of a hundred times of a list, and the longest block of the serving thread by the clock and in processor time, all in ms. */
  const turn = async (beside: () => Promise<unknown>) => {
    await longestBlock();
    const [lists] = await Promise.all([ask({ ...reading, seconds: SECONDS }), ask({ ...writing, seconds: SECONDS }), beside()]);
    return { p99: quantile(lists, 0.99), ...(await longestBlock()) };
  };
  const rounds: (readonly [withExport: Awaited<ReturnType<typeof turn>>, without: Awaited<ReturnType<typeof turn>>])[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push([await turn(() => exportLedger(hub)), await turn(async () => {})]);
  const work = `${LIST_READERS} readers, ${WRITERS} writers, ${STREAMS} streams`;
  return [
    figureAlone(
      { name: "longest_block_ms", work: `the serving thread: ${work}, an export`, unit: "ms", reach: { atMost: 50 } },
      rounds.map(([{ block }]) => block),
    ),
    figureAlone(
      { name: "longest_block_cpu_ms", work: "the same in processor time", unit: "ms of the thread", reach: { atMost: 50 } },
      rounds.map(([{ processor }]) => processor),
    ),
    resultOf(
      { name: "list_p99_beside_export", work: `${work}; theirs: without an export`, unit: "ms", reach: { atMost: 2 } },
      rounds.map(([{ p99 }]) => p99),
      rounds.map(([, { p99 }]) => p99),
    ),
  ];
}

/** The whole ledger of a council, as its chief executive takes it away. */
export async function exportLedger(hub: HubServer): Promise<void> {
  const person = readerId("chief-executive", 0);
  const { council } = assignmentOf("chief-executive", 0, createCouncils().all(LAST_DAY));
  const pool = new Pool(hub.url, { bodyTimeout: 0, headersTimeout: 0 });
  const response = await pool.request({
    ...{ path: "/ledger", method: "POST", body: JSON.stringify({ council, format: "json" }) },
    headers: { "content-type": "application/json", authorization: `Bearer ${await hub.token(person)}` },
  });
  for await (const _ of response.body);
  await pool.close();
  if (response.statusCode !== 200) throw new Error(`No ledger: ${response.statusCode}.`);
}
