// Imports JSON Lines: one value for each line, several at a time. Two lines with the same content are equal, so that the second repeats the first.
import { decodeText, encodingOf, NotText, SAVE_AS_UTF8 } from "../text/decode.ts";
import { keyOfText } from "./keys.ts";
import {
  type Imported,
  ImportRefused,
  type LineFault,
  type LineOutcome,
  type Report,
  refusedLine,
  whyStopped,
} from "./outcome.ts";

/** A parsed line that is not executed yet. Lines with the same content have the same `key`. Lines with the same `subject` are executed one after another. */
type Prepared = { readonly key: string; readonly subject?: string; readonly carryOut: () => Promise<LineOutcome> };

/** Parses one line's value. `formerKeys` are those that an earlier release derived from the text. */
export type PrepareLine = (value: unknown, formerKeys: readonly string[]) => Prepared | LineFault;

/** Called when lines are read and when they are done. */
type Progress = (bytesRead: number, imported: readonly Imported[]) => void;

const MAX_CONCURRENT = 16;
const MAX_LINE_BYTES = 1_000_000;
const LINE_FEED = 0x0a;

/** Imports from a line on (1 is the first), and skips blank lines. Throws ImportRefused for a file of another kind. */
export async function importJsonLines(
  chunks: AsyncIterable<Buffer>,
  fromLine: number,
  prepare: PrepareLine,
  progress: Progress = () => {},
): Promise<Report> {
  const imported: (Imported & { readonly line: number })[] = [];
  const running = new Set<Promise<void>>();
  const firstOf = new Map<string, { readonly line: number; readonly outcome: Promise<LineOutcome> }>();
  const lastOn = new Map<string, Promise<unknown>>();
  let failure: { readonly error: unknown; readonly line: number } | undefined;
  let line = 0;
  let read = 0;

  for await (const bytes of linesOf(chunks)) {
    line += 1;
    read += bytes.length + 1;
    if (failure) break;
    if (line < fromLine || isBlank(bytes)) continue;
    follow(line, begin(line, prepareText(bytes, prepare)));
    if (running.size >= MAX_CONCURRENT) await Promise.race(running);
    progress(read, imported);
  }
  await Promise.all(running);
  imported.sort((a, b) => a.line - b.line);
  if (!failure) return { imported };
  return { imported, stopped: { line: failure.line, why: whyStopped(failure.error) } };

  function begin(number: number, prepared: Prepared | LineFault): Promise<LineOutcome> {
    if ("code" in prepared) return Promise.resolve(refusedLine(prepared));
    const { key, subject, carryOut } = prepared;
    const first = firstOf.get(key);
    if (first) return first.outcome.then((outcome) => repeatOf(first.line, outcome));
    const before = (subject !== undefined && lastOn.get(subject)) || undefined;
    const outcome = before ? before.then(carryOut) : carryOut();
    firstOf.set(key, { line: number, outcome });
    if (subject !== undefined)
      lastOn.set(
        subject,
        outcome.catch(() => {}),
      );
    return outcome;
  }

  function follow(number: number, outcome: Promise<LineOutcome>): void {
    const task = outcome
      .then((done) => {
        imported.push({ name: `line ${number}`, line: number, outcome: done });
      })
      .catch((error) => {
        if (!failure || number < failure.line) failure = { error, line: number };
      })
      .finally(() => running.delete(task));
    running.add(task);
  }
}

/** The outcome of a line whose content equals an earlier one. */
export const repeatOf = (line: number, outcome: LineOutcome): LineOutcome =>
  outcome.kind === "refused" ? outcome : { kind: "unchanged", notes: [`repeats line ${line}`] };

/** Yields the lines as bytes. Only a line feed ends a line, because JSON can contain other line separators. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let first = true;
  for await (const chunk of chunks) {
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
    if (first && encodingOf(line) !== "utf-8") throw new ImportRefused(`This is UTF-16. ${SAVE_AS_UTF8}`);
    first = false;
    return line;
  }
}

/** Whether a line has only blanks, byte order marks and invisible characters. */
const isBlank = (line: Buffer): boolean => line.length < 100 && /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(line.toString());

function prepareText(bytes: Buffer, prepare: PrepareLine): Prepared | LineFault {
  if (bytes.length > MAX_LINE_BYTES) return { code: "TOO_LARGE", message: "The line is longer than a million bytes." };
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
  return prepare(value, formerKeysOf(text));
}

/** An earlier release derived a line's key from its text, including the carriage return of a CRLF line end. */
function formerKeysOf(text: string): readonly string[] {
  const line = text.replace(/\r$/, "");
  return [keyOfText(line), keyOfText(`${line}\r`)];
}
