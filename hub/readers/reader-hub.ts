// The hub of a reader thread: it has what queries need, and no more. It writes nothing, and decides nothing that lasts.
// docs/decisions/0062-readers-in-threads.md
import type { Disclosure } from "../../disclosure/events.ts";
import { recorderOver } from "../../disclosure/record.ts";
import { openKeyringForReading } from "../../event-log/keys/location.ts";
import { openLogForReading } from "../../event-log/location.ts";
import { readParsedRelease } from "../../policies/engine/parsed-release.ts";
import { compilePolicy } from "../../policies/engine/policy.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import { NotReady } from "../../projections/runtime/not-ready.ts";
import type { ReadModel } from "../../projections/runtime/read-model.ts";
import { type ReadFollowerDeps, readFollower } from "../../projections/runtime/threaded/read-follower.ts";
import type { ReadModelReport } from "../../projections/runtime/threaded/report-feed.ts";
import { openTimeSlices } from "../../queries/time-slices.ts";
import { followAll } from "../follow-all.ts";
import type { Hub } from "../hub.ts";
import { UNTRACED } from "../observability/trace.ts";
import { inForceNow } from "../policy-at-start.ts";
import { policiesFrom } from "../policy-in-force.ts";
import { openQuarantinedStreams } from "../quarantine.ts";
import { councilsOf, openQueryDependencies } from "../query-dependencies.ts";
import { OnlyInServingThread } from "./only-in-serving-thread.ts";
import type { Now, ReaderWorkerData } from "./reader-messages.ts";

/** Their every use throws OnlyInServingThread. */
const ABSENT = [
  ...(["config", "folder", "stores", "simulations", "rates", "clock", "services", "invitationLinks", "broadcast"] as const),
  ...(["positionsRecorded", "discardedKeysDestroyed", "attachments", "uploadsErased", "endedInvitationsErased"] as const),
  ...(["verification", "readiness", "onUnreadable", "unheard", "background", "asHub", "health", "telemetry", "trace"] as const),
  ...(["live", "caughtUp", "rebuild", "retryQuarantine", "startReaders"] as const),
] satisfies readonly (keyof Hub)[];

type ReaderHub = {
  readonly hub: Hub;
  /** The time of the query that was handed over last. */
  setNow(now: Now): void;
  /** Ends the snapshots: what is read from now on is what is committed by now. */
  renew(): void;
  take(report: ReadModelReport): void;
};

type ReaderHubDeps = {
  /** Resolves when what an answer discloses is durable. Rejects if it was not recorded. */
  readonly append: (disclosures: readonly Disclosure[]) => Promise<void>;
  /** A file of a read model is damaged. The serving thread finds that too, and has it replaced; this thread must begin again. */
  readonly onDamaged: () => void;
};

export async function openReaderHub(data: ReaderWorkerData, { append, onDamaged }: ReaderHubDeps): Promise<ReaderHub> {
  let current = data.now;
  const now = () => new Date(current.instant);
  const today = () => current.days.today;
  const certainToday = () => current.days.certainToday;
  const keys = await openKeyringForReading(data.keyring, Buffer.from(data.masterKey));
  const [log, disclosures] = await Promise.all([openLogForReading(data.logs.log), openLogForReading(data.logs.disclosures)]);
  const councils = councilsOf(data.config);
  const quarantine = openQuarantinedStreams();

  const thread: ReadFollowerDeps["thread"] = {
    call: async () => refuse(),
    // Rows are turned to a new day, and streams withdrawn, by the serving thread, which then executes the query.
    callBlocking: refuse,
    tell(name: string, ..._: unknown[]) {
      if (name === "damaged") onDamaged();
      refuse();
    },
  };
  const tools = { keys, today, certainToday, linkedCodes: councils.linkedCodes, identity: data.identity };
  const followers = new Map<string, Pick<ReturnType<typeof readFollower>, "take" | "renew">>();
  function follow<Queries>(model: ReadModel<Queries>): Follower<Queries> {
    const opened = readFollower(model, { thread, tools, onQuarantine: quarantine.report });
    followers.set(model.name, opened);
    return opened.follower;
  }
  const { ofLog, disclosed, peopleNamed } = followAll(follow, { trace: UNTRACED, assertFresh() {} });

  const { shipped: files, started } = data.policy;
  const shipped = compilePolicy(files, readParsedRelease());
  const set = started.version === shipped.version ? shipped : inForceNow(started.version, started.files, shipped);
  const policies = policiesFrom({ set, draft: started.draft }, shipped);
  const queryDependencies = openQueryDependencies({
    ...{ policies, councils, trace: UNTRACED },
    models: { peopleNamed, policyVersions: ofLog.policyVersions },
  });
  return {
    hub: {
      ...absent(ABSENT),
      ...queryDependencies,
      ...ofLog,
      ...{ disclosed, log, disclosures, keys, quarantine, now, today, certainToday },
      clashDays: data.config.clashDays,
      recorder: recorderOver({ now, append }),
      // The serving thread checks it before the answer leaves.
      beginReading: () => () => {},
      inTurn: openTimeSlices().run,
      async close() {
        await keys.close();
        await Promise.all([log.close(), disclosures.close()]);
      },
    },
    setNow(given) {
      current = given;
    },
    renew() {
      for (const follower of followers.values()) follower.renew();
    },
    take: (report) => followers.get(report.model)?.take(report),
  };
}

function refuse(): never {
  throw new NotReady("Only the serving thread does this.");
}

function absent<Name extends keyof Hub>(names: readonly Name[]): Pick<Hub, Name> {
  const refuseUse = (): never => {
    throw new OnlyInServingThread("Only the serving thread has this.");
  };
  const part = new Proxy(refuseUse, { get: refuseUse, apply: refuseUse, has: refuseUse, ownKeys: refuseUse });
  return Object.fromEntries(names.map((name) => [name, part])) as Partial<Hub> as Pick<Hub, Name>;
}
