// Imports files into a running hub and prints the outcome of each line.
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { Presets, SingleBar } from "cli-progress";
import { prepareConcern } from "../imports/concerns.ts";
import { importJsonLines, type PrepareLine } from "../imports/json-lines.ts";
import type { ReducedFormOptions } from "../imports/lg-inform-export.ts";
import { importMetrics as importSeries } from "../imports/metrics.ts";
import { type Imported, ImportRefused, type LineFault, type Report } from "../imports/outcome.ts";
import { preparePerson } from "../imports/people.ts";
import { importSupport as importOffers } from "../imports/support.ts";
import { type Client, CommandFailed } from "./client.ts";
import { chunksOf, readFile, sizeOf } from "./read-file.ts";
import { sendTo } from "./send.ts";

export const importConcerns = (client: Client, file: string, fromLine: number): Promise<Report> =>
  importLines(file, fromLine, prepareConcern(sendTo(client)));

export const importPeople = (client: Client, file: string, fromLine: number): Promise<Report> =>
  importLines(file, fromLine, preparePerson(sendTo(client), randomUUID));

export const importSupport = async (client: Client, file: string, fromLine: number): Promise<Report> =>
  naming(file, importOffers(sendTo(client), await readFile(file), fromLine));

export const importMetrics = async (client: Client, file: string, options: ReducedFormOptions): Promise<Report> =>
  naming(file, importSeries({ send: sendTo(client), ask: client.ask }, await readFile(file), options));

async function importLines(file: string, fromLine: number, prepare: PrepareLine): Promise<Report> {
  const bar = new SingleBar(
    { format: "{bar} {percentage}% | {lines} lines, {refused} refused", stream: process.stderr, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(sizeOf(file), 0, { lines: 0, refused: 0 });
  let refused = 0;
  let counted = 0;
  const progress = (read: number, imported: readonly Imported[]): void => {
    for (; counted < imported.length; counted += 1) if (imported[counted]?.outcome.kind === "refused") refused += 1;
    bar.update(read, { lines: counted, refused });
  };
  try {
    return await naming(file, importJsonLines(chunksOf(file), fromLine, prepare, progress));
  } finally {
    bar.stop();
  }
}

/** Refuses a file that cannot be imported at all, with its name. */
const naming = (file: string, report: Promise<Report>): Promise<Report> =>
  report.catch((error) => {
    throw error instanceof ImportRefused ? new CommandFailed(`${file}: ${error.message}`) : error;
  });

type Refusal = LineFault & Pick<Imported, "name" | "line"> & { readonly done?: readonly string[] };

const refusalsIn = (imported: readonly Imported[]): readonly Refusal[] =>
  imported.flatMap(({ name, line, outcome }) =>
    outcome.kind === "refused"
      ? outcome.faults.map((fault) => ({
          name,
          ...fault,
          ...(line && { line }),
          ...(outcome.done?.length && { done: outcome.done }),
        }))
      : [],
  );

/** Writes refusals as JSON Lines. Called without any before an import, so that an unwritable file is detected first. */
export function writeReport(file: string, imported: readonly Imported[]): void {
  const lines = refusalsIn(imported).map(({ name, line, code, field, message, done }) =>
    JSON.stringify({ ...(line ? { line } : { series: name }), code, field, message, done }),
  );
  try {
    writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  } catch {
    throw new CommandFailed(`--report: The file ${file} cannot be written. Check its name and that you may write there.`);
  }
}

const KINDS = ["new", "changed", "unchanged", "refused"] as const;

/** Prints each line's outcome and the totals. `what`: a line, lines. Returns 1 if a line was refused or the import stopped. */
export function printReport({ imported, stopped }: Report, [one, several]: readonly [string, string]): number {
  for (const { name, outcome } of imported) {
    if (outcome.kind === "refused") printRefusal(name, outcome.faults, outcome.done ?? []);
    else console.log(`${name}: ${outcome.kind}${outcome.notes?.length ? ` (${outcome.notes.join("; ")})` : ""}`);
  }
  const counts = KINDS.map((kind) => `${imported.filter(({ outcome }) => outcome.kind === kind).length} ${kind}`);
  console.log(`${imported.length} ${imported.length === 1 ? one : several}: ${counts.join(", ")}.`);
  if (stopped) {
    const { line, why } = stopped;
    console.error(
      line === undefined
        ? `${why}\nThe import stopped. Run it again. Lines that are already imported stay as they are.`
        : `${why}\nThe import stopped at line ${line}. Lines before it are imported, or refused above. Continue with --from-line ${line}.`,
    );
  }
  return stopped || imported.some(({ outcome }) => outcome.kind === "refused") ? 1 : 0;
}

function printRefusal(name: string, faults: readonly LineFault[], done: readonly string[]): void {
  const more = done.length > 0 ? ` This part was imported: ${done.join("; ")}.` : "";
  for (const { code, field, message } of faults)
    console.error(`${name}: ${code}${field ? ` (${field})` : ""}: ${message}${more}`);
}
