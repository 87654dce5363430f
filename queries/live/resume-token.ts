// From where a stream can be resumed, as text; the face conceals it, so that it tells nobody how much is recorded.
import { isOfHistory, markAt, markIn } from "../../event-log/history.ts";
import type { EventLog, Position } from "../../event-log/port.ts";

/** The position in the log, what was seen of the thing then, and for what is of both logs the position among the disclosures. */
export type Place = readonly [position: Position, seen: string, disclosed?: Position];

export const placeText = (...place: Place): string => JSON.stringify(place);

type Logs = { readonly log: EventLog; readonly disclosures: EventLog };

/** A place as it leaves the hub: with the proofs that its positions are of the logs' history. */
export async function provenPlace({ log, disclosures }: Logs, text: string): Promise<string> {
  const [position, seen, disclosed] = JSON.parse(text) as Place;
  const marks = [await markAt(log, position), ...(disclosed === undefined ? [] : [await markAt(disclosures, disclosed)])];
  return JSON.stringify([seen, ...marks]);
}

/** The place where it is of this history; undefined where the logs were restored from a backup since, and for what is no place. */
export async function placeOfHistory({ log, disclosures }: Logs, text: string): Promise<Place | undefined> {
  const [seen, first, second] = listIn(text);
  const [mark, among] = [markIn(first), markIn(second)];
  if (typeof seen !== "string" || !mark || (second !== undefined && !among)) return undefined;
  if (!(await isOfHistory(log, mark)) || (among && !(await isOfHistory(disclosures, among)))) return undefined;
  return [mark[0], seen, ...(among ? [among[0]] : [])] as unknown as Place;
}

function listIn(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
