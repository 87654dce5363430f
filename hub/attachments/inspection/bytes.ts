// Reads numbers from the bytes of a file. What lies outside of the file makes it a damaged one.
import { damaged } from "./upload-problem.ts";

export type ByteReader = {
  readonly length: number;
  /** A byte. */
  u8(at: number): number;
  /** Numbers of two and four bytes, the most significant first. */
  u16(at: number): number;
  u32(at: number): number;
  /** The same, the least significant first. */
  u16le(at: number): number;
  u32le(at: number): number;
  /** The bytes as letters, a byte each. */
  latin1(from: number, to: number): string;
  slice(from: number, to: number): Uint8Array;
};

export function readBytes(content: Uint8Array): ByteReader {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  const within = (at: number, size: number): number => {
    if (at < 0 || at + size > content.length) throw damaged();
    return at;
  };
  return {
    length: content.length,
    u8: (at) => view.getUint8(within(at, 1)),
    u16: (at) => view.getUint16(within(at, 2)),
    u32: (at) => view.getUint32(within(at, 4)),
    u16le: (at) => view.getUint16(within(at, 2), true),
    u32le: (at) => view.getUint32(within(at, 4), true),
    latin1: (from, to) => bytes.toString("latin1", within(from, to - from), to),
    slice: (from, to) => content.subarray(within(from, to - from), to),
  };
}
