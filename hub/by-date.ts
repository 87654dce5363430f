// What the hub does by date, without anyone asking: it puts on record that shares have passed their day. (Access ended with the day
// itself; the record is for the council and the advisers.) A share's key is always the same, so a crash in between repeats nothing.
import { termsOf } from "../services/concern/shares.ts";
import type { Hub } from "./hub.ts";
import { type Logger, nameOf } from "./logger.ts";

const EVERY_MS = 60_000;
const AT_ONCE = 200;

/** Records every expired share there is. Returns how many. */
export async function recordExpiredShares(hub: Hub): Promise<number> {
  let recorded = 0;
  for (;;) {
    const before = recorded;
    for (const { state, day } of hub.register.queries().expired(AT_ONCE)) {
      for (const share of state.shares.filter((s) => s.made && !s.ended && termsOf(s).until < day.today)) {
        const asking = hub.asHub(`expire-${share.id}`);
        const outcome = await hub.services.concern.execute("expireShare", { concern: state.id, share: share.id }, asking);
        if (outcome.kind === "done") recorded += 1;
      }
    }
    if (recorded === before) return recorded;
  }
}

/** Runs now and every minute until stopped. */
export function startByDate(hub: Hub, logger: Logger): { stop(): void } {
  let running = false;
  const run = async () => {
    if (running || !hub.readiness().ready) return;
    running = true;
    try {
      const recorded = await recordExpiredShares(hub);
      if (recorded > 0) logger.info({ recorded }, "shares recorded as expired");
    } catch (error) {
      logger.error({ error: nameOf(error) }, "recording expired shares failed; it will be tried again");
    } finally {
      running = false;
    }
  };
  const timer = setInterval(run, EVERY_MS);
  timer.unref();
  void run();
  return { stop: () => clearInterval(timer) };
}
