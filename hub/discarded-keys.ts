// Destroys the keys of discarded concerns again: a crash may have come between the event and the destruction, or a backup of the keyring may have
// brought a key back.
import { destroyWords } from "../services/concern/service.ts";
import type { CommandDeps } from "../services/pipeline/execute-command.ts";
import { CannotBeRead } from "../services/stored-events.ts";
import type { ReadModels } from "./read-models.ts";

const BATCH = 500;

/** Goes through every discarded concern once in the life of the process. Returns how many keys were still there. Throws NotReady, LogUnavailable. */
export function discardedKeysDestroyer(
  council: ReadModels["council"],
  deps: Pick<CommandDeps, "log" | "keys">,
): () => Promise<number> {
  const done = new Set<string>();
  return async () => {
    let destroyed = 0;
    for (let after = ""; ; ) {
      const batch = council.queries().discarded(after, BATCH);
      for (const concern of batch.filter((id) => !done.has(id)))
        try {
          if (await destroyWords(deps, concern)) destroyed += 1;
          done.add(concern);
        } catch (error) {
          // An unreadable stream does not stop the others.
          if (!(error instanceof CannotBeRead)) throw error;
        }
      const last = batch.at(-1);
      if (last === undefined || batch.length < BATCH) return destroyed;
      after = last;
    }
  };
}
