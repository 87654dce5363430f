// Imports through the hub's own commands: many at a time, a progress bar, and a report of what was refused, by line. Every line has a
// key made from what it says, so that a second run, or one after a crash, repeats nothing.
import { createHash } from "node:crypto";
import { createReadStream, statSync, writeFileSync } from "node:fs";
import { Presets, SingleBar } from "cli-progress";
import { CommandFailed } from "./client.ts";

export type Refused = {
  readonly line: number;
  readonly code: string;
  readonly field?: string | undefined;
  readonly message: string;
};
/** What became of a file. `stopped` when the hub could not be asked any more: the line to go on from, and why. */
export type Report = {
  readonly lines: number;
  readonly refused: readonly Refused[];
  readonly stopped?: { readonly line: number; readonly why: string };
};

/** What becomes of one line: nothing to say, or why it was refused. Throws CommandFailed when the hub cannot be asked at all. */
export type ImportLine = (line: { readonly value: unknown; readonly key: string }) => Promise<Omit<Refused, "line"> | undefined>;

const AT_ONCE = 16;
const MOST_BYTES_A_LINE = 1_000_000;

export const keyOfText = (text: string): string => `import-${createHash("sha256").update(text).digest("hex").slice(0, 40)}`;

/** Reads a JSON Lines file from a line on (1 is the first) and imports each; blank lines are passed over. */
export async function importLines(file: string, fromLine: number, importLine: ImportLine): Promise<Report> {
  const bar = new SingleBar(
    { format: "{bar} {percentage}% | {lines} lines, {refused} refused", stream: process.stderr, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(sizeOf(file), 0, { lines: 0, refused: 0 });
  const refused: Refused[] = [];
  const running = new Set<Promise<void>>();
  let lines = 0;
  let number = 0;
  let read = 0;
  let failure: { readonly error: unknown; readonly line: number } | undefined;

  for await (const text of linesOf(file)) {
    number += 1;
    read += Buffer.byteLength(text) + 1;
    if (failure) break;
    if (number < fromLine || text.trim() === "") continue;
    lines += 1;
    const line = number;
    const task = importText(text, importLine)
      .then((why) => {
        if (why) refused.push({ line, ...why });
      })
      .catch((error) => {
        if (!failure || line < failure.line) failure = { error, line };
      })
      .finally(() => running.delete(task));
    running.add(task);
    if (running.size >= AT_ONCE) await Promise.race(running);
    bar.update(read, { lines, refused: refused.length });
  }
  await Promise.all(running);
  bar.stop();
  refused.sort((a, b) => a.line - b.line);
  if (!failure) return { lines, refused };
  const why = failure.error instanceof Error ? failure.error.message : "The import stopped.";
  return { lines, refused, stopped: { line: failure.line, why } };
}

/** The file's lines as JSON Lines has them: ended by a line feed and by no other of the characters that readers of text end lines at. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = "";
  let first = true;
  for await (const chunk of createReadStream(file, "utf8")) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      yield first ? line.replace(/^\uFEFF/, "") : line;
      first = false;
    }
  }
  if (rest !== "") yield first ? rest.replace(/^\uFEFF/, "") : rest;
}

async function importText(text: string, importLine: ImportLine): ReturnType<ImportLine> {
  if (text.length > MOST_BYTES_A_LINE) return { code: "TOO_LARGE", message: "The line is longer than a million characters." };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { code: "NOT_JSON", message: "The line is not JSON." };
  }
  return importLine({ value, key: keyOfText(text) });
}

/** Writes refusals as JSON Lines. Throws CommandFailed when it cannot: called with none before an import begins, so that it is known then. */
export function writeReport(file: string, refused: readonly Refused[]): void {
  try {
    writeFileSync(
      file,
      refused.map(({ line, code, field, message }) => `${JSON.stringify({ line, code, field, message })}\n`).join(""),
    );
  } catch {
    throw new CommandFailed(`--report: the file ${file} cannot be written.`);
  }
}

/** Prints the report and, if asked, writes the refusals as JSON Lines. Returns the exit code: 1 when anything was refused or it stopped. */
export function printReport({ lines, refused, stopped }: Report, reportFile: string | undefined): number {
  for (const { line, code, field, message } of refused)
    console.error(`line ${line}: ${code}${field ? ` (${field})` : ""}: ${message}`);
  if (reportFile) writeReport(reportFile, refused);
  if (stopped) {
    console.error(
      `${stopped.why}\nStopped at line ${stopped.line}. What came before is in, or refused above; go on with --from-line ${stopped.line}.`,
    );
    return 1;
  }
  console.log(`${lines} lines: ${lines - refused.length} accepted, ${refused.length} refused.`);
  return refused.length > 0 ? 1 : 0;
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    throw new CommandFailed(`The file ${file} cannot be read.`);
  }
}
