// How long disclosures are kept: a number of months that whoever answers for the data has set, and for ever where nobody has. A month goes
// whole. That it goes is on record before it does, so that a ledger can say from when it tells; a crash between the two is made good next time.
import { deriveId } from "../../event-log/ids.ts";
import type { EventLog } from "../../event-log/port.ts";
import { START } from "../../event-log/port.ts";
import { monthsAfter } from "../dates.ts";
import { DISCLOSURE_STREAM, monthOf, RETENTION_STREAM } from "./events.ts";

type Retention = {
  readonly log: EventLog;
  /** The date in England, and the instant. */
  readonly today: string;
  readonly now: Date;
  /** Whole months that are kept besides the current one. */
  readonly keptMonths: number;
};

/** More of the log's beginning than one removal a month can take up. */
const PAGE = 2_000;

/** Removes the months whose retention has passed. Returns how many streams, each a council's month, went. */
export async function removePassed({ log, today, now, keptMonths }: Retention): Promise<number> {
  const keptFrom = monthsAfter(`${today.slice(0, 7)}-01`, -keptMonths).slice(0, 7);
  let removed = 0;
  for (;;) {
    // What is oldest stands first, so each round begins at the beginning.
    const oldest = await log.readAll(START, PAGE);
    const streams = new Set(oldest.map(({ stream }) => stream).filter((stream) => stream.startsWith(DISCLOSURE_STREAM)));
    const passed = [...streams].filter((stream) => monthOf(stream) < keptFrom);
    if (passed.length === 0) return removed;
    for (const month of new Set(passed.map(monthOf))) await recordRemoval(log, month, keptMonths, now);
    for (const stream of passed) await log.removeStream(stream);
    removed += passed.length;
  }
}

/** Once a month, however often it is tried. */
async function recordRemoval(log: EventLog, month: string, keptMonths: number, now: Date): Promise<void> {
  const id = deriveId("retention", month);
  await log.append({
    stream: RETENTION_STREAM,
    expected: "any",
    events: [{ type: "DisclosuresRemoved.v1", data: { month, keptMonths } }],
    metadata: { actor: "hub", ...{ commandId: id, correlation: id, causation: id }, policyVersion: "", permittedBy: [] },
    bodyDigest: "",
    at: now.toISOString(),
  });
}
