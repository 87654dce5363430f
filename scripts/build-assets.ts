// Builds the assets of the pages, unless that was done from these sources (web/assets/built-assets.ts).
import { readBuiltAssets, writeBuiltAssets } from "../web/assets/built-assets.ts";

if (!readBuiltAssets()) {
  // Only now: loading Sass takes longer than finding out that there is nothing to do.
  const { buildAssets } = await import("../web/assets/build-assets.ts");
  try {
    writeBuiltAssets(buildAssets());
  } catch (error) {
    console.error(`Candour: the assets of the pages could not be written: ${(error as Error).message}`);
  }
}
