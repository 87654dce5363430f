// The hub's scheduled jobs: they prepare rights, record deadlines and positions of councils, destroy keys of discarded concerns, remove disclosures,
// erase drafts and send notices. Read models list what is due.
import { setImmediate } from "node:timers/promises";
import { type Removal, removePassed } from "../../disclosure/retention.ts";
import { every, inBackground } from "../../event-log/background.ts";
import { codeOf } from "../../event-log/faults.ts";
import { deriveId } from "../../event-log/ids.ts";
import { deadlinesOf } from "../../services/concern/deadlines.ts";
import { isReached } from "../../services/concern/notified.ts";
import type { CommandContext, Outcome } from "../../services/pipeline/execute-command.ts";
import { milestoneDeadlines } from "../../services/support/tasks.ts";
import type { Drafts } from "../drafts/drafts.ts";
import type { Hub } from "../hub.ts";
import { invitationSender } from "../mail/invitations.ts";
import type { Mailer } from "../mail/mailer.ts";
import { noticeSender } from "../mail/notices.ts";
import { CONDITIONS } from "../observability/health.ts";
import { type Logger, nameOf } from "../observability/logger.ts";
import { rightsPreparer } from "../prepare-rights.ts";
import { openingRecorder } from "./openings.ts";

const EVERY_MS = 60_000;
const BATCH = 200;
/** Commands that run together share commits. With more of them, a request would wait longer until the read models have applied what they recorded. */
const AT_ONCE = 8;

/**
 * Records due deadlines while the clock is believed, those of one record in their order, and returns their number. A refused deadline does not stop the others,
 * and is retried next time. Of several hubs, the one that records a deadline counts it.
 */
export async function recordDeadlines(hub: Hub): Promise<number> {
  const { concern, support, submission } = hub.services;
  /** Keys of deadlines with which this run is finished although it has not recorded them. */
  const skipped = new Set<string>();
  let recorded = 0;
  for (;;) {
    let tried = 0;
    const record = async (key: string, execute: (context: CommandContext) => Promise<Outcome>) => {
      if (skipped.has(key) || !hub.clock.isBelieved()) return;
      tried += 1;
      if (isRecorded(await execute(hub.asHub(key)))) recorded += 1;
      else skipped.add(key);
    };
    const [today, limit] = [hub.today(), BATCH + skipped.size];
    await forEachAtOnce(hub.register.queries().due(limit), async ({ state }) => {
      for (const { command } of deadlinesOf(state()).filter(({ on }) => on <= today))
        await record(keyOf(command), (context) => concern.execute(command.name, command.input, context));
    });
    await forEachAtOnce(hub.support.queries().due(limit), async (state) => {
      for (const { milestone } of milestoneDeadlines(state).filter(({ on }) => on <= today)) {
        const command = { name: "recordMilestoneDue", input: { support: state.id, milestone } } as const;
        await record(keyOf(command), (context) => support.execute(command.name, command.input, context));
      }
    });
    await forEachAtOnce(hub.intake.queries().fallenDue(today, limit), async (id) => {
      const command = { name: "recordSubmissionDue", input: { submission: id } } as const;
      await record(keyOf(command), (context) => submission.execute(command.name, command.input, context));
    });
    if (tried === 0) return recorded;
  }
}

/** Works on up to `AT_ONCE` items at the same time, and begins with the next one when one is done. Throws the first error once no work is under way. */
async function forEachAtOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  const workThrough = async () => {
    for (const item of left) await work(item);
  };
  for (const ended of await Promise.allSettled(Array.from({ length: AT_ONCE }, workThrough)))
    if (ended.status === "rejected") throw ended.reason;
}

const isRecorded = (outcome: Outcome): boolean => outcome.kind === "done" && outcome.recorded;

const FIRST = { concern: "", share: "" };

/**
 * Records, while the clock is believed, on which shares a notice has reached somebody who can speak for the council, and returns their number. The
 * command decides by the streams of the person and of the notices; read models only say what to try.
 */
export async function recordCouncilsReached(hub: Hub): Promise<number> {
  let recorded = 0;
  for (let after = FIRST; ; ) {
    const page = hub.register.queries().awaitingReach(after, BATCH);
    for (const { concern: id, share } of page) {
      // Most shares need no command, and the search for them must not delay requests.
      await setImmediate();
      const concern = hub.register.queries().findUnchecked(id, false);
      const speakers = concern ? hub.people.queries().notifiedSpeakers(concern.facts) : [];
      // Most councils have none, and then the concern's state is not read.
      const proposed = speakers.length > 0 && concern?.state().shares.find((one) => one.id === share);
      if (!proposed) continue;
      // One person counts. If a person's notices cannot be read, the command is refused, and the next person is tried.
      for (const { person } of speakers.filter((notified) => isReached(proposed, notified))) {
        if (!hub.clock.isBelieved()) return recorded;
        const command = { name: "recordCouncilReached", input: { concern: id, share, person } } as const;
        const outcome = await hub.services.concern.execute(command.name, command.input, hub.asHub(keyOf(command)));
        if (isRecorded(outcome)) recorded += 1;
        if (outcome.kind === "done") break;
      }
    }
    const last = page.at(-1);
    if (!last) return recorded;
    after = last;
  }
}

/** A deadline always has the same idempotency key, so a retry after a crash records nothing twice. */
const keyOf = ({ name, input }: { readonly name: string; readonly input: object }): string =>
  `${name}-${deriveId(...Object.values(input))}`;

/** While the clock is believed, marks disclosures past their retention, and removes those marked a day ago. */
export async function removeDisclosures({ config, disclosures, clock, stores }: Hub): Promise<Removal> {
  const { disclosuresKeptMonths: keptMonths } = config;
  if (keptMonths === undefined || !clock.isBelieved()) return { noted: 0, removed: 0 };
  const { now, today, isBelieved } = clock;
  return removePassed({ log: disclosures, now: now(), today: today(), keptMonths, isBelieved, beforeRemoval: stores.heartbeat });
}

/** Runs now and every minute until stopped. Deadlines and mail run separately, so that a slow mail server delays no deadline. */
export function startByDate(hub: Hub, logger: Logger, mailer?: Mailer, drafts?: Drafts): { stop(): void } {
  const jobs = [
    everyMinute(hub, logger, "rights prepared", rightsPreparer(hub)),
    everyMinute(hub, logger, "deadlines recorded", () => recordDeadlines(hub)),
    everyMinute(hub, logger, "councils reached", () => recordCouncilsReached(hub)),
    everyMinute(hub, logger, "openings recorded", openingRecorder(hub)),
    everyMinute(hub, logger, "positions of councils recorded", () => hub.positionsRecorded()),
    everyMinute(hub, logger, "keys of discarded concerns destroyed", () => hub.discardedKeysDestroyed()),
    everyMinute(hub, logger, "ended invitations erased", () => hub.endedInvitationsErased()),
    everyMinute(hub, logger, "ended uploads erased", () => hub.uploadsErased()),
    everyMinute(hub, logger, "months of disclosures removed", async () => {
      const { noted, removed } = await removeDisclosures(hub);
      if (noted > 0)
        logger.warn(
          { code: "RETENTION_NOTED", months: noted },
          "months of disclosures have passed their retention and are removed in a day",
        );
      return removed;
    }),
    // With a wrong clock a draft is hidden by its last day, and not erased.
    ...(drafts ? [everyMinute(hub, logger, "ended drafts erased", () => drafts.eraseEnded(hub.certainToday()))] : []),
    ...(mailer ? [everyMinute(hub, logger, "notices sent", noticeSender(hub, mailer, logger))] : []),
  ];
  const invitations = mailer && everyMinute(hub, logger, "invitations mailed", invitationSender(hub, mailer, logger));
  // Somebody waits for the link.
  if (invitations) hub.invitationLinks.onAdded(invitations.runSoon);
  return {
    stop: () => {
      for (const job of [...jobs, ...(invitations ? [invitations] : [])]) job.stop();
    },
  };
}

/** Whether anything except the clock prevents readiness. Jobs check the clock themselves. */
function isBlocked(hub: Hub): boolean {
  const { ready, problems } = hub.readiness();
  const failing = problems.filter(({ condition }) => CONDITIONS[condition] === "failing");
  return !ready && !(failing.length > 0 && failing.every(({ condition }) => condition === "clock"));
}

/** Skips a run while the previous one is still running, or the hub is not ready. */
function everyMinute(
  hub: Hub,
  logger: Logger,
  what: string,
  job: () => Promise<number>,
): { stop(): void; readonly runSoon: () => void } {
  let running = false;
  const run = async () => {
    if (running || isBlocked(hub)) return;
    running = true;
    try {
      const count = await hub.trace.job("job", { "candour.job": what.replaceAll(" ", "_") }, async (span) => {
        const done = await job();
        span.set({ "candour.count": done });
        if (done === 0) span.leaveOut();
        return done;
      });
      if (count > 0) logger.info({ code: "JOB_DONE", job: what, count }, what);
    } finally {
      running = false;
    }
  };
  const failed = (_code: string, error: unknown) =>
    logger.error(
      { code: "JOB_FAILED", job: what, error: nameOf(error), fault: codeOf(error) },
      `not done: ${what}; the hub retries`,
    );
  // The first run waits until every read model is live, because only then is it known what is due.
  const first = () => hub.live().then(run, () => {});
  inBackground("JOB_FAILED", first, failed);
  const runSoon = () => inBackground("JOB_FAILED", run, failed);
  return { ...every(EVERY_MS, "JOB_FAILED", run, failed), runSoon };
}
