// The size of a picture. A few bytes can declare a picture that fills the memory of whoever opens it.
import { damaged, FileRefused } from "./upload-problem.ts";

const MAX_PIXELS = 250_000_000;

export function refusePictureSize(width: number, height: number): void {
  if (width === 0 || height === 0) throw damaged();
  if (width * height > MAX_PIXELS)
    throw new FileRefused("FILE_TOO_LARGE", "The picture has too many pixels. Make it smaller, and upload it again.");
}

export const followedByOther = (): FileRefused =>
  new FileRefused(
    "FILE_DAMAGED",
    "The file contains something else after the picture. Open the picture, save it as a new file, and upload that.",
  );
