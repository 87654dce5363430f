// A process that checks a hub's stores beside it, of the lowest priority, in slices with rests between them. Nothing that it does to a damaged
// file, and no memory that it takes, is the hub's; and it holds none of the hub's locks.
import { setPriority } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type { FoundFolder } from "../folder/data-folder.ts";
import { type Verification, verifyStores } from "./verify.ts";

export type VerifyOrder = {
  readonly folder: FoundFolder;
  /** ISO 8601 instant: the hub's own now. */
  readonly now: string;
};
/** What the hub says while it runs: whether it is busy. */
export type VerifyWord = { readonly busy: boolean };
export type { Verification };

const LOWEST = 19;
/** So long it works at a stretch; the rest after it is so many times longer. */
const SLICE_MS = 20;
const RESTS = 3;
const RESTS_WHILE_BUSY = 25;
const MOST_REST_MS = 2_000;

try {
  setPriority(LOWEST);
} catch {
  // Where the system does not let a service change it, the rests alone leave the processor to the hub.
}
let busy = false;
let since = performance.now();

async function rest(): Promise<void> {
  const worked = performance.now() - since;
  if (worked < SLICE_MS) return;
  await pause(Math.min(MOST_REST_MS, worked * (busy ? RESTS_WHILE_BUSY : RESTS)));
  since = performance.now();
}

process.on("message", (message: VerifyOrder | VerifyWord) => {
  if ("busy" in message) {
    busy = message.busy;
    return;
  }
  const { folder, now } = message;
  // The key has come as bytes of another kind of array.
  const masterKey = folder.masterKey && Buffer.from(folder.masterKey);
  verifyStores({ ...folder, masterKey }, { now: new Date(now), pace: rest }).then(
    (verified) => process.send?.(verified, () => process.disconnect()),
    () => process.exit(1),
  );
});
// Ctrl-C goes to both processes: the hub ends this one.
process.on("SIGINT", () => {});
// The hub has ended: nobody would hear of the result.
process.on("disconnect", () => process.exit(0));
