// Positions for clients: encrypted, so that they do not reveal the number of events, and valid for one person.
import { isOfHistory, markAt, markIn } from "../event-log/history.ts";
import type { KeyStore } from "../event-log/keys/port.ts";
import type { EventLog, Position } from "../event-log/port.ts";

type Deps = { readonly keys: Pick<KeyStore, "encryptToken" | "decryptToken">; readonly log: EventLog };

const LABEL = "position";

export const encodePosition = async ({ keys, log }: Deps, person: string, position: Position): Promise<string> =>
  keys.encryptToken(JSON.stringify([person, await markAt(log, position)]), LABEL);

/** Why a text is no position of this person. A position that the log does not have is refused, because waiting for it would never end. */
export type PositionFault = "not-a-position" | "of-another-person" | "of-another-history";

export async function decodePosition(
  { keys, log }: Deps,
  person: string,
  given: string,
): Promise<{ readonly position: Position; readonly fault?: undefined } | { readonly fault: PositionFault }> {
  const text = keys.decryptToken(given, LABEL);
  const [owner, written] = text === undefined ? [] : (JSON.parse(text) as [string, unknown]);
  const mark = markIn(written);
  if (mark === undefined) return { fault: "not-a-position" };
  if (owner !== person) return { fault: "of-another-person" };
  return (await isOfHistory(log, mark)) ? { position: mark[0] } : { fault: "of-another-history" };
}
