// The read models of a log in two threads: one applies its events, and this one reads the files.

import type { Follower } from "../follower.ts";
import type { ReadModelName } from "../placement.ts";
import type { ReadModel } from "../read-model.ts";
import type { ApplyingReport, ApplyingWorkerData } from "./applying-messages.ts";
import { startApplyingThread } from "./applying-thread.ts";
import { type ReadFollowerDeps, readFollower } from "./read-follower.ts";

export type ThreadedReadModels = {
  /** Returns one of the read models of `models`. Call it for each before anything is awaited. */
  follow<Queries>(model: ReadModel<Queries>): Follower<Queries>;
  /** Events were appended to the log. */
  appended(): void;
  /** Resolves when no word that this key sealed is left in a file. */
  keyDestroyed(key: string): Promise<void>;
  close(): Promise<void>;
};

type ApplyingDeps = Omit<ReadFollowerDeps, "thread"> & {
  /** Called with each report, after this thread has taken it. */
  readonly onReport: (report: ApplyingReport) => void;
  /** Called if the thread ends by itself. */
  readonly onEnded: (error: Error) => void;
};

export function startThreadedReadModels(
  data: Omit<ApplyingWorkerData, "days">,
  { onReport, onEnded, ...deps }: ApplyingDeps,
): ThreadedReadModels {
  const { today, certainToday = today } = deps.tools;
  const followers = new Map<ReadModelName, Pick<ReturnType<typeof readFollower>, "take" | "ended">>();
  const thread = startApplyingThread(data, {
    days: () => ({ today: today(), certainToday: certainToday() }),
    onReport(report) {
      followers.get(report.model)?.take(report);
      onReport(report);
    },
    onEnded(error) {
      for (const { ended } of followers.values()) ended();
      onEnded(error);
    },
  });
  return {
    follow(model) {
      const opened = readFollower(model, { ...deps, thread });
      followers.set(model.name, opened);
      return opened.follower;
    },
    appended: () => thread.tell("appended"),
    keyDestroyed: (key) => thread.call("keyDestroyed", key),
    close: thread.close,
  };
}
