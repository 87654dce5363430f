import { describe, expect, it } from "vitest";
import { append, makeGif, makeJpeg, makePng, makeZip } from "../../../test/helpers/example-files.ts";
import { inspectFile } from "./inspect-file.ts";

const pictures = { png: makePng(), gif: makeGif(), jpg: makeJpeg() };
const outcome = (extension: string, content: Uint8Array) => {
  const answer = inspectFile(`Picture.${extension}`, content);
  return answer.kind === "accepted" ? "accepted" : answer.code;
};

describe("A picture", () => {
  it.each(Object.entries(pictures))("(%s) is refused if it is cut off anywhere", (extension, content) => {
    for (let length = 12; length < content.length; length++)
      expect(outcome(extension, content.subarray(0, length)), String(length)).toBe("FILE_DAMAGED");
  });

  it.each(Object.entries(pictures))("(%s) is refused if it is an archive too", (extension, content) => {
    expect(outcome(extension, append(content, makeZip({ "run.exe": "MZ" })))).toBe("FILE_DAMAGED");
  });

  it("may be followed by what cameras add, but nothing follows a PNG", () => {
    expect(outcome("jpg", append(makeJpeg(), makeJpeg()))).toBe("accepted");
    expect(outcome("gif", append(makeGif(), "\0"))).toBe("accepted");
    expect(outcome("png", append(makePng(), "\0"))).toBe("FILE_DAMAGED");
  });

  it("is refused if it declares no pixels, or more than fit in memory", () => {
    expect(outcome("png", makePng({ width: 0 }))).toBe("FILE_DAMAGED");
    expect(outcome("png", makePng({ width: 100_000, height: 100_000 }))).toBe("FILE_TOO_LARGE");
    const gif = makeGif();
    gif.set([0xff, 0xff, 0xff, 0xff], 6);
    expect(outcome("gif", gif)).toBe("FILE_TOO_LARGE");
    const jpeg = makeJpeg();
    jpeg.set([0xff, 0xff, 0xff, 0xff], Buffer.from(jpeg).indexOf("FFC9", "hex") + 5);
    expect(outcome("jpg", jpeg)).toBe("FILE_TOO_LARGE");
  });

  it("is refused if a checksum in it is wrong", () => {
    const png = makePng();
    png.set([(png[40] ?? 0) ^ 1], 40);
    expect(outcome("png", png)).toBe("FILE_DAMAGED");
  });
});
