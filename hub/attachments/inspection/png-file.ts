// A PNG picture: chunks of which each has a checksum, from IHDR to IEND, and nothing after them.
import { crc32 } from "node:zlib";
import { readBytes } from "./bytes.ts";
import { followedByOther, refusePictureSize } from "./picture-size.ts";
import { damaged } from "./upload-problem.ts";

const SIGNATURE_LENGTH = 8;

export function inspectPng(content: Uint8Array): void {
  const bytes = readBytes(content);
  let hasData = false;
  for (let at = SIGNATURE_LENGTH; ; ) {
    const length = bytes.u32(at);
    const type = bytes.latin1(at + 4, at + 8);
    const end = at + 8 + length;
    if (crc32(bytes.slice(at + 4, end)) !== bytes.u32(end)) throw damaged();
    if ((at === SIGNATURE_LENGTH) !== (type === "IHDR")) throw damaged();
    if (type === "IHDR") refusePictureSize(bytes.u32(at + 8), bytes.u32(at + 12));
    if (type === "IDAT") hasData = true;
    at = end + 4;
    if (type !== "IEND") continue;
    if (!hasData) throw damaged();
    if (at !== content.length) throw followedByOther();
    return;
  }
}
