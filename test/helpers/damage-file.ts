// Damages of files as disks and accidents make them. What a seed does to a file is always the same.
import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";

/** The kind of damage: one bit, one byte, a page of zeros or noise, or another page's contents. */
type Damage = {
  readonly kind: "bit" | "byte" | "zeros" | "noise" | "swapped";
  readonly at: number;
  readonly bytes: number;
};

const KINDS = ["bit", "byte", "zeros", "noise", "swapped"] as const;

/** Damages a file of SQLite's at a place that the seed chooses. The file must be at rest. */
export function damage(file: string, seed: number): Damage {
  const random = mulberry32(seed);
  const handle = openSync(file, "r+");
  try {
    const { size } = fstatSync(handle);
    const page = pageSizeOf(handle);
    const pages = Math.max(1, Math.floor(size / page));
    const kind = KINDS[Math.floor(random() * KINDS.length)] ?? "byte";
    if (kind === "bit" || kind === "byte") {
      const at = Math.floor(random() * size);
      const [before = 0] = bytesAt(handle, at, 1);
      const change = kind === "bit" ? 1 << Math.floor(random() * 8) : 1 + Math.floor(random() * 255);
      writeSync(handle, Uint8Array.of(before ^ change), 0, 1, at);
      return { kind, at, bytes: 1 };
    }
    const at = Math.floor(random() * pages) * page;
    const bytes =
      kind === "zeros"
        ? new Uint8Array(page)
        : kind === "noise"
          ? Uint8Array.from({ length: page }, () => Math.floor(random() * 256))
          : bytesAt(handle, Math.floor(random() * pages) * page, page);
    writeSync(handle, bytes, 0, bytes.length, at);
    return { kind, at, bytes: bytes.length };
  } finally {
    closeSync(handle);
  }
}

/** Overwrites the first occurrence of a text in a file with another of the same length. */
export function replaceBytes(file: string, text: string, by: string): void {
  if (text.length !== by.length) throw new RangeError("Both texts must be of one length.");
  const handle = openSync(file, "r+");
  try {
    const at = Buffer.from(bytesAt(handle, 0, fstatSync(handle).size)).indexOf(text);
    if (at < 0) throw new RangeError(`The file does not hold ${text}.`);
    writeSync(handle, by, at);
  } finally {
    closeSync(handle);
  }
}

function pageSizeOf(handle: number): number {
  const [high = 0x10, low = 0] = bytesAt(handle, 16, 2);
  return high * 256 + low || 4096;
}

function bytesAt(handle: number, at: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, readSync(handle, bytes, 0, length, at));
}

/** A small pseudo-random generator of numbers from 0 to 1 with a seed. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
