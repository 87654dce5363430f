// Erases invitations that are over, again: a crash may have come between the event and the destruction of the key, or a backup of the keyring may have brought
// the key back.
import { eraseInvitation } from "../services/invitation/service.ts";
import type { CommandDeps } from "../services/pipeline/execute-command.ts";
import { CannotBeRead } from "../services/stored-events.ts";
import type { ReadModels } from "./read-models.ts";

const BATCH = 500;

/** Goes through every such invitation once in the life of the process. Returns how many keys were still there. Throws NotReady, LogUnavailable. */
export function endedInvitationsEraser(
  people: ReadModels["people"],
  deps: Pick<CommandDeps, "log" | "keys">,
): () => Promise<number> {
  const done = new Set<string>();
  return async () => {
    let erased = 0;
    for (let after = ""; ; ) {
      const batch = people.queries().endedInvitations(after, BATCH);
      for (const invitation of batch.filter((id) => !done.has(id)))
        try {
          if (await eraseInvitation(deps, invitation)) erased += 1;
          done.add(invitation);
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
