// Reads the archive that a document of Office is. It refuses what programs read differently, because a program must open what was looked at here:
// entries that the directory does not list, two of the same name, another name or size than the directory says, anything between them.
import { crc32 } from "node:zlib";
import { type InflateBudget, inflateWithin } from "./bounded-inflate.ts";
import { type ByteReader, readBytes } from "./bytes.ts";
import { damaged, hasPassword, unpacksToTooMuch } from "./upload-problem.ts";

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const DESCRIPTOR = 0x08074b50;
const END_LENGTH = 22;
const IS_ENCRYPTED = 0x2041;
const HAS_DESCRIPTOR = 0x8;
const STORED = 0;
const DEFLATED = 8;

const MAX_ENTRIES = 5_000;
/** Of all entries together, as the directory declares. */
const MAX_UNPACKED_BYTES = 300_000_000;
/** Names of parts of a document have only these letters. */
const NAME = /^[\x20-\x24\x26-\x5B\x5D-\x7E]{1,250}$/;

export type ZipEntry = {
  readonly name: string;
  readonly packed: Uint8Array;
  readonly isDeflated: boolean;
  readonly size: number;
  readonly checksum: number;
};

type Listed = Omit<ZipEntry, "packed"> & {
  readonly packedSize: number;
  readonly flags: number;
  readonly at: number;
};

/** Throws FileRefused. */
export function readZip(content: Uint8Array): readonly ZipEntry[] {
  const bytes = readBytes(content);
  const { listed, directory } = readDirectory(bytes);
  let at = 0;
  const entries = listed
    .toSorted((one, other) => one.at - other.at)
    .map((entry) => {
      if (entry.at !== at) throw damaged();
      const start = endOfLocalHeader(bytes, entry);
      const end = start + entry.packedSize;
      at = endOfDescriptor(bytes, entry, end);
      return { ...entry, packed: bytes.slice(start, end) };
    });
  if (at !== directory) throw damaged();
  return entries;
}

function readDirectory(bytes: ByteReader): { readonly listed: readonly Listed[]; readonly directory: number } {
  const end = bytes.length - END_LENGTH;
  if (bytes.u32le(end) !== END_OF_DIRECTORY || bytes.u16le(end + 20) !== 0) throw damaged();
  const count = bytes.u16le(end + 10);
  const directory = bytes.u32le(end + 16);
  const isWhole = bytes.u32le(end + 4) === 0 && bytes.u16le(end + 8) === count && directory + bytes.u32le(end + 12) === end;
  if (!isWhole) throw damaged();
  if (count > MAX_ENTRIES) throw unpacksToTooMuch();
  const listed: Listed[] = [];
  let at = directory;
  for (let index = 0; index < count; index++) {
    if (bytes.u32le(at) !== DIRECTORY_HEADER) throw damaged();
    const nameEnd = at + 46 + bytes.u16le(at + 28);
    listed.push(readListed(bytes, at, nameEnd));
    at = nameEnd + bytes.u16le(at + 30) + bytes.u16le(at + 32);
  }
  if (at !== end) throw damaged();
  if (new Set(listed.map(({ name }) => name.toLowerCase())).size !== count) throw damaged();
  if (listed.reduce((sum, { size }) => sum + size, 0) > MAX_UNPACKED_BYTES) throw unpacksToTooMuch();
  return { listed, directory };
}

function readListed(bytes: ByteReader, at: number, nameEnd: number): Listed {
  const flags = bytes.u16le(at + 8);
  const method = bytes.u16le(at + 10);
  if (flags & IS_ENCRYPTED) throw hasPassword();
  const name = bytes.latin1(at + 46, nameEnd);
  const isPath = NAME.test(name) && !name.startsWith("/") && !name.split("/").some((folder) => /^\.+$/.test(folder));
  if (!isPath || (method !== STORED && method !== DEFLATED)) throw damaged();
  return {
    name,
    flags,
    isDeflated: method === DEFLATED,
    checksum: bytes.u32le(at + 16),
    packedSize: bytes.u32le(at + 20),
    size: bytes.u32le(at + 24),
    at: bytes.u32le(at + 42),
  };
}

/** The header before an entry's data says the same as the directory, except for sizes that only follow the data. */
function endOfLocalHeader(bytes: ByteReader, { at, name, flags, isDeflated, size, packedSize, checksum }: Listed): number {
  const nameEnd = at + 30 + bytes.u16le(at + 26);
  const isSame =
    bytes.u32le(at) === LOCAL_HEADER &&
    bytes.latin1(at + 30, nameEnd) === name &&
    bytes.u16le(at + 6) === flags &&
    bytes.u16le(at + 8) === (isDeflated ? DEFLATED : STORED);
  const declared = [bytes.u32le(at + 14), bytes.u32le(at + 18), bytes.u32le(at + 22)];
  const isSized = declared.every((number, index) => number === [checksum, packedSize, size][index]);
  if (!isSame || !(isSized || flags & HAS_DESCRIPTOR)) throw damaged();
  return nameEnd + bytes.u16le(at + 28);
}

/** Checksum and sizes again, with or without a mark, in 4 or 8 bytes each. */
function endOfDescriptor(bytes: ByteReader, { flags, checksum, packedSize, size }: Listed, end: number): number {
  if (!(flags & HAS_DESCRIPTOR)) return end;
  const start = bytes.u32le(end) === DESCRIPTOR ? end + 4 : end;
  const isSmall = bytes.u32le(start + 4) === packedSize && bytes.u32le(start + 8) === size;
  const isLarge = [packedSize, 0, size, 0].every((number, index) => bytes.u32le(start + 4 + 4 * index) === number);
  if (bytes.u32le(start) !== checksum || !(isSmall || isLarge)) throw damaged();
  return start + (isLarge && !isNextRecord(bytes, start + 12) ? 20 : 12);
}

const isNextRecord = (bytes: ByteReader, at: number): boolean => [LOCAL_HEADER, DIRECTORY_HEADER].includes(bytes.u32le(at));

/** Unpacks an entry, and compares it with what the directory says. Throws FileRefused. */
export function unpack(entry: ZipEntry, budget: InflateBudget): Uint8Array {
  if (entry.size > budget.left) throw unpacksToTooMuch();
  const content = entry.isDeflated ? inflateEntry(entry, budget) : entry.packed;
  if (content.length !== entry.size || crc32(content) !== entry.checksum) throw damaged();
  return content;
}

function inflateEntry({ packed, size }: ZipEntry, budget: InflateBudget): Uint8Array {
  // One byte more shows that there is more than the directory says.
  const own = { left: size + 1 };
  const inflated = inflateWithin(packed, own);
  if (!inflated || inflated.consumed !== packed.length) throw damaged();
  budget.left -= inflated.content.length;
  return inflated.content;
}

/** The first bytes of an entry, or fewer if it is damaged. */
export function startOf({ packed, isDeflated }: ZipEntry): Uint8Array {
  if (!isDeflated) return packed.subarray(0, 16);
  const inflated = inflateWithin(packed.subarray(0, 512), { left: 1_000_000 }, true);
  return inflated?.content.subarray(0, 16) ?? new Uint8Array();
}
