// A process that opens a hub on a data folder and asks as one person whatever it is given, a line a question: what each takes of the processor and
// adds to the process's memory at its peak goes out as a line of JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { ExecutionResult } from "graphql";
import pino from "pino";
import { page } from "../../exports/ledger-page.ts";
import { ledgerExporter } from "../../graphql/ledger-file.ts";
import { openPipeline } from "../../graphql/pipeline.ts";
import { buildSchema } from "../../graphql/schema.ts";
import { readConfig } from "../../hub/config.ts";
import { openHub } from "../../hub/hub.ts";
import { isRefusal } from "../../services/refusals.ts";
import { askInProcess } from "./ask-in-process.ts";
import { slowdown } from "./machine-speed.ts";

/** A query, the first message of a subscription, or a council's ledger as a file. */
export type QuestionToFilledHub = {
  readonly person: string;
  /** Whether the whole heap is collected first, so that nothing of earlier questions counts. Otherwise it is if there is much of them. */
  readonly alone?: boolean;
} & ({ readonly query: string } | { readonly ledger: string });
/** Measures the machine (`machine-speed.ts`) in this process, whose garbage and other work count too. */
export type SlowdownQuestion = "slowdown";
export type QuestionCost = {
  /** Milliseconds of the whole process's processor time, including garbage collection. */
  readonly cpu: number;
  /** The peak memory above the start, in megabytes. */
  readonly peak: number;
  readonly characters: number;
  readonly codes: readonly string[];
};

/** Collecting the whole heap takes as long as most questions. */
const MOST_GARBAGE = 64 * 2 ** 20;
/** Bytes after the last collection. */
let cleanHeap = 0;

const [dir = "", now = ""] = process.argv.slice(2);
const logger = pino({ level: "silent" });
const hub = await openHub(readConfig({ CANDOUR_DATA_DIR: dir, PORT: "0" }), logger, { now: () => new Date(now) });
await hub.live();
const ask = askInProcess(hub);
const schema = buildSchema();
const openLedger = ledgerExporter(hub, schema, openPipeline(schema));
const connection = { expires: Number.MAX_SAFE_INTEGER / 1000, closed: () => new AbortController().signal };
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as QuestionToFilledHub | SlowdownQuestion;
  console.log(JSON.stringify(asked === "slowdown" ? slowdown() : await measured(asked)));
}
await hub.close();

/** Returns how many bytes of earlier questions the next one may use again: they count as its own. */
function settleHeap(alone = false): number {
  const garbage = heap() - cleanHeap;
  if (!alone && cleanHeap > 0 && garbage < MOST_GARBAGE) return Math.max(0, garbage);
  globalThis.gc?.();
  cleanHeap = heap();
  return 0;
}

function heap(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function measured(asked: QuestionToFilledHub): Promise<QuestionCost> {
  const garbage = settleHeap(asked.alone);
  forgetPeak();
  const before = process.memoryUsage.rss();
  const started = process.cpuUsage();
  const result = await answerTo(asked);
  const text = JSON.stringify(result);
  const { user, system } = process.cpuUsage(started);
  const codes = [...new Set((result.errors ?? []).map(({ extensions }) => String(extensions.code)))];
  return { cpu: (user + system) / 1_000, peak: (peakNow() - before + garbage) / 2 ** 20, characters: text.length, codes };
}

async function answerTo(asked: QuestionToFilledHub): Promise<ExecutionResult> {
  if ("query" in asked) return ask(asked.person, asked.query);
  const reader = { person: asked.person, correlation: "filled", connection, logger };
  const exported = await openLedger(reader, asked.ledger, undefined);
  if (isRefusal(exported)) throw new Error(exported.message);
  const { ledger } = exported;
  return { data: { html: [...page(schema, ledger)].join("") } };
}

/** Resets the kernel's peak value if possible; otherwise the peak is that since the start of the process. */
function forgetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Then a query is compared with the peak of all earlier ones, which is higher than its own.
  }
}

function peakNow(): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return Number(kilobytes) * 1_024;
  } catch {
    return process.resourceUsage().maxRSS * 1_024;
  }
}
