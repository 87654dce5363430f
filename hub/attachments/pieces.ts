// A file's content in pieces. Sealing, hashing or writing ten megabytes at once would hold up everybody else.
import { setImmediate } from "node:timers/promises";

const PIECE_BYTES = 262_144;

export const pieceCount = (bytes: number): number => Math.ceil(bytes / PIECE_BYTES);

/** Carries out work for each number of a file's pieces, one after the other. Other requests run in between. */
export async function forEachPiece(bytes: number, work: (number: number) => Promise<void>): Promise<void> {
  for (let number = 0; number < pieceCount(bytes); number += 1) {
    await setImmediate();
    await work(number);
  }
}

/** Returns one piece, without copying its bytes. */
export const slicePiece = (content: Uint8Array, number: number): Uint8Array =>
  content.subarray(number * PIECE_BYTES, (number + 1) * PIECE_BYTES);
