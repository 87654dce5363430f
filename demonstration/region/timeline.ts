// Plays lives on a hub, day by day: each is a generator that acts, and yields the day on which it goes on. A life that is not over on the last day stays
// as it is, so that a region played to today has matters at every stage.
import { recordDeadlines } from "../../hub/clock/scheduled-jobs.ts";
import type { Hub } from "../../hub/hub.ts";

export type PlayedLife = AsyncGenerator<string, void, void>;

/** `setDay` sets the hub's clock. The hub records the deadlines of each day before anybody acts on it, as a hub does that runs all the time. */
export async function playLives(
  hub: Hub,
  lives: readonly PlayedLife[],
  last: string,
  setDay: (day: string) => void,
): Promise<void> {
  const waiting = new Map<string, PlayedLife[]>();
  const wait = async (life: PlayedLife): Promise<void> => {
    const { done, value } = await life.next();
    if (!done && value <= last) waiting.set(value, [...(waiting.get(value) ?? []), life]);
  };
  for (const life of lives) await wait(life);
  for (let day = earliest(waiting); day !== undefined; day = earliest(waiting)) {
    setDay(day);
    await recordDeadlines(hub);
    const due = waiting.get(day) ?? [];
    waiting.delete(day);
    for (const life of due) await wait(life);
  }
  setDay(last);
  await recordDeadlines(hub);
}

const earliest = (waiting: ReadonlyMap<string, unknown>): string | undefined => [...waiting.keys()].sort()[0];
