// A GIF picture: blocks up to the trailer. Some programs leave a few bytes after it.
import { type ByteReader, readBytes } from "./bytes.ts";
import { hasArchiveAfter } from "./content-kind.ts";
import { followedByOther, refusePictureSize } from "./picture-size.ts";
import { damaged } from "./upload-problem.ts";

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

export function inspectGif(content: Uint8Array): void {
  const bytes = readBytes(content);
  refusePictureSize(bytes.u16le(6), bytes.u16le(8));
  let at = 13 + colourTableLength(bytes.u8(10));
  let hasImage = false;
  for (;;) {
    const block = bytes.u8(at);
    if (block === TRAILER) break;
    if (block === EXTENSION) at = endOfSubBlocks(bytes, at + 2);
    else if (block === IMAGE) {
      hasImage = true;
      at = endOfSubBlocks(bytes, at + 11 + colourTableLength(bytes.u8(at + 9)));
    } else throw damaged();
  }
  if (!hasImage) throw damaged();
  if (hasArchiveAfter(content, at + 1)) throw followedByOther();
}

const colourTableLength = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

function endOfSubBlocks(bytes: ByteReader, start: number): number {
  let at = start;
  for (let length = bytes.u8(at); length > 0; length = bytes.u8(at)) at += length + 1;
  return at + 1;
}
