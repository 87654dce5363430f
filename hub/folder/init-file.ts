// The identity of a hub that `candour init` is making: a file that is written before any store has the identity, and removed when all have it.
// Until then the hub does not start, and running the command again continues with the same identity.
import { z } from "zod";
import type { Identity } from "../../event-log/stores/identity.ts";
import { readTextFile } from "../../event-log/stores/usable-file.ts";
import { NeedsOperator } from "../exit-codes.ts";
import type { DataPaths } from "./data-folder.ts";
import { removeJson, writeJson } from "./json-file.ts";

type Path = Pick<DataPaths, "initFile">;
const identity = z.strictObject({ hub: z.uuid(), epoch: z.literal(1) });

class InitInterrupted extends NeedsOperator {
  override name = "InitInterrupted";
  constructor() {
    super("Making this hub was interrupted. Run the command again, and it continues where it stopped: candour init.");
  }
}

/** Undefined if there is none. Throws UnusableFile, and NeedsOperator for a damaged file. */
export function readInitFile({ initFile }: Path): Identity | undefined {
  const text = readTextFile(initFile);
  if (text === undefined) return undefined;
  try {
    return identity.parse(JSON.parse(text));
  } catch {
    throw new NeedsOperator(`${initFile} is not as it was written. To make a new hub, name an empty folder.`);
  }
}

export const writeInitFile = ({ initFile }: Path, made: Identity): void => writeJson(initFile, made);

export const removeInitFile = ({ initFile }: Path): void => removeJson(initFile);

/** Throws InitInterrupted. */
export function assertInitDone(paths: Path): void {
  if (readInitFile(paths)) throw new InitInterrupted();
}
