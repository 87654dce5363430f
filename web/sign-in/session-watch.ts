// Ends what outlasts its request, such as the updates of an open page, once the session has ended on any hub.
import type { Hub } from "../../hub/hub.ts";
import type { Sessions } from "../../hub/sessions/sessions.ts";

type Deps = { readonly sessions: Pick<Sessions, "findLive">; readonly background: Hub["background"] };
/** `hasEnded`: false where the store cannot be read, so that nobody can say. */
type OnEnd = (hasEnded: boolean) => void;

/** How often the store is asked, about all of them at once, while there are any. */
const EVERY_MS = 1_000;

export function openSessionWatch({ sessions, background }: Deps) {
  /** The id of a session -> what to end with it. */
  const watched = new Map<string, Set<OnEnd>>();
  let timer: { stop(): void } | undefined;
  let isChecking = false;

  async function check(): Promise<void> {
    if (isChecking) return;
    isChecking = true;
    const checked = [...watched];
    try {
      const live = await sessions.findLive(checked.map(([id]) => id));
      for (const [id, ends] of checked) if (!live.has(id)) for (const end of ends) end(true);
    } catch (error) {
      for (const [, ends] of checked) for (const end of ends) end(false);
      throw error;
    } finally {
      isChecking = false;
    }
  }

  /** Returns a function that stops watching. */
  return function watch(id: string, end: OnEnd): () => void {
    const ends = watched.get(id) ?? new Set();
    watched.set(id, ends.add(end));
    timer ??= background.every(EVERY_MS, "SESSIONS_NOT_CHECKED", check);
    return () => {
      ends.delete(end);
      if (ends.size === 0 && watched.get(id) === ends) watched.delete(id);
      if (watched.size > 0) return;
      timer?.stop();
      timer = undefined;
    };
  };
}
