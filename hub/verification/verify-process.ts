// The process that checks a running hub's stores, at the lowest priority, in slices with pauses. Neither a damaged file nor the process's
// memory affects the hub, and it takes none of the hub's locks.
import { setPriority } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type { FoundFolder } from "../folder/data-folder.ts";
import { type Verification, verifyStores } from "./verify.ts";

export type VerifyOrder = {
  readonly folder: FoundFolder;
  /** The instant of the check, in ISO 8601. */
  readonly now: string;
  readonly restRatio: RestRatio;
};
/** Each slice of work is followed by a pause, which is longer than the slice by this factor; `busy` applies while the hub is busy. */
export type RestRatio = { readonly idle: number; readonly busy: number };
/** Sent by the hub while the process runs: whether the hub is busy. */
export type BusyMessage = { readonly isBusy: boolean };
export type { Verification };

const LOWEST = 19;
const SLICE_MS = 20;
const MAX_PAUSE_MS = 2_000;

try {
  setPriority(LOWEST);
} catch {
  // If the system does not allow the lowest priority, the pauses still leave the processor to the hub.
}
let isBusy = false;
let sliceBegan = performance.now();

async function pauseAfterSlice({ idle, busy }: RestRatio): Promise<void> {
  const worked = performance.now() - sliceBegan;
  if (worked < SLICE_MS) return;
  await pause(Math.min(MAX_PAUSE_MS, worked * (isBusy ? busy : idle)));
  sliceBegan = performance.now();
}

process.on("message", (message: VerifyOrder | BusyMessage) => {
  if ("isBusy" in message) {
    isBusy = message.isBusy;
    return;
  }
  const { folder, now, restRatio } = message;
  // The message contains another kind of byte array.
  const masterKey = folder.masterKey && Buffer.from(folder.masterKey);
  verifyStores({ ...folder, masterKey }, { now: new Date(now), pace: () => pauseAfterSlice(restRatio) }).then(
    (verified) => process.send?.(verified, () => process.disconnect()),
    () => process.exit(1),
  );
});
// Ctrl-C signals both processes; the hub ends this one.
process.on("SIGINT", () => {});
// The hub has ended, so nobody needs the result.
process.on("disconnect", () => process.exit(0));
