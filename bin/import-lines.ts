// Imports through the hub's own commands: many at a time, a progress bar, and a report of what was refused, by line. Every line has a
// key made from what it says, so that a second run, or one after a crash, repeats nothing.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { Presets, SingleBar } from "cli-progress";
import { decodeText, encodingOf, NotText, SAVE_AS_UTF8 } from "../text/decode.ts";
import { CommandFailed } from "./client.ts";
import { chunksOf, sizeOf } from "./read-file.ts";

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

  for await (const bytes of linesOf(file)) {
    number += 1;
    read += bytes.length + 1;
    if (failure) break;
    if (number < fromLine || isBlank(bytes)) continue;
    lines += 1;
    const line = number;
    const task = importText(bytes, importLine)
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

const LINE_FEED = 0x0a;

/** The file's lines as bytes, ended by a line feed as JSON Lines has it. Throws CommandFailed when it is not in UTF-8 from the start. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let first = true;
  for await (const chunk of chunksOf(file)) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield joined(chunk.subarray(start, end));
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
  }
  const last = joined();
  if (last.length > 0) yield last;

  function joined(end: Buffer = Buffer.alloc(0)): Buffer {
    const line = Buffer.concat([...parts, end]);
    parts = [];
    if (first && encodingOf(line) !== "utf-8") throw new CommandFailed(`${file}: this is UTF-16. ${SAVE_AS_UTF8}`);
    first = false;
    return line;
  }
}

async function importText(bytes: Buffer, importLine: ImportLine): ReturnType<ImportLine> {
  if (bytes.length > MOST_BYTES_A_LINE) return { code: "TOO_LARGE", message: "The line is longer than a million bytes." };
  let text: string;
  try {
    text = decodeText(bytes, "utf-8");
  } catch (error) {
    if (error instanceof NotText) return { code: "NOT_UTF8", message: error.message };
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { code: "NOT_JSON", message: "The line is not JSON." };
  }
  return importLine({ value, key: keyOfText(text) });
}

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

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
