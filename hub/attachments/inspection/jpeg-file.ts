// A JPEG picture: segments up to the end of the image. Cameras put more pictures and their own notes after it, so these are allowed.
import { readBytes } from "./bytes.ts";
import { hasArchiveAfter } from "./content-kind.ts";
import { followedByOther, refusePictureSize } from "./picture-size.ts";
import { damaged } from "./upload-problem.ts";

const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
/** Restart markers and stuffed bytes stand within the data of a scan. */
const isWithinScan = (marker: number): boolean => marker === 0 || (marker >= 0xd0 && marker <= 0xd7);
/** C4, C8 and CC are no frames. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

export function inspectJpeg(content: Uint8Array): void {
  const bytes = readBytes(content);
  let hasFrame = false;
  let hasScan = false;
  for (let at = 2; ; ) {
    if (bytes.u8(at) !== 0xff) throw damaged();
    // A marker may be preceded by any number of FF.
    while (bytes.u8(at + 1) === 0xff) at++;
    const marker = bytes.u8(at + 1);
    if (marker === END_OF_IMAGE) {
      if (!hasFrame || !hasScan) throw damaged();
      if (hasArchiveAfter(content, at + 2)) throw followedByOther();
      return;
    }
    if (isFrame(marker)) {
      hasFrame = true;
      refusePictureSize(bytes.u16(at + 7), bytes.u16(at + 5));
    }
    const length = bytes.u16(at + 2);
    if (length < 2) throw damaged();
    at += 2 + length;
    if (marker !== START_OF_SCAN) continue;
    hasScan = true;
    at = endOfScan(content, at);
  }
}

/** The position of the marker after a scan. */
function endOfScan(content: Uint8Array, start: number): number {
  let at = content.indexOf(0xff, start);
  while (at >= 0 && at + 1 < content.length) {
    const marker = content[at + 1] ?? 0;
    if (marker !== 0xff && !isWithinScan(marker)) return at;
    at = content.indexOf(0xff, at + (marker === 0xff ? 1 : 2));
  }
  throw damaged();
}
