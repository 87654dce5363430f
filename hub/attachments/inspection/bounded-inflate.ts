// Inflates parts of a file within a budget, so that a small file cannot fill the memory. Node's zlib does the work.
import { constants, inflateRawSync } from "node:zlib";
import { unpacksToTooMuch } from "./upload-problem.ts";

/** How many bytes may still come out of one uploaded file. */
export type InflateBudget = { left: number };

type Inflated = { readonly content: Buffer /** How many bytes of the input belong to it. */; readonly consumed: number };

/** Undefined if it is not deflated data. Throws FileRefused if it is more than the budget. */
export function inflateWithin(data: Uint8Array, budget: InflateBudget, isCutOff = false): Inflated | undefined {
  try {
    const { buffer, engine } = inflateRawSync(data, {
      info: true,
      maxOutputLength: Math.max(1, budget.left),
      ...(isCutOff && { finishFlush: constants.Z_SYNC_FLUSH }),
    }) as unknown as { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
    budget.left -= buffer.length;
    return { content: buffer, consumed: engine.bytesWritten };
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    if (error.code === "ERR_BUFFER_TOO_LARGE") throw unpacksToTooMuch();
    return undefined;
  }
}
