// Checks the release's policy and writes it in parsed form, unless that was done for this release (policies/engine/parsed-release.ts).
import { readParsedRelease, writeParsedRelease } from "../policies/engine/parsed-release.ts";

if (!readParsedRelease()) {
  // Only now: loading Cedar takes longer than finding out that there is nothing to do.
  const { loadShippedPolicy } = await import("../policies/review/check.ts");
  try {
    writeParsedRelease(loadShippedPolicy());
  } catch (error) {
    console.error(`Candour: the policy could not be written in parsed form: ${(error as Error).message}`);
  }
}
