// Mails people with an address, without detail, how many tasks and how much unread news they have: once a day if there is something new, and once more if an
// objection has been overridden since. The hub records the decision to send a notice, sends it, and records the outcome: after a crash in between it sends the
// notice again under the same message id, and never decides it twice.

import { boundedCache } from "../../caching/cache.ts";
import { deriveId } from "../../event-log/ids.ts";
import { withKeys } from "../../event-log/keys/with-keys.ts";
import { countWaiting, hasOverrideAfter, hasReasonAfter } from "../../queries/inbox/notice-reasons.ts";
import { londonDate } from "../../services/dates.ts";
import type { NoticeKind } from "../../services/notice/events.ts";
import { isToDecide, type NoticeOutcome } from "../../services/notice/service.ts";
import type { NoticeState } from "../../services/notice/stream.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { RecordedNotShown } from "../../services/pipeline/execute-command.ts";
import { dataPaths, isShared } from "../folder/data-folder.ts";
import type { Hub } from "../hub.ts";
import { type Logger, nameOf } from "../observability/logger.ts";
import { type Mailer, MailFailed, type Notice } from "./mailer.ts";

/** The idempotency key of the decision on a notice, and of the notice in this process. An id can be longer than the limit of a key. */
const decisionKey = (person: string, kind: NoticeKind, day: string): string =>
  ["notice", person.length > 128 ? deriveId("notice", person) : person, day, ...(kind === "daily" ? [] : [kind])].join("-");

const PAGE_SIZE = 200;
const MAX_ATTEMPTS = 10;
/** The pause doubles after each attempt: ten attempts take eight and a half hours. */
const FIRST_PAUSE_MS = 60_000;
const CACHE_SIZE = 10_000;
/** The hub that decided a notice may have stopped before sending it: another hub takes over after this time, and the next within the same time again. */
const TAKEOVER_MS = 10 * 60_000;

type SenderOptions = {
  readonly random?: () => number;
  /** A monotonic clock in milliseconds. */
  readonly steady?: () => number;
};

/** Returns the number of sent notices. Mail that the server did not accept is retried that day, after growing pauses with jitter from `random`. */
export function noticeSender(
  hub: Hub,
  mailer: Mailer,
  logger: Logger,
  { random = Math.random, steady = () => performance.now() }: SenderOptions = {},
): () => Promise<number> {
  const tried = boundedCache<string, { readonly attempts: number; readonly pausedUntil: number }>(CACHE_SIZE);
  /** Keys of the decisions that this process recorded. */
  const own = boundedCache<string, true>(CACHE_SIZE);
  /** Notice -> the instant up to which its mail counts what there is. Of a notice of another process that is known only from its decision on. */
  const counted = boundedCache<string, string>(CACHE_SIZE);
  /** Notice -> when this process first saw that another hub had not sent it. */
  const firstSeen = boundedCache<string, number>(CACHE_SIZE);

  return async () => {
    let sent = 0;
    for (let after = ""; ; ) {
      const people = hub.people.queries().withAddress(after, PAGE_SIZE);
      for (const { person } of people)
        try {
          if (await notify(person)) sent += 1;
        } catch (error) {
          // A failure for one person does not stop the others: it is retried in a minute.
          logger.error({ code: "NOTICE_FAILED", person, error: nameOf(error) }, "a notice could not be created; the hub retries");
        }
      const last = people.at(-1);
      if (!last) return sent;
      after = last.person;
    }
  };

  async function notify(person: string): Promise<boolean> {
    if (!hub.clock.isBelieved()) return false;
    const due = await dueTo(person);
    if (!due) return false;
    const { notice } = due;
    const before = tried.get(notice);
    if (before && (before.attempts >= MAX_ATTEMPTS || hub.now().getTime() < before.pausedUntil)) return false;
    // What waited may be done by now, and what was news may be read.
    const countedAt = hub.now().toISOString();
    const waiting = countWaiting(hub, due.viewer);
    if (waiting.tasks.count + waiting.news.count === 0) return false;
    counted.set(notice, countedAt);
    const outcome = await send({ to: due.address, id: notice, waiting });
    if (!outcome) {
      const attempts = (before?.attempts ?? 0) + 1;
      const pauseMs = FIRST_PAUSE_MS * 2 ** (attempts - 1) * (0.75 + random() / 2);
      tried.set(notice, { attempts, pausedUntil: hub.now().getTime() + pauseMs });
      return false;
    }
    tried.delete(notice);
    const key = hub.asHub(`notice-sent-${notice}`);
    const recorded = await hub.services.notice.execute("recordNoticeSent", { person, notice, outcome }, key);
    return recorded.kind === "done" && outcome === "sent";
  }

  /** The address of a person, if they have given one, and the last notice to it. */
  function notedFor(person: string) {
    return withKeys(hub.keys, () => hub.people.queries().address(person));
  }

  /** Returns the notice that is to be sent to a person now, and decides it if necessary; undefined if none is. */
  async function dueTo(person: string) {
    const today = hub.today();
    const viewer = hub.people.queries().viewer(person);
    const before = viewer && (await notedFor(person));
    if (!before) return undefined;
    const kind = kindToDecide(viewer, before.last, today);
    if (kind) await decide(person, kind, today);
    const { address, last } = (await notedFor(person)) ?? {};
    if (address === undefined || !last || last.isComplete || londonDate(new Date(last.at)) !== today) return undefined;
    const isOurs = isToSend(last.notice, decisionKey(person, last.kind, today));
    return isOurs ? { viewer, address, notice: last.notice } : undefined;
  }

  function kindToDecide(viewer: Viewer, last: NoticeState | undefined, today: string): NoticeKind | undefined {
    if (isToDecide("daily", last, today)) return hasReasonAfter(hub, viewer, last?.at) ? "daily" : undefined;
    return last && isToDecide("override", last, today) && hasOverrideAfter(hub, viewer, counted.get(last.notice) ?? last.at)
      ? "override"
      : undefined;
  }

  async function decide(person: string, kind: NoticeKind, today: string): Promise<void> {
    const key = decisionKey(person, kind, today);
    const input = { person, ...(kind !== "daily" && { kind }) };
    try {
      const decided = await hub.services.notice.execute("decideNotice", input, hub.asHub(key));
      if (decided.kind === "done" && decided.recorded) own.set(key, true);
    } catch (error) {
      if (error instanceof RecordedNotShown && error.recorded) own.set(key, true);
      throw error;
    }
  }

  /**
   * If several hubs share a log, the hub that decided a notice sends it. If it does not, the others take over one after the other. Each measures time
   * with its own monotonic clock, because the hubs' system clocks differ.
   */
  function isToSend(notice: string, decided: string): boolean {
    if (!isShared(dataPaths(hub.config), "log") || own.get(decided)) return true;
    const turn = Number.parseInt(deriveId("notice-turn", hub.config.node, notice).slice(0, 8), 16) / 0xffff_ffff;
    return steady() - firstSeen.getOrMake(notice, steady) >= TAKEOVER_MS * (1 + turn);
  }

  /** Undefined if the server did not accept the mail, so that it can be retried. */
  async function send(notice: Notice): Promise<NoticeOutcome | undefined> {
    try {
      await mailer.send(notice);
      return "sent";
    } catch (error) {
      const failure = error instanceof MailFailed ? error.failure : "not-taken";
      const why = { error: error instanceof MailFailed ? error.message : nameOf(error) };
      if (failure === "perhaps-taken") {
        logger.warn(
          { code: "NOTICE_UNCERTAIN", ...why },
          "a notice was transmitted, but it is not known whether the server accepted it; it is not sent again",
        );
        return "uncertain";
      }
      if (failure === "refused") {
        logger.error({ code: "NOTICE_REFUSED", ...why }, "a notice was refused permanently; it is not sent again");
        return "refused";
      }
      logger.error({ code: "NOTICE_NOT_TAKEN", ...why }, "a notice could not be sent; the hub retries");
      return undefined;
    }
  }
}
