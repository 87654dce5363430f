// How the read models of a hub follow their logs: in the serving thread, or each log's in a thread of its own.
import type { LogLocation } from "../event-log/location.ts";
import type { EventLog } from "../event-log/port.ts";
import { READ_MODELS } from "../projections/all.ts";
import { openBuilder } from "../projections/runtime/builder.ts";
import { examining } from "../projections/runtime/examine.ts";
import type { Follower, FollowerReports } from "../projections/runtime/follower.ts";
import { PLACEMENTS } from "../projections/runtime/placement.ts";
import type { ReadModel } from "../projections/runtime/read-model.ts";
import { startFollower } from "../projections/runtime/start-follower.ts";
import { openReportFeed, type ReportFeed } from "../projections/runtime/threaded/report-feed.ts";
import { startThreadedReadModels } from "../projections/runtime/threaded/threaded-read-models.ts";
import { openWalCopier } from "../projections/runtime/wal-copier.ts";
import type { CodesOfReorganisedCouncil } from "../services/people/interests.ts";
import { EXIT_FAULT } from "./exit-codes.ts";
import { LOG_NAMES, type LogName } from "./folder/data-folder.ts";
import type { StopReason } from "./folder/stores.ts";
import { type Logger, nameOf } from "./observability/logger.ts";
import type { Trace } from "./observability/trace.ts";
import { tracedBuilder, tracedBuildReports } from "./observability/traced.ts";
import type { Storage } from "./storage.ts";

type Followers = {
  follow<Queries>(model: ReadModel<Queries>): Follower<Queries>;
  readonly mustStop: Promise<StopReason>;
  /** Calls the listener with what the threads report, beginning with what was reported last. Nothing is reported by this thread. */
  readonly followReports: ReportFeed["follow"];
  /** Called while the followers close. */
  close(): Promise<void>;
};

type FollowersDeps = {
  readonly reports: FollowerReports;
  readonly linkedCodes: CodesOfReorganisedCouncil;
  readonly trace: Trace;
  readonly logger: Logger;
};

const onEach = <T>(make: (name: LogName) => T): Readonly<Record<LogName, T>> => ({
  log: make("log"),
  disclosures: make("disclosures"),
});

/** Each request waits while events are applied. */
export function followHere(storage: Storage, { reports, linkedCodes, trace }: FollowersDeps): Followers {
  const { folder, keys, clock, stores } = storage;
  const { today, certainToday } = clock;
  const { keyring, masterKey, readModels: dir } = folder;
  const { identity } = stores;
  const builderOn = (location: LogLocation, source: EventLog) =>
    tracedBuilder(openBuilder({ log: location, source, keyring, masterKey, today, certainToday, identity }), trace);
  const builders = onEach((name) => builderOn(folder.logs[name], storage[name].log));
  const walCopier = openWalCopier();
  const tools = { keys, today, certainToday, linkedCodes, identity, examine: examining(keys), walCopier };
  return {
    follow(model) {
      const { log } = PLACEMENTS[model.name];
      return startFollower(model, { ...reports, tools, dir, log: storage[log].log, builder: builders[log] });
    },
    mustStop: new Promise(() => {}),
    followReports: () => () => {},
    async close() {
      await walCopier.close();
      await Promise.all([builders.log.close(), builders.disclosures.close()]);
    },
  };
}

/** Each log has a thread that applies its events. This thread reads the files. docs/decisions/0061-applying-threads.md */
export function followInThreads(storage: Storage, { reports, linkedCodes, trace, logger }: FollowersDeps): Followers {
  const { folder, keys, clock, stores } = storage;
  const { today, certainToday } = clock;
  const { keyring, masterKey, readModels: dir } = folder;
  const { identity } = stores;
  const { promise: mustStop, resolve: stop } = Promise.withResolvers<StopReason>();

  function onEnded(error: Error): void {
    logger.error({ code: "READ_MODEL_THREAD_ENDED", error: nameOf(error.cause) }, "a thread that applies events has ended");
    stop({ why: "the thread that applies events to read models has ended", exitCode: EXIT_FAULT });
  }
  const feed = openReportFeed();
  const onQuarantine: FollowerReports["onQuarantine"] = (model, streams) => {
    reports.onQuarantine?.(model, streams);
    feed.report({ kind: "quarantined", model, streams });
  };
  const traced = tracedBuildReports(trace);
  const onBuild: FollowerReports["onBuild"] = (...build) => {
    traced(...build);
    reports.onBuild?.(...build);
  };
  const applying = onEach((name) => {
    const models = READ_MODELS.map((model) => model.name).filter((model) => PLACEMENTS[model].log === name);
    const data = { models, dir, log: folder.logs[name], keyring, masterKey, identity };
    const tools = { keys, today, certainToday, linkedCodes, identity };
    return startThreadedReadModels(data, { ...reports, onBuild, onQuarantine, onReport: feed.report, tools, onEnded });
  });
  // Waking a thread costs. The follower of disclosures pauses between two pages, and is woken by whoever waits for a position.
  storage.onCommit((store) => {
    if (store === "log") applying.log.appended();
  });
  keys.onDestroy(async (key) => {
    await Promise.all(LOG_NAMES.map((name) => applying[name].keyDestroyed(key)));
  });
  return {
    follow: (model) => applying[PLACEMENTS[model.name].log].follow(model),
    mustStop,
    followReports: feed.follow,
    async close() {
      await Promise.all(LOG_NAMES.map((name) => applying[name].close()));
    },
  };
}
