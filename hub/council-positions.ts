// Records a council's position on a proposed share in the concern's stream after the council's own stream has it.
import type { Position } from "../event-log/port.ts";
import { recordPosition } from "../services/concern/service.ts";
import type { CommandDeps } from "../services/pipeline/execute-command.ts";
import { awaitUnlessUnreadable } from "../services/unless-unreadable.ts";
import { CATCH_UP_MS, type ReadModels } from "./read-models.ts";

/** The number of positions that one query of the read model returns. */
const BATCH = 500;

/** Returns how many were recorded. Throws NotReady. */
export function positionRecorder(council: ReadModels["council"], deps: CommandDeps): () => Promise<number> {
  /** What this process has recorded. The read model still lists those of a council whose stream it cannot read. */
  const done = new Set<string>();

  async function recordAll(): Promise<number> {
    let recorded = 0;
    const skipped = new Set<string>();
    for (;;) {
      const unrecorded = council
        .queries()
        .unrecordedPositions(BATCH + done.size + skipped.size)
        .map(({ concern, share, version }) => ({ concern, share, key: JSON.stringify([concern, share, version]) }))
        .filter(({ key }) => !done.has(key) && !skipped.has(key));
      if (unrecorded.length === 0) return recorded;
      let last: Position | undefined;
      for (const { concern, share, key } of unrecorded) {
        // An unreadable stream does not stop the others.
        const position = await awaitUnlessUnreadable(() => recordPosition(deps, concern, share));
        (position === undefined ? skipped : done).add(key);
        if (position === undefined) continue;
        recorded += 1;
        last = position;
      }
      if (last !== undefined) await council.reached(last, CATCH_UP_MS);
    }
  }

  // Concurrent callers share one run.
  let recording: Promise<number> | undefined;
  return () => {
    recording ??= recordAll().finally(() => {
      recording = undefined;
    });
    return recording;
  };
}
