// An acceptance of a loss under way: a file with its steps, written before the first change and removed after the last step. Until
// then the hub does not start, and accepting again continues.
import { z } from "zod";
import { STORE_NAMES } from "../../event-log/store-names.ts";
import { readTextFile } from "../../event-log/stores/usable-file.ts";
import { NeedsOperator } from "../exit-codes.ts";
import type { DataPaths } from "./data-folder.ts";
import { removeJson, writeJson } from "./json-file.ts";
import { LOSS_CODES } from "./losses.ts";

const store = z.enum(STORE_NAMES);
const acceptance = z.strictObject({
  /** The hub and its new epoch. */
  identity: z.strictObject({ hub: z.string(), epoch: z.int() }),
  losses: z.array(
    z.strictObject({
      store,
      code: z.enum(LOSS_CODES),
      held: z.string().optional(),
      expected: z.string().optional(),
      witness: z.string().optional(),
    }),
  ),
  /** Unusable store -> the new names of its files. */
  setAside: z.partialRecord(store, z.string()),
  /** Ids of the commands that record the loss, so that repeats record it once. */
  commands: z.strictObject({ log: z.string(), disclosures: z.string() }),
});
export type Acceptance = z.infer<typeof acceptance>;

type Path = Pick<DataPaths, "acceptanceFile">;

/** Accepting a loss was interrupted: the stores are of two epochs. */
export class AcceptanceInterrupted extends NeedsOperator {
  override name = "AcceptanceInterrupted";
  constructor() {
    super(
      'The hub does not start: somebody began to accept a loss of its data, and that was interrupted. Run it again, and it goes on where it stopped: candour accept-loss --reason "…".',
    );
  }
}

/** Undefined if there is none. Throws UnusableFile, NeedsOperator for a damaged file, and errors of the disk. */
export function readAcceptance({ acceptanceFile }: Path): Acceptance | undefined {
  const text = readTextFile(acceptanceFile);
  if (text === undefined) return undefined;
  try {
    return acceptance.parse(JSON.parse(text));
  } catch {
    throw new NeedsOperator(
      `${acceptanceFile} is not as it was written. Put it back from where the folder was copied to, or all of the folder from before the loss was accepted.`,
    );
  }
}

export const writeAcceptance = ({ acceptanceFile }: Path, accepted: Acceptance): void => writeJson(acceptanceFile, accepted);

export const removeAcceptance = ({ acceptanceFile }: Path): void => removeJson(acceptanceFile);
