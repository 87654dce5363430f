// The stand-in's journal file: one line of JSON for each write, flushed before it is acknowledged. A truncated last line was never acknowledged.
import { appendFileSync, closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync } from "node:fs";
import type { Recorded } from "./record.ts";

type Stored = Omit<Recorded, "index">;

export type Journal = {
  read(): readonly (readonly Stored[])[];
  /** Writes all entries or none, durably before it returns. */
  write(entries: readonly Recorded[]): void;
  close(): void;
};

export const memoryJournal = (): Journal => ({ read: () => [], write() {}, close() {} });

export function fileJournal(path: string): Journal {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const file = openSync(path, "a");
  ftruncateSync(file, Buffer.byteLength(whole));
  return {
    read: () =>
      whole
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line, revive) as Stored[]),
    write(entries) {
      appendFileSync(file, `${JSON.stringify(entries, replace)}\n`);
      fsyncSync(file);
    },
    close: () => closeSync(file),
  };
}

const BIGINTS = new Set(["revision", "position", "next"]);
const BYTES = new Set(["data", "metadata"]);

function replace(this: unknown, key: string, value: unknown): unknown {
  if (BIGINTS.has(key)) return String(value);
  // Reads the value from `this`, because a Buffer has already become an object when it arrives as `value`.
  return BYTES.has(key) ? Buffer.from((this as { [key: string]: Uint8Array })[key] ?? []).toString("base64") : value;
}

function revive(key: string, value: unknown): unknown {
  if (BIGINTS.has(key)) return BigInt(String(value));
  return BYTES.has(key) ? new Uint8Array(Buffer.from(String(value), "base64")) : value;
}
