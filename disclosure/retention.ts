// How long disclosures are kept: a number of months that whoever answers for the data has set, and for ever where nobody has. A month goes
// whole. Nothing goes at the first look: that a month is due is on record first, and it goes a day later if it still is, so that a clock or a setting
// that was wrong for a moment removes nothing. That it goes is on record before it does, so that a ledger can say from when it tells; a crash between
// the two is made good next time.
import { deriveId } from "../event-log/ids.ts";
import type { EventLog, NewEvent } from "../event-log/port.ts";
import { LogUnavailable, START } from "../event-log/port.ts";
import { monthsAfter } from "../services/dates.ts";
import { eventReader } from "../services/stored-events.ts";
import { DISCLOSURE_STREAM, monthOf, RETENTION_STREAM, retentionEvents } from "./events.ts";

type Retention = {
  readonly log: EventLog;
  /** The date in England, and the instant. */
  readonly today: string;
  readonly now: Date;
  /** Whole months that are kept besides the current one. */
  readonly keptMonths: number;
  /** Whether the clock is believed, asked before each removal. */
  readonly isBelieved?: () => boolean;
  /** Called once a month's removal is on record and before anything of it goes, so that no mark of the log names what goes. */
  readonly beforeRemoval?: () => Promise<void>;
};

/** How many months were noted as due, and how many streams, each a council's month, were removed. */
export type Removal = { readonly noted: number; readonly removed: number };

export const readRetentionEvent = eventReader(retentionEvents);

/** More of the log's beginning than one removal a month can take up. */
const PAGE = 2_000;

const DAY_MS = 86_400_000;
/** Something is removed a day after it was noted as due, or within a week of that; what was noted longer ago is noted anew. */
const REST_MS = DAY_MS;
const NOTE_HOLDS_MS = 8 * DAY_MS;

/** Notes the months whose retention has passed, and removes those that were noted a day ago. */
export async function removePassed(retention: Retention): Promise<Removal> {
  const { log, today, now, keptMonths, isBelieved = () => true, beforeRemoval = async () => {} } = retention;
  const nothing = { noted: 0, removed: 0 };
  const keptFrom = monthsAfter(`${today.slice(0, 7)}-01`, -keptMonths).slice(0, 7);
  const isPassed = (stream: string) => stream.startsWith(DISCLOSURE_STREAM) && monthOf(stream) < keptFrom;
  // What is oldest stands first: mostly the log's beginning tells that nothing is due.
  const oldest = new Set((await log.readAll(START, PAGE)).map(({ stream }) => stream).filter(isPassed));
  if (oldest.size === 0) return nothing;
  const rested = await restedMonths(log, keptMonths, now);
  if ([...oldest].every((stream) => rested.get(monthOf(stream)) === false)) return nothing;

  const passed = (await log.streams(DISCLOSURE_STREAM)).filter(isPassed);
  const months = [...new Set(passed.map(monthOf))];
  let [noted, removed] = [0, 0];
  for (const month of months) {
    if (!isBelieved()) break;
    if (!rested.has(month)) {
      await record(log, ["retention-due", month, String(keptMonths), now.toISOString()], now, {
        type: "DisclosuresDue.v1",
        data: { month, keptMonths, notedAt: now.toISOString() },
      });
      noted += 1;
    } else if (rested.get(month)) {
      // Once a month, however often it is tried.
      await record(log, ["retention", month], now, { type: "DisclosuresRemoved.v1", data: { month, keptMonths } });
      await beforeRemoval();
      for (const stream of passed.filter((each) => monthOf(each) === month)) {
        await log.removeStream(stream);
        removed += 1;
      }
    }
  }
  return { noted, removed };
}

/** Months that are noted as due under this setting, and whether that was long enough ago. */
async function restedMonths(log: EventLog, keptMonths: number, now: Date): Promise<ReadonlyMap<string, boolean>> {
  const months = new Map<string, boolean>();
  for (const event of await log.readStream(RETENTION_STREAM)) {
    const { type, data } = readRetentionEvent(event);
    if (type !== "DisclosuresDue.v1" || data.keptMonths !== keptMonths) continue;
    // Not by the event's own date: that is carried where one to come stands before it.
    const age = now.getTime() - Date.parse(data.notedAt);
    if (age >= 0 && age < NOTE_HOLDS_MS) months.set(data.month, age >= REST_MS);
  }
  return months;
}

async function record(log: EventLog, idWords: readonly string[], now: Date, event: NewEvent): Promise<void> {
  const id = deriveId(...idWords);
  const { kind } = await log.append({
    stream: RETENTION_STREAM,
    expected: "any",
    events: [event],
    metadata: { actor: "hub", ...{ commandId: id, correlation: id, causation: id }, policyVersion: "", permittedBy: [] },
    bodyDigest: "",
    at: now.toISOString(),
  });
  if (kind !== "appended") throw new LogUnavailable(`The removal of disclosures was not recorded: ${kind}.`);
}
