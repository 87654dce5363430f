// Mail that something waits, to whoever gave an address, at most once a day and with no detail. A notice is decided on record, sent, and
// recorded as sent: after a crash in between it is sent again under the same message id, and a notice is never decided twice.

import { hasNew } from "../projections/inbox/read-inbox.ts";
import { londonDate } from "../services/dates.ts";
import type { Hub } from "./hub.ts";
import { type Logger, nameOf } from "./logger.ts";
import { type Mailer, MailFailed } from "./mail.ts";

const AT_ONCE = 200;
/** How often a notice is tried while a hub is open: a server that refuses an address is not asked every minute of the day. */
const MOST_ATTEMPTS = 10;
const failuresOf = new WeakMap<Hub, Map<string, number>>();

/** Decides and sends what is due now. Returns how many were sent. Whom a mail does not reach is tried again while the day lasts, ten times at most. */
export async function sendNotices(hub: Hub, mailer: Mailer, logger: Logger): Promise<number> {
  let sent = 0;
  for (let after = ""; ; ) {
    const people = hub.people.queries().withAddress(after, AT_ONCE);
    for (const { person } of people) if (await notify(hub, mailer, logger, person)) sent += 1;
    const last = people.at(-1);
    if (!last) return sent;
    after = last.person;
  }
}

async function notify(hub: Hub, mailer: Mailer, logger: Logger, person: string): Promise<boolean> {
  const today = hub.today();
  const notices = hub.services.notice;
  const people = hub.people.queries();
  const viewer = people.viewer(person);
  const address = people.address(person);
  if (!viewer || !address) return false;
  const lastDay = address.last && londonDate(new Date(address.last.at));
  if (lastDay !== today) {
    if (!hasNew(hub, viewer, address.last?.at ?? "")) return false;
    const outcome = await notices.execute("decideNotice", { person }, hub.asHub(`notice-${person}-${today}`));
    if (outcome.kind === "refused") return false;
  }
  const decided = hub.people.queries().address(person)?.last;
  if (!decided || decided.sent || londonDate(new Date(decided.at)) !== today) return false;
  const failures = failuresOf.get(hub) ?? new Map<string, number>();
  failuresOf.set(hub, failures);
  const failed = failures.get(decided.notice) ?? 0;
  if (failed >= MOST_ATTEMPTS) return false;
  try {
    await mailer.send({ to: address.address, id: decided.notice });
    failures.delete(decided.notice);
  } catch (error) {
    if (failures.size >= 10_000) failures.clear();
    failures.set(decided.notice, failed + 1);
    const why = error instanceof MailFailed ? error.message : nameOf(error);
    logger.error({ error: why }, "a notice could not be sent; it will be tried again");
    return false;
  }
  const { notice } = decided;
  const recorded = await notices.execute("recordNoticeSent", { person, notice }, hub.asHub(`notice-sent-${notice}`));
  return recorded.kind === "done";
}
