// What a council says of a share is an event of the concern; that it counts for every concern of the strand and cause is an event of the
// council. Two streams cannot be appended to at once, so the second event follows from the first: its command's id is made of the concern,
// the share and the number of the event that it follows, and recording it twice changes nothing.
import { deriveId } from "../../event-log/ids.ts";
import { ClockBehind, type NewEvent, type Position, type StoredEvent } from "../../event-log/port.ts";
import { councilStream } from "../council/events.ts";
import { londonDate } from "../dates.ts";
import { isCurrent } from "../people/assignments.ts";
import type { RoleName } from "../people/roles.ts";
import { loadPerson } from "../people/service.ts";
import { assignmentsAt } from "../people/state.ts";
import type { CommandDeps } from "../pipeline/execute-command.ts";
import { sharingPosition } from "./last-word.ts";
import type { ConcernState } from "./state.ts";

/**
 * Records the council's last position on a share on the council's stream, unless it is there. `stored` are the concern's events. Returns the
 * place in the log; undefined where the council has not spoken of the share. Throws LogUnavailable.
 */
export async function recordSharingPosition(
  deps: CommandDeps,
  state: ConcernState,
  shareId: string,
  stored: readonly StoredEvent[],
): Promise<Position | undefined> {
  const share = state.shares.find(({ id }) => id === shareId);
  const stated = share?.position.stated;
  const cause = stated && stored[stated.version - 1];
  if (!share || !cause) return undefined;
  const event = sharingPosition(state, share, await officesOf(deps, state.council, stated));
  const commandId = deriveId("sharing-position", state.id, shareId, String(stated.version));
  const outcome = await deps.log.append({
    stream: councilStream(state.council),
    expected: "any",
    events: [event as NewEvent],
    metadata: { ...cause.metadata, commandId, causation: cause.id },
    // The id stands for one event of the log: there is no other body to tell it from.
    bodyDigest: commandId,
    at: deps.now().toISOString(),
  });
  if (outcome.kind === "dates-go-back") throw new ClockBehind("The hub's clock is behind the last event of a council's stream.");
  if (outcome.kind !== "appended") throw new Error(`A council's position on a share was not recorded: ${outcome.kind}.`);
  return outcome.position;
}

/** The roles that somebody held in a council when they spoke for it. */
async function officesOf(
  { log }: CommandDeps,
  council: string,
  { actor, at }: { readonly actor: string; readonly at: string },
): Promise<RoleName[]> {
  const person = await loadPerson(log, actor);
  const held = assignmentsAt(person?.assignments ?? [], at).filter(
    (assignment) => assignment.council === council && isCurrent(assignment, londonDate(new Date(at))),
  );
  return [...new Set(held.map(({ role }) => role))].sort();
}
