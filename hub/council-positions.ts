// Records a council's position on a proposed share in the concern's stream after the council's own stream has it.
import type { Position } from "../event-log/port.ts";
import { recordPosition } from "../services/concern/service.ts";
import type { CommandDeps } from "../services/pipeline/execute-command.ts";
import { CannotBeRead } from "../services/stored-events.ts";
import { CATCH_UP_MS, type ReadModels } from "./read-models.ts";

/** The number of positions that one query of the read model returns. */
const BATCH = 500;

/** Returns how many were recorded. Throws NotReady. */
export function positionRecorder(council: ReadModels["council"], deps: CommandDeps): () => Promise<number> {
  async function recordAll(): Promise<number> {
    let recorded = 0;
    for (;;) {
      const unrecorded = council.queries().unrecordedPositions(BATCH);
      let last: Position | undefined;
      for (const { concern, share } of unrecorded) last = (await unlessUnreadable(recordPosition(deps, concern, share))) ?? last;
      if (last === undefined) return recorded;
      recorded += unrecorded.length;
      await council.reached(last, CATCH_UP_MS);
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

/** An unreadable stream does not stop the others. */
const unlessUnreadable = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error) => {
    if (error instanceof CannotBeRead) return undefined;
    throw error;
  });
