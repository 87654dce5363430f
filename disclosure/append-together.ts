// Answers given at the same time share one append to the record of disclosures, and its wait for the disk.
import type { Disclosure } from "./events.ts";

type Append = (disclosures: readonly Disclosure[]) => Promise<void>;

/** How long answers wait for each other under load, for `list_http_new`. */
const PACE_MS = 5;

/** Returns a function that appends what one answer discloses, together with other answers. It throws what `append` throws, which is called once at a time. */
export function appendTogether(append: Append): Append {
  let queue: Disclosure[] = [];
  /** The append that queued disclosures will be part of, and the append that is running. */
  let next: Promise<void> | undefined;
  let underWay: Promise<void> = Promise.resolve();
  /** How many answers wait, and how many the last commit was for. */
  let [waiting, together] = [0, 0];

  /**
   * A single reader's answers are recorded at once. If several people read at the same time, their answers wait briefly and share a commit, as do answers
   * given while a commit is running: each leaf names the one before it.
   */
  async function flush(earlier: Promise<void>): Promise<void> {
    await new Promise((resolve) => (together > 1 ? setTimeout(resolve, PACE_MS) : setImmediate(resolve)));
    await earlier.catch(() => {});
    const due = queue;
    together = waiting;
    [queue, next, waiting] = [[], undefined, 0];
    await append(due);
  }

  return (disclosures) => {
    queue.push(...disclosures);
    waiting += 1;
    if (!next) {
      next = flush(underWay);
      underWay = next;
    }
    return next;
  };
}
