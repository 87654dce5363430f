// From where a stream can be resumed, as text. The face encrypts it, so that it tells nobody how much is recorded.
import { isOfHistory, markAt, markIn } from "../../event-log/history.ts";
import type { EventLog, Position } from "../../event-log/port.ts";

/** The position in the log, what the subscriber could see then, and for what depends on both logs the position among the disclosures. */
export type ResumePoint = readonly [position: Position, visible: string, disclosed?: Position];

export const resumeText = (...point: ResumePoint): string => JSON.stringify(point);

type Logs = { readonly log: EventLog; readonly disclosures: EventLog };

/** With the proofs that its positions are of the logs' history. */
export async function provenResumePoint({ log, disclosures }: Logs, text: string): Promise<string> {
  const [position, visible, disclosed] = JSON.parse(text) as ResumePoint;
  const marks = [await markAt(log, position), ...(disclosed === undefined ? [] : [await markAt(disclosures, disclosed)])];
  return JSON.stringify([visible, ...marks]);
}

/** Undefined where it is of another history, as after a restored backup, and for any other text. */
export async function parseResumePoint({ log, disclosures }: Logs, text: string): Promise<ResumePoint | undefined> {
  const [visible, first, second] = listIn(text);
  const [mark, among] = [markIn(first), markIn(second)];
  if (typeof visible !== "string" || !mark || (second !== undefined && !among)) return undefined;
  if (!(await isOfHistory(log, mark)) || (among && !(await isOfHistory(disclosures, among)))) return undefined;
  return among ? [mark[0], visible, among[0]] : [mark[0], visible];
}

function listIn(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
