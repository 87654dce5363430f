// Whether somebody may claim a task of their inbox now, give it back, or put it off: decided by the rules of these commands (docs/decisions/0050-what-one-may-do-now.md).
import { possibleOnTask, type TaskCommand } from "../../services/claim/possible-commands.ts";
import { encodeTask } from "../../services/claim/task-name.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { ReadDeps } from "../deps.ts";
import { decideActionsOnce, trialContext } from "../permitted-actions.ts";
import type { InboxItem } from "./inbox-item.ts";

type Deps = Pick<ReadDeps, "rights" | "today" | "certainToday">;

/** Nothing of what follows from the person's own record. */
export function taskCommandsNow(
  deps: Deps,
  viewer: Viewer,
  { name, due, until, claimed, putOff }: InboxItem,
): readonly TaskCommand[] {
  if (!name) return [];
  const { person, facts } = viewer;
  const permits = decideActionsOnce(deps, facts, { type: "PersonRecord", id: person, facts: { person } });
  const context = {
    ...trialContext(deps, viewer),
    task: { name, due, until },
    // An item has a claim only while the person who claimed it has the task.
    hasTask: () => true,
  };
  // How often it changed hands is not read. A task that has done so to its limit is refused when somebody tries.
  const state = { version: 0, ...(claimed && { claimed }), ...(putOff && { putOff }) };
  return possibleOnTask(state, encodeTask(name), context, permits);
}
