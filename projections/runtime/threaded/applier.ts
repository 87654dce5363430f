// Follows a log and applies its events to read models, as another thread calls, and reports what happens to them.
import { openKeyringForReading } from "../../../event-log/keys/location.ts";
import { withKeys } from "../../../event-log/keys/with-keys.ts";
import { openLogForReading } from "../../../event-log/location.ts";
import { sendTogether } from "../../../event-log/send-together.ts";
import { deserialiseError, type SerialisedError, serialiseError } from "../../../event-log/thread-errors.ts";
import { UnreadableEvent } from "../../../services/stored-events.ts";
import { READ_MODELS } from "../../all.ts";
import { openBuilder } from "../builder.ts";
import { examining } from "../examine.ts";
import type { AppliedFollower } from "../follower.ts";
import { READ_MODEL_ERRORS } from "../not-ready.ts";
import type { ReadModelName } from "../placement.ts";
import { type FollowerDeps, startFollower } from "../start-follower.ts";
import { openWalCopier } from "../wal-copier.ts";
import {
  type ApplyingCall,
  type ApplyingCalls,
  type ApplyingWorkerData,
  FAILED,
  type FromApplying,
  SUCCEEDED,
} from "./applying-messages.ts";

/** Returns what carries out the calls. `post` sends reports and answers to the thread that calls. */
export async function openApplier(
  data: ApplyingWorkerData,
  post: (messages: FromApplying) => void,
): Promise<{ readonly answer: (call: ApplyingCall) => Promise<void> }> {
  const { log: location, keyring, identity, dir } = data;
  const masterKey = Buffer.from(data.masterKey);
  /** The days of the serving thread's clock, as of its last call. */
  let { days } = data;
  const today = () => days.today;
  const certainToday = () => days.certainToday;

  // All read models apply a page in one turn of the event loop.
  const { send: report, flush } = sendTogether(post);

  let appended = () => {};
  const log = await openLogForReading(location, (notify) => {
    appended = notify;
  });
  const keys = await openKeyringForReading(keyring, masterKey);
  const builder = openBuilder({ log: location, source: log, keyring, masterKey, today, certainToday, identity });
  const walCopier = openWalCopier();
  const deps: FollowerDeps = {
    log,
    builder,
    tools: { keys, today, certainToday, identity, examine: examining(keys), walCopier },
    dir,
    onFile: (model, file) => report({ kind: "file", model, file }),
    onState: (model, status) => report({ kind: "state", model, status }),
    onReached: (model, position) => report({ kind: "reached", model, position }),
    onQuarantine: (model, streams) => report({ kind: "quarantined", model, streams }),
    onBuild: (model, ms) => report({ kind: "building", model, ms }),
    onTrouble: (model, trouble, error) => report({ kind: "trouble", model, trouble, failure: serialiseError(error) }),
  };
  const followers = new Map<ReadModelName, AppliedFollower<unknown>>(
    READ_MODELS.filter(({ name }) => data.models.includes(name)).map((model) => [model.name, startFollower(model, deps)]),
  );
  function followerOf(model: ReadModelName): AppliedFollower<unknown> {
    const follower = followers.get(model);
    if (!follower) throw new Error(`The read model "${model}" is not followed in this thread.`);
    return follower;
  }

  const calls: ApplyingCalls = {
    appended: () => appended(),
    wanted(model, position, timeoutMs) {
      appended();
      // Ends the pause between two pages. The serving thread itself waits for the report.
      followerOf(model)
        .reached(position, timeoutMs)
        .catch(() => {});
    },
    live: (model) => followerOf(model).live(),
    rebuild: (model) => followerOf(model).rebuild(),
    turnDay: (model) => withKeys(keys, () => followerOf(model).turnDay()),
    quarantine: (model, event, reason) => followerOf(model).quarantine(new UnreadableEvent(event, reason)),
    damaged: (model, file, failure) => followerOf(model).damaged(file, deserialiseError(failure, READ_MODEL_ERRORS)),
    keyDestroyed: keys.noteDestroyed,
    async close() {
      await walCopier.close();
      await Promise.all([builder.close(), ...[...followers.values()].map((follower) => follower.close())]);
      await keys.close();
      await log.close();
    },
  };

  return {
    async answer(call) {
      days = call.days;
      let failure: SerialisedError | undefined;
      try {
        await (calls[call.name] as (...args: typeof call.args) => unknown)(...call.args);
      } catch (error) {
        failure = serialiseError(error);
      }
      if (call.answer === "message") report({ kind: "answer", number: call.number, ...(failure && { failure }) });
      flush();
      if (typeof call.answer === "string") return;
      Atomics.store(call.answer, 0, failure ? FAILED : SUCCEEDED);
      Atomics.notify(call.answer, 0);
    },
  };
}
