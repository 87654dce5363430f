// Erases again what was to be erased: a crash may have come between the event and the destruction of a key, or a backup of the keyring may have brought the
// key back.
import { CannotBeRead } from "../services/stored-events.ts";

const BATCH = 500;

/**
 * Goes through every record of a list once in the life of the process. `list` returns the ids after an id, in order; `erase` whether a key was still there.
 * Returns how many of them were. Throws what `list` and `erase` throw.
 */
export function repeatErasure(
  list: (after: string, limit: number) => readonly string[],
  erase: (id: string) => Promise<boolean>,
): () => Promise<number> {
  const done = new Set<string>();
  return async () => {
    let erased = 0;
    for (let after = ""; ; ) {
      const batch = list(after, BATCH);
      for (const id of batch.filter((one) => !done.has(one)))
        try {
          if (await erase(id)) erased += 1;
          done.add(id);
        } catch (error) {
          // An unreadable stream does not stop the others.
          if (!(error instanceof CannotBeRead)) throw error;
        }
      const last = batch.at(-1);
      if (last === undefined || batch.length < BATCH) return erased;
      after = last;
    }
  };
}
