// Resume tokens as text. The API encrypts them, so that they do not reveal the number of events.
import { isOfHistory, markAt, markIn } from "../../event-log/history.ts";
import type { EventLog, Position } from "../../event-log/port.ts";

/** The position in the log, the subscriber's access at that time, and for topics of both logs the position in the record of disclosures. */
export type ResumePoint = readonly [position: Position, visible: string, disclosed?: Position];

export const resumeText = (...point: ResumePoint): string => JSON.stringify(point);

type Logs = { readonly log: EventLog; readonly disclosures: EventLog };

/** Adds the proofs that its positions belong to the logs' history. */
export async function provenResumePoint({ log, disclosures }: Logs, text: string): Promise<string> {
  const [position, visible, disclosed] = JSON.parse(text) as ResumePoint;
  const marks = [await markAt(log, position), ...(disclosed === undefined ? [] : [await markAt(disclosures, disclosed)])];
  return JSON.stringify([visible, ...marks]);
}

/** Undefined for a token of another history, for example after a restore, and for any other text. */
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
