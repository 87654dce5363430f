// The path of every command. A principal who may neither see the record nor act on it is refused before its stream is read; a repeated command
// gets its first outcome. Otherwise: load, authorise, decide, seal, append, and wait for the read models to catch up.
import { lazy } from "../../caching/cache.ts";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { withKeys } from "../../event-log/keys/with-keys.ts";
import { ClockBehind, type EventLog, type Position, START, type StoredEvent } from "../../event-log/port.ts";
import { streamName } from "../../event-log/stream-name.ts";
import type { Principal, Resource } from "../../policies/engine/facts.ts";
import type { Decision as PolicyDecision, PolicySet } from "../../policies/engine/policy-set.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import { type DecidedEvent, keyOfStream, keysIn, sealEvents } from "../confidential.ts";
import { londonDate } from "../dates.ts";
import type { DecisionContext, NewId } from "../decision-context.ts";
import { isRefusal, type Refusal, refuse, refuseByPolicy, refuseSaying } from "../refusals.ts";
import { CannotBeRead, UnreadableEvent } from "../stored-events.ts";
import type { FoldedStreamKind } from "../stream-kind.ts";
import { awaitUnlessUnreadable } from "../unless-unreadable.ts";
import {
  actorOf,
  type CommandIdentity,
  type CommandKey,
  type IdentifiedCommand,
  identifyCommand,
  streamOf,
} from "./command-identity.ts";
import { couldBeRecorded, firstOutcome, formerOutcome, type RecordedCommand, recordedCommand } from "./first-outcome.ts";
import type { StreamQueue } from "./stream-queue.ts";
import type { ReadModelFacts } from "./visibility.ts";

export type CommandDeps = {
  readonly log: EventLog;
  readonly keys: KeyStore;
  readonly policy: PolicySet;
  readonly rights: Rights;
  /** Undefined before there are read models. */
  readonly readModelFacts: ReadModelFacts | undefined;
  /** The time, which never goes back. */
  readonly now: () => Date;
  /** The last date that has certainly begun, even if the clock is wrong. */
  readonly certainToday: () => string;
  /** The time of a new event. Throws ClockBehind. */
  readonly recordingInstant: () => Date;
  /** Resolves when this hub's read models have applied everything up to a position. */
  readonly caughtUp: (position: Position) => Promise<void>;
  /** If several hubs share a log: marks the start of a command's reads. The returned function throws if a right may have ended on another hub since. */
  readonly beginReading?: () => () => void;
  /** Called with an unreadable event, which read models may not have reached yet. */
  readonly onUnreadable?: (error: UnreadableEvent) => void;
  /** Runs commands on one stream one after another. Each leaves the queue once its events are appended. */
  readonly queue: StreamQueue;
};

/** The command is durable, but this hub's read models have not applied it yet. A repeat of the command gets the first outcome. */
export class RecordedNotShown extends Error {
  override name = "RecordedNotShown";
  /** Whether this command recorded it, and not an earlier one that it repeats. */
  readonly recorded: boolean;
  constructor(recorded: boolean, options?: ErrorOptions) {
    super("The command was recorded, and the read models do not hold it.", options);
    this.recorded = recorded;
  }
}

export type CommandContext = CommandKey & {
  readonly correlation: string;
  /** The command is refused if the stream has another number of events. */
  readonly expectedVersion?: number | undefined;
};

export type Done = RecordedCommand & { readonly kind: "done" };
export type Outcome = Done | Refusal;

/** How to execute one command. `authorise` and `decide` get the same state, folded once. */
export type CommandSpec<State> = IdentifiedCommand & {
  readonly streams: FoldedStreamKind<State>;
  /** Refuses a principal who may not learn that the stream exists, before it is read and in the same time as for a stream that does not exist. */
  readonly refuseFirst: () => Promise<Refusal | undefined>;
  readonly authorise: (state: State, context: DecisionContext) => Promise<PolicyDecision | Refusal>;
  readonly decide: (state: State, context: DecisionContext) => Promise<readonly DecidedEvent[] | Refusal>;
  /**
   * Other streams or things that the command reads or changes, whose commands must not run meanwhile. Those exclude no other stream, and several are locked in
   * the order of their names, so there is no deadlock.
   */
  readonly excludes?: (newId: NewId) => Promise<readonly string[]>;
  /** Stores what the decided events refer to outside the log, under the stream's key. It may be called again, and the events may not be appended after all. */
  readonly beforeAppend?: (context: DecisionContext, key: string) => Promise<Refusal | undefined>;
  /** Appends to another stream before the command returns, even if it is a repeat. Returns the position of that event in the log. */
  readonly follow?: () => Promise<Position | undefined>;
};

const DATES_GO_BACK = "The hub's clock is behind the last event of this stream.";

/** The maximum number of attempts if others append to the same stream meanwhile. */
const MAX_ATTEMPTS = 5;

const interestsOf = (principal: Principal): readonly string[] => (principal.type === "Hub" ? [] : principal.facts.interests);

/** Executes one command. It is refused if a record that it needs is unreadable. */
export async function executeCommand<State>(
  deps: CommandDeps,
  context: CommandContext,
  spec: CommandSpec<State>,
): Promise<Outcome> {
  try {
    return await runCommand(deps, context, spec);
  } catch (error) {
    if (error instanceof UnreadableEvent) deps.onUnreadable?.(error);
    if (error instanceof CannotBeRead) return refuse("CANNOT_BE_READ");
    throw error;
  }
}

async function runCommand<State>(deps: CommandDeps, context: CommandContext, spec: CommandSpec<State>): Promise<Outcome> {
  if (context.idempotencyKey.trim() === "" || context.idempotencyKey.length > 200)
    return refuseSaying("INVALID_INPUT", "idempotencyKey", "Enter an idempotency key of 1 to 200 characters.");
  const command = identifyCommand(deps, context, spec);
  // The principal's rights have just been read; the command may wait before it is recorded.
  const assertCurrent = deps.beginReading?.() ?? (() => {});
  const refused = await spec.refuseFirst();
  const run = async (): Promise<RecordedCommand | Refusal> => {
    // A repeated command gets its first outcome, even if the principal may no longer see the record.
    const recorded = refused
      ? ((await firstOutcome(deps, spec, command)) ?? refused)
      : await attemptCommand(deps, context, spec, command, assertCurrent);
    if (isRefusal(recorded)) return recorded;
    const followed = await followUp(spec);
    return followed === undefined || followed <= recorded.position ? recorded : { ...recorded, position: followed };
  };
  // A refused command does not queue, because its waiting time would reveal other commands on the stream. A command leaves the queue before the read models
  // catch up, because the next command is decided by the log.
  const onStream = () => deps.queue.run(streamOf(spec, command.newId), run);
  const excluded = refused ? [] : ((await spec.excludes?.(command.newId)) ?? []);
  const excluding = [...new Set(excluded)].sort().reduceRight((work, stream) => () => deps.queue.run(stream, work), onStream);
  const outcome = await (refused ? run() : excluding());
  return isRefusal(outcome) ? outcome : awaitReadModels(deps, outcome);
}

/** The command is already recorded. If the other stream is unreadable, this is done when it is readable again. */
const followUp = async ({ follow }: Pick<CommandSpec<unknown>, "follow">): Promise<Position | undefined> =>
  follow && awaitUnlessUnreadable(follow);

async function attemptCommand<State>(
  deps: CommandDeps,
  context: CommandContext,
  spec: CommandSpec<State>,
  command: CommandIdentity,
  assertCurrent: () => void,
): Promise<RecordedCommand | Refusal> {
  const { log, keys, policy } = deps;
  const { name, streams, authorise, decide } = spec;
  const { id: commandId, newId } = command;
  const id = spec.id(newId);
  const stream = streamName(streams.category, id);
  // A repeated command gets its first outcome even if the stream is unreadable.
  let read = await awaitUnlessUnreadable(() => log.readStream(stream));
  const first =
    (couldBeRecorded(command, read) ? await firstOutcome(deps, spec, command) : undefined) ??
    (await formerOutcome(deps, context, spec));
  if (first) return first;

  // A key counts within its stream: the same command on two streams creates separate records in each.
  const newIdIn = (streamId: string): NewId => (spec.creates === "stream" ? newId : (...words) => newId(streamId, ...words));
  const actor = actorOf(context.principal);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const stored: readonly StoredEvent[] = read ?? (await log.readStream(stream));
    read = undefined;
    const policyVersion = policy.version;
    const state = streams.fold(id, stored);
    const days = { today: todayOf(deps), certainToday: deps.certainToday() };
    const decisionContext = { ...days, actor, interests: interestsOf(context.principal), newId: newIdIn(id) };
    const permitted = await authorise(state, decisionContext);
    if (isRefusal(permitted)) return permitted;
    if (!permitted.allowed) return refuseByPolicy(permitted.policies);
    if (context.expectedVersion !== undefined && context.expectedVersion !== stored.length)
      return refuse("STALE_VERSION", "expectedVersion");

    // Some commands compare their input with recorded text.
    const decided = await withKeys(keys, () => decide(state, decisionContext), keysIn(stored));
    if (isRefusal(decided)) return decided;
    for (const { type, data } of decided)
      if (!streams.events[type]?.schema.safeParse(data).success)
        throw new TypeError(`${name} decided a ${type} that does not fit its schema.`);
    const key = lazy(() => keyOfStream(keys, stored));
    const sealed = await sealEvents(keys, key, decided);
    const notStored = decided.length > 0 ? await spec.beforeAppend?.(decisionContext, await key()) : undefined;
    // Another policy came into force meanwhile and must permit the command.
    if (policy.version !== policyVersion) continue;
    if (decided.length === 0)
      return { id, position: stored.at(-1)?.position ?? START, version: stored.length, commandId, recorded: false };

    if (notStored) return notStored;
    assertCurrent();
    const outcome = await log.append({
      stream,
      expected: stored.length === 0 ? "new" : { version: stored.length },
      events: sealed,
      metadata: {
        actor,
        commandId,
        correlation: context.correlation,
        causation: commandId,
        policyVersion,
        permittedBy: permitted.policies.map(({ id }) => id).sort(),
      },
      bodyDigest: command.digests[0],
      at: deps.recordingInstant().toISOString(),
    });
    if (outcome.kind === "dates-go-back") throw new ClockBehind(DATES_GO_BACK);
    if (outcome.kind === "key-reused") return refuse("KEY_REUSED", "idempotencyKey");
    if (outcome.kind === "appended")
      return recordedCommand(spec, { ...outcome, recorded: !outcome.repeated }, commandId, decided);
  }
  return refuse("BUSY");
}

/** Returns the outcome after the read models have applied it. Throws RecordedNotShown. */
async function awaitReadModels(deps: CommandDeps, done: RecordedCommand): Promise<Done> {
  await deps.caughtUp(done.position).catch((error) => {
    throw new RecordedNotShown(done.recorded, { cause: error });
  });
  return { kind: "done", ...done };
}

/** For commands that policy decides without the stream's state, and therefore before it is read. */
export async function refuseForbidden(
  { rights }: Pick<CommandDeps, "rights">,
  principal: Principal,
  action: string,
  resource: Resource,
): Promise<Refusal | undefined> {
  const { allowed, policies } = rights.decide(principal, action, resource);
  return allowed ? undefined : refuseByPolicy(policies);
}

/** Authorises an action on a record that may not exist, in the same time whether it exists or not. A principal who may not see it does not learn that it exists. */
export function permission(
  { rights }: Pick<CommandDeps, "rights">,
  principal: Principal,
  { action, reading, resource, exists }: { action: string; reading: string; resource: Resource; exists: boolean },
): PolicyDecision | Refusal {
  const isVisible = [action, reading].some((name) => rights.isAllowed(principal, name, resource));
  return isVisible && exists ? rights.decide(principal, action, resource) : refuse("NOT_FOUND");
}

export const todayOf = (deps: Pick<CommandDeps, "now">): string => londonDate(deps.now());
