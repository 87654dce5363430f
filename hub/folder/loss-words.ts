// Messages for operators about a loss: what the file contains, what it should contain, and which file shows that.
import type { StoreName } from "../../event-log/store-names.ts";
import { type DataPaths, storeFiles } from "./data-folder.ts";
import type { Loss } from "./losses.ts";

export const lossInWords = (loss: Loss, paths: DataPaths): string =>
  `${storeFiles(paths)[loss.store]}: ${lossWithoutFile(loss, paths)}`;

export function lossWithoutFile({ code, held, expected, witness }: Loss, paths: DataPaths): string {
  const says = witness === "high-water.json" ? paths.highWaterFile : `the ${witness && (STORE_IN_WORDS[witness] ?? witness)}`;
  const expectation = expected ? ` It should hold everything up to ${expected}, as ${says} says.` : "";
  const holds = held === undefined ? "" : ` It holds up to ${held === "" ? "nothing" : held}.`;
  return `${CODE_IN_WORDS[code]}.${holds}${expectation}`;
}

const STORE_IN_WORDS: Readonly<Record<string, string>> = {
  log: "event log",
  disclosures: "record of disclosures",
  keys: "keyring",
} satisfies Record<StoreName, string>;
const CODE_IN_WORDS: Readonly<Record<Loss["code"], string>> = {
  missing: "the file is missing",
  empty: "the file is empty, or holds nothing where it should",
  unreadable: "the file cannot be read as a database",
  cut: "the end of the file was cut off",
  behind: "the file is older than it should be",
  diverged: "the file holds something else than it should",
  "other-hub": "the file belongs to another hub",
  "other-epoch": "the file is from before a loss that was accepted, or the others are",
  "no-identity": "the file belongs to no hub, and the others do",
  "write-ahead-lost": "the hub did not close it, and its write-ahead file is missing",
  "no-master-key": "the master key that its keys were wrapped with is missing",
};
