// The process that checks a hub's stores beside it, at the lowest priority, in slices with rests. Neither a damaged file nor its
// memory affects the hub, and it holds none of the hub's locks.
import { setPriority } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type { FoundFolder } from "../folder/data-folder.ts";
import { type Verification, verifyStores } from "./verify.ts";

export type VerifyOrder = {
  readonly folder: FoundFolder;
  /** ISO 8601 instant. */
  readonly now: string;
  readonly restRatio: RestRatio;
};
/** Each slice of work is followed by a rest that is so many times as long; the second while the hub is busy. */
export type RestRatio = { readonly idle: number; readonly busy: number };
/** Sent while it runs: whether the hub is busy. */
export type BusyMessage = { readonly isBusy: boolean };
export type { Verification };

const LOWEST = 19;
const SLICE_MS = 20;
const MAX_REST_MS = 2_000;

try {
  setPriority(LOWEST);
} catch {
  // Where the system does not allow it, the rests alone leave the processor to the hub.
}
let isBusy = false;
let sliceBegan = performance.now();

async function rest({ idle, busy }: RestRatio): Promise<void> {
  const worked = performance.now() - sliceBegan;
  if (worked < SLICE_MS) return;
  await pause(Math.min(MAX_REST_MS, worked * (isBusy ? busy : idle)));
  sliceBegan = performance.now();
}

process.on("message", (message: VerifyOrder | BusyMessage) => {
  if ("isBusy" in message) {
    isBusy = message.isBusy;
    return;
  }
  const { folder, now, restRatio } = message;
  // It arrives as another kind of byte array.
  const masterKey = folder.masterKey && Buffer.from(folder.masterKey);
  verifyStores({ ...folder, masterKey }, { now: new Date(now), pace: () => rest(restRatio) }).then(
    (verified) => process.send?.(verified, () => process.disconnect()),
    () => process.exit(1),
  );
});
// Ctrl-C goes to both processes: the hub ends this one.
process.on("SIGINT", () => {});
// The hub has ended, and with it the use of the result.
process.on("disconnect", () => process.exit(0));
