// Reads the file that a command names; "-" is standard input.
import { createReadStream, statSync } from "node:fs";
import type { Readable } from "node:stream";
import { CommandFailed } from "./client.ts";

const STDIN = "-";

const cannotRead = (file: string): CommandFailed =>
  new CommandFailed(
    file === STDIN
      ? "Standard input cannot be read. Check what you send to it."
      : `The file ${file} cannot be read. Check its name and that you may read it.`,
  );

/** Throws CommandFailed when it cannot be read. */
export async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  try {
    yield* (file === STDIN ? process.stdin : createReadStream(file)) as Readable & AsyncIterable<Buffer>;
  } catch {
    throw cannotRead(file);
  }
}

/** Throws CommandFailed when it cannot be read. */
export async function readFile(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(file)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The file's size in bytes; 0 for standard input. Throws CommandFailed if there is no such file. */
export function sizeOf(file: string): number {
  if (file === STDIN) return 0;
  try {
    return statSync(file).size;
  } catch {
    throw cannotRead(file);
  }
}
