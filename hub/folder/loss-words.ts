// Messages for operators about a loss: what the file contains, what it should contain, and which file shows that.
import { STORE_NAMES, type StoreName } from "../../event-log/store-names.ts";
import { type DataPaths, isShared, SHARED, storeFiles } from "./data-folder.ts";
import type { Loss } from "./losses.ts";

export const lossInWords = (loss: Loss, paths: DataPaths): string =>
  `${isShared(paths, loss.store) ? SHARED[loss.store] : storeFiles(paths)[loss.store]}: ${lossWithoutStore(loss, paths)}`;

export function lossWithoutStore({ store, code, held, expected, witness }: Loss, paths: DataPaths): string {
  const says = witness === "high-water.json" ? paths.highWaterFile : `the ${witness && (STORE_IN_WORDS[witness] ?? witness)}`;
  const expectation = expected ? ` It should hold everything up to ${expected}, as ${says} says.` : "";
  const holds = held === undefined ? "" : ` It holds up to ${held === "" ? "nothing" : held}.`;
  return `${CODE_IN_WORDS[code](isShared(paths, store) ? "it" : "the file")}.${holds}${expectation}`;
}

/** What an operator can do about the losses, as sentences. */
export function remediesFor(losses: readonly Loss[], paths: DataPaths): readonly string[] {
  const lost = STORE_NAMES.filter((name) => losses.some(({ store }) => store === name));
  const shared = lost.filter((name) => isShared(paths, name));
  return [
    ...(shared.length < lost.length
      ? ["Stop here if the files may still be found: put back the newest ones, all of them, and start again."]
      : []),
    ...(shared.length > 0
      ? [
          `Stop here if there is a newer backup of the ${shared.map((name) => SHARED[name]).join(" and the ")}: restore it, and start again.`,
        ]
      : []),
    isShared(paths, "log")
      ? 'Otherwise stop every hub that shares the log, and run on this one: candour accept-loss --reason "…". It puts the loss on record, and the hubs start again.'
      : 'Otherwise run: candour accept-loss --reason "…". It puts the loss on record, and the hub starts again.',
  ];
}

const STORE_IN_WORDS: Readonly<Record<string, string>> = {
  log: "event log",
  disclosures: "record of disclosures",
  keys: "keyring",
} satisfies Record<StoreName, string>;
/** `it`: the file, or the shared store that was just named. */
const CODE_IN_WORDS: Readonly<Record<Loss["code"], (it: string) => string>> = {
  missing: (it) => `${it} is missing`,
  empty: (it) => `${it} is empty, or holds nothing where it should`,
  unreadable: (it) => `${it} cannot be read as a database`,
  cut: (it) => `the end of ${it} was cut off`,
  behind: (it) => `${it} is older than it should be`,
  diverged: (it) => `${it} holds something else than it should`,
  "other-hub": (it) => `${it} belongs to another hub`,
  "other-epoch": (it) => `${it} is from before a loss that was accepted, or the others are`,
  "no-identity": (it) => `${it} belongs to no hub, and the others do`,
  "write-ahead-lost": () => "the hub did not close it, and its write-ahead file is missing",
  "no-master-key": () => "the master key that its keys were wrapped with is missing",
};
