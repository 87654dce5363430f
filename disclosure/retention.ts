// How long disclosures are kept: as many months as the setting says, and without one for ever. A month is removed as one. It is first recorded as due,
// and removed a day later if it still is, so that a clock or a setting that was wrong for a moment removes nothing. The removal is recorded before it
// is done, so that a ledger can say from when it is complete. After a crash between the two it is done the next time.
import { deriveId } from "../event-log/ids.ts";
import type { EventLog, NewEvent } from "../event-log/port.ts";
import { LogUnavailable, START } from "../event-log/port.ts";
import { streamName } from "../event-log/stream-name.ts";
import { monthsAfter } from "../services/dates.ts";
import { eventReader } from "../services/stored-events.ts";
import { MONTHLY_CATEGORIES, monthOf, RETENTION_STREAM, retentionEvents } from "./events.ts";

type Retention = {
  readonly log: EventLog;
  /** The date in England, and the instant. */
  readonly today: string;
  readonly now: Date;
  /** Whole months that are kept besides the current one. */
  readonly keptMonths: number;
  /** Whether the clock is believed. Called before each removal. */
  readonly isBelieved?: () => boolean;
  /** Called between the record of a removal and the removal, so that no mark of the log names what is removed. */
  readonly beforeRemoval?: () => Promise<void>;
};

/** Months that were noted as due, and streams that were removed. */
export type Removal = { readonly noted: number; readonly removed: number };

export const readRetentionEvent = eventReader(retentionEvents);

/** What was noted as due and what was removed, in order; `at` is the instant at which it was recorded. */
export const readRetentionHistory = async (log: EventLog) =>
  (await log.readStream(RETENTION_STREAM)).map((event) => ({ ...readRetentionEvent(event), at: event.at }));

export type RetentionHistory = Awaited<ReturnType<typeof readRetentionHistory>>;

/** More events than removals of one month add to the beginning of the log. */
const PAGE = 2_000;

const DAY_MS = 86_400_000;
/** Removal is from one day after the note to a week later. An older note is repeated. */
const REST_MS = DAY_MS;
const NOTE_HOLDS_MS = 8 * DAY_MS;

export async function removePassed(retention: Retention): Promise<Removal> {
  const { log, today, now, keptMonths, isBelieved = () => true, beforeRemoval = async () => {} } = retention;
  const nothing = { noted: 0, removed: 0 };
  const keptFrom = monthsAfter(`${today.slice(0, 7)}-01`, -keptMonths).slice(0, 7);
  const isPassed = (streamId: string) => monthOf(streamId) < keptFrom;
  const history = await readRetentionHistory(log);
  const oldest = await oldestPassedMonths(log, isPassed, history);
  if (oldest.size === 0) return nothing;
  const due = dueMonths(history, keptMonths, now);
  const isRested = (month: string) => (due.get(month)?.getTime() ?? Number.POSITIVE_INFINITY) <= now.getTime();
  if ([...oldest].every((month) => due.has(month) && !isRested(month))) return nothing;

  const passed = (
    await Promise.all(
      MONTHLY_CATEGORIES.map(async (category) =>
        (await log.streams(category)).filter(isPassed).map((id) => ({ month: monthOf(id), stream: streamName(category, id) })),
      ),
    )
  ).flat();
  const months = [...new Set(passed.map(({ month }) => month))].sort();
  let [noted, removed] = [0, 0];
  for (const month of months) {
    if (!isBelieved()) break;
    if (!due.has(month)) {
      await record(log, ["retention-due", month, String(keptMonths), now.toISOString()], now, {
        type: "DisclosuresDue.v1",
        data: { month, keptMonths, notedAt: now.toISOString() },
      });
      noted += 1;
    } else if (isRested(month)) {
      // Recorded once for a month, however often it is tried.
      await record(log, ["retention", month], now, { type: "DisclosuresRemoved.v1", data: { month, keptMonths } });
      await beforeRemoval();
      for (const { stream } of passed.filter((each) => each.month === month)) {
        await log.removeStream(stream);
        removed += 1;
      }
    }
  }
  return { noted, removed };
}

/**
 * The months of the oldest disclosures in the log that have passed their retention. A store can hold events of removed streams until its operator cleans
 * it: pages at the beginning of the log that hold nothing else are passed over.
 */
async function oldestPassedMonths(
  log: Retention["log"],
  isPassed: (streamId: string) => boolean,
  history: RetentionHistory,
): Promise<ReadonlySet<string>> {
  const removed = new Set(history.flatMap(({ type, data }) => (type === "DisclosuresRemoved.v1" ? [data.month] : [])));
  for (let after = START; ; ) {
    const page = await log.readAll(after, PAGE);
    const passed = page.filter(({ category, streamId }) => MONTHLY_CATEGORIES.includes(category) && isPassed(streamId));
    const streams = new Map(passed.map(({ stream, streamId }) => [stream, monthOf(streamId)]));
    // A removal that was recorded may have been interrupted, so the stream itself is read.
    for (const [stream, month] of streams)
      if (removed.has(month) && (await log.readStream(stream)).length === 0) streams.delete(stream);
    const isLeftOver = passed.length === PAGE && streams.size === 0;
    if (!isLeftOver) return new Set(streams.values());
    after = page.at(-1)?.position ?? after;
  }
}

/** Months that were noted as due under this setting -> the instant a day later, from which they are removed. */
export function dueMonths(history: RetentionHistory, keptMonths: number, now: Date): ReadonlyMap<string, Date> {
  const months = new Map<string, Date>();
  for (const { type, data } of history) {
    if (type !== "DisclosuresDue.v1" || data.keptMonths !== keptMonths) continue;
    // Not by the event's date, which cannot be before that of the event before it.
    const notedAt = Date.parse(data.notedAt);
    const age = now.getTime() - notedAt;
    if (age >= 0 && age < NOTE_HOLDS_MS) months.set(data.month, new Date(notedAt + REST_MS));
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
