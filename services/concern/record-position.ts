// A council's position on a share is an event of the concern. A second event, on the council's stream, makes it count for every concern of the strand and
// cause. One append writes only one stream, so the second event is appended after the first. Its id is derived from the first, so that a repeat
// changes nothing.
import { deriveId } from "../../event-log/ids.ts";
import { ClockBehind, type NewEvent, type Position, type StoredEvent } from "../../event-log/port.ts";
import { councilStream } from "../council/events.ts";
import { londonDate } from "../dates.ts";
import { isCurrent } from "../people/assignments.ts";
import type { RoleName } from "../people/roles.ts";
import { loadPerson } from "../people/service.ts";
import { assignmentsAt } from "../people/state.ts";
import type { CommandDeps } from "../pipeline/execute-command.ts";
import { sharingPosition } from "./latest-position.ts";
import type { ConcernState } from "./state.ts";

/** `stored` are the concern's events. Returns the position in the log; undefined if the council has stated none. Throws LogUnavailable. */
export async function recordSharingPosition(
  deps: CommandDeps,
  state: ConcernState,
  shareId: string,
  stored: readonly StoredEvent[],
): Promise<Position | undefined> {
  const share = state.shares.find(({ id }) => id === shareId);
  // The last statement, even if it does not count: each is answered by one event, which has what the statements make together.
  const stated = share?.positions.at(-1)?.stated;
  const cause = stated && stored[stated.version - 1];
  if (!share || !cause) return undefined;
  const event = sharingPosition(state, share, await officesOf(deps, state.council, stated));
  const commandId = deriveId("sharing-position", state.id, shareId, String(stated.version));
  const outcome = await deps.log.append({
    stream: councilStream(state.council),
    expected: "any",
    events: [event as NewEvent],
    metadata: { ...cause.metadata, commandId, causation: cause.id },
    // The id is derived from the event, so it needs no digest beside it.
    bodyDigest: commandId,
    at: deps.now().toISOString(),
  });
  if (outcome.kind === "dates-go-back") throw new ClockBehind("The hub's clock is behind the last event of a council's stream.");
  if (outcome.kind !== "appended") throw new Error(`A council's position on a share was not recorded: ${outcome.kind}.`);
  return outcome.position;
}

/** The roles that a person had in a council at an instant. */
async function officesOf(
  { log }: CommandDeps,
  council: string,
  { actor, at }: { readonly actor: string; readonly at: string },
): Promise<RoleName[]> {
  const person = await loadPerson(log, actor);
  const current = assignmentsAt(person?.assignments ?? [], at).filter(
    (assignment) => assignment.council === council && isCurrent(assignment, londonDate(new Date(at))),
  );
  return [...new Set(current.map(({ role }) => role))].sort();
}
