// The path of every command. A principal who may neither see the record nor act on it is refused before its stream is read; a repeated command
// gets its first outcome. Otherwise: load, authorise, decide, seal, append, and wait for the read models to catch up.
import { deriveId } from "../../event-log/ids.ts";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { withKeys } from "../../event-log/keys/with-keys.ts";
import { ClockBehind, type EventLog, type NewEvent, type Position, START, type StoredEvent } from "../../event-log/port.ts";
import { streamName } from "../../event-log/stream-name.ts";
import type { Principal, Resource } from "../../policies/engine/facts.ts";
import type { Decision as PolicyDecision, PolicySet } from "../../policies/engine/policy-set.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import { type DecidedEvent, keyOfStream, keysIn, sealEvents } from "../confidential.ts";
import { londonDate } from "../dates.ts";
import type { DecisionContext, NewId } from "../decision-context.ts";
import type { CommandDeclaration } from "../input.ts";
import { isRefusal, type Refusal, refuse, refuseByPolicy, refuseSaying } from "../refusals.ts";
import { CannotBeRead, UnreadableEvent, upcast } from "../stored-events.ts";
import type { FoldedStreamKind } from "../stream-kind.ts";
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
}

/** Commands with the same principal, key and input are the same command. */
export type CommandContext = {
  readonly principal: Principal;
  readonly idempotencyKey: string;
  readonly correlation: string;
  /** Idempotency keys that earlier releases derived from the same line of an imported file. */
  readonly formerIdempotencyKeys?: readonly string[] | undefined;
  /** The command is refused if the stream has another number of events. */
  readonly expectedVersion?: number | undefined;
};

export type Done = {
  readonly kind: "done";
  /** The stream's id within its kind. */
  readonly id: string;
  /** The position that a read model must have reached to show this. */
  readonly position: Position;
  /** The number of events in the stream after the command. */
  readonly version: number;
  /** The ids of created records are derived from it. */
  readonly commandId: string;
  /** Whether this request recorded an event: false for a repeated command, and if there was nothing to change. */
  readonly recorded: boolean;
  /** The id of the record that the command created according to its declaration, if it created one. */
  readonly created?: string;
};
export type Outcome = Done | Refusal;

/** How to execute one command. `authorise` and `decide` get the same state, folded once. */
export type CommandSpec<State> = {
  readonly name: string;
  readonly input: unknown;
  readonly creates: CommandDeclaration["creates"];
  readonly streams: FoldedStreamKind<State>;
  /** The stream's id within its kind; new for a command that creates a stream. */
  readonly id: (newId: NewId) => string;
  /** Refuses a principal who may not learn that the stream exists, before it is read and in the same time as for a stream that does not exist. */
  readonly refuseFirst: () => Promise<Refusal | undefined>;
  readonly authorise: (state: State, context: DecisionContext) => Promise<PolicyDecision | Refusal>;
  readonly decide: (state: State, context: DecisionContext) => Promise<readonly DecidedEvent[] | Refusal>;
  /**
   * Other streams that the command reads or appends to, whose commands must not run meanwhile. Those exclude no other stream, and several are locked in
   * the order of their names, so there is no deadlock.
   */
  readonly excludes?: (newId: NewId) => Promise<readonly string[]>;
  /** Appends to another stream before the command returns, even if it is a repeat. Returns the position of that event in the log. */
  readonly follow?: () => Promise<Position | undefined>;
};

const streamOf = ({ streams, id }: Pick<CommandSpec<unknown>, "streams" | "id">, newId: NewId): string =>
  streamName(streams.category, id(newId));

const DATES_GO_BACK = "The hub's clock is behind the last event of this stream.";

/** The maximum number of attempts if others append to the same stream meanwhile. */
const MAX_ATTEMPTS = 5;

const actorOf = (principal: Principal): string => (principal.type === "Hub" ? "hub" : principal.facts.id);
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
  const command = identify(deps, context, spec);
  // The principal's rights have just been read; the command may wait before it is recorded.
  const assertCurrent = deps.beginReading?.() ?? (() => {});
  const refused = await spec.refuseFirst();
  const run = async (): Promise<Recorded | Refusal> => {
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
async function followUp({ follow }: Pick<CommandSpec<unknown>, "follow">): Promise<Position | undefined> {
  try {
    return await follow?.();
  } catch (error) {
    if (error instanceof CannotBeRead) return undefined;
    throw error;
  }
}

type Recorded = Omit<Done, "kind">;
type IdentifiedCommand = Pick<CommandSpec<unknown>, "name" | "input" | "creates" | "streams" | "id">;

/** A command's ids, and those that earlier releases would have assigned. */
type Identity = {
  readonly id: string;
  readonly newId: NewId;
  /** Empty if no earlier release wrote to the log. */
  readonly formerIds: readonly string[];
  /** Digests of its name and input; the first is stored. */
  readonly digests: readonly [string, ...string[]];
};

/**
 * Derives a command's id, and the one that an earlier release may have assigned. The id depends on the person, so that equal keys of two people are
 * different commands; and on a secret, because an idempotency key may be derived from confidential content.
 */
export function commandIdsOf(
  keys: KeyStore,
  { principal, idempotencyKey }: CommandContext,
): readonly [id: string, ...formerIds: string[]] {
  const words = ["command", principal.type, actorOf(principal), idempotencyKey] as const;
  return [keys.deriveId(...words), ...(keys.isOfEarlierRelease ? [deriveId(...words)] : [])];
}

function identify({ keys }: CommandDeps, context: CommandContext, { name, input }: IdentifiedCommand): Identity {
  const [id, ...formerIds] = commandIdsOf(keys, context);
  return { id, newId: idsFrom(id), formerIds, digests: keys.digests(JSON.stringify([name, input])) };
}

/** Derives the ids of created records. The command's id cannot be guessed, so neither can these. */
export const idsFrom =
  (commandId: string): NewId =>
  (...words) =>
    deriveId(commandId, ...words);

/** Returns the outcome of an earlier execution of the command, by this release or another. */
async function firstOutcome(
  { log }: CommandDeps,
  spec: IdentifiedCommand,
  { id, formerIds, digests }: Identity,
): Promise<Recorded | Refusal | undefined> {
  for (const commandId of [id, ...formerIds]) {
    let reused = false;
    for (const digest of digests) {
      const stream = streamOf(spec, idsFrom(commandId));
      const outcome = await log.outcomeOf(stream, commandId, digest);
      if (!outcome) break;
      if (outcome.kind === "appended") {
        const stored = spec.creates === "stream" || spec.creates === "nothing" ? [] : await log.readStream(stream);
        return toRecorded(spec, { ...outcome, recorded: false }, commandId, ofCommand(stored, commandId));
      }
      reused = true;
    }
    if (reused) return refuse("KEY_REUSED", "idempotencyKey");
  }
  return undefined;
}

/** Returns the outcome under a former key. Inputs are not compared, because an earlier release may have parsed the same line differently. */
async function formerOutcome(
  { log, keys }: CommandDeps,
  context: CommandContext,
  spec: IdentifiedCommand,
): Promise<Recorded | undefined> {
  for (const idempotencyKey of context.formerIdempotencyKeys ?? [])
    for (const commandId of commandIdsOf(keys, { ...context, idempotencyKey })) {
      const stored = await log.readStream(streamOf(spec, idsFrom(commandId)));
      const own = ofCommand(stored, commandId);
      const event = own.at(-1);
      if (event) return toRecorded(spec, { ...event, recorded: false }, commandId, own);
    }
  return undefined;
}

/** Undefined if the stream is unreadable: a repeated command still gets its first outcome. */
async function readUnlessUnreadable(log: EventLog, stream: string): Promise<readonly StoredEvent[] | undefined> {
  try {
    return await log.readStream(stream);
  } catch (error) {
    if (error instanceof CannotBeRead) return undefined;
    throw error;
  }
}

/** A recorded command has events in its stream: if the stream has none, the log need not be queried, which is slow over a network. */
const mayBeRecorded = ({ id, formerIds }: Identity, stored: readonly StoredEvent[] | undefined): boolean =>
  stored === undefined ||
  formerIds.length > 0 ||
  stored.some(({ metadata, unreadable }) => unreadable || metadata.commandId === id);

async function attemptCommand<State>(
  deps: CommandDeps,
  context: CommandContext,
  spec: CommandSpec<State>,
  command: Identity,
  assertCurrent: () => void,
): Promise<Recorded | Refusal> {
  const { log, keys, policy } = deps;
  const { name, streams, authorise, decide } = spec;
  const { id: commandId, newId } = command;
  const id = spec.id(newId);
  const stream = streamName(streams.category, id);
  let read = await readUnlessUnreadable(log, stream);
  const first =
    (mayBeRecorded(command, read) ? await firstOutcome(deps, spec, command) : undefined) ??
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
    const sealed = await sealEvents(keys, () => keyOfStream(keys, stored), decided);
    // Another policy came into force meanwhile and must permit the command.
    if (policy.version !== policyVersion) continue;
    if (decided.length === 0)
      return { id, position: stored.at(-1)?.position ?? START, version: stored.length, commandId, recorded: false };

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
    if (outcome.kind === "appended") return toRecorded(spec, { ...outcome, recorded: !outcome.repeated }, commandId, decided);
  }
  return refuse("BUSY");
}

/** Returns the outcome after the read models have applied it. Throws RecordedNotShown. */
async function awaitReadModels(deps: CommandDeps, done: Recorded): Promise<Done> {
  await deps.caughtUp(done.position).catch((error) => {
    throw new RecordedNotShown("The command was recorded, and the read models do not hold it.", { cause: error });
  });
  return { kind: "done", ...done };
}

const ofCommand = (stored: readonly StoredEvent[], commandId: string): readonly StoredEvent[] =>
  stored.filter(({ metadata }) => metadata.commandId === commandId);

/** `events` are the command's events. */
function toRecorded(
  spec: IdentifiedCommand,
  { position, version, recorded }: Pick<Recorded, "position" | "version" | "recorded">,
  commandId: string,
  events: readonly DecidedEvent[],
): Recorded {
  const id = spec.id(idsFrom(commandId));
  const created = spec.creates === "stream" ? id : createdBy(spec, events);
  return { id, position, version, commandId, recorded, ...(created !== undefined && { created }) };
}

/** Returns the id of the record that a command created, by its events in whichever version; undefined where it created nothing. */
function createdBy(
  { streams, creates }: Pick<IdentifiedCommand, "streams" | "creates">,
  events: readonly DecidedEvent[],
): string | undefined {
  for (const event of events) {
    const { type, data } = upcast(event as NewEvent);
    const id = streams.events[type]?.creates === creates ? (data as Readonly<Record<string, unknown>>)[creates] : undefined;
    if (typeof id === "string") return id;
  }
  return undefined;
}

/** For commands that policy decides without the stream's state, and therefore before it is read. */
export async function refuseForbidden(
  { policy }: Pick<CommandDeps, "policy">,
  principal: Principal,
  action: string,
  resource: Resource,
): Promise<Refusal | undefined> {
  const { allowed, policies } = policy.decideCached(principal, action, resource);
  return allowed ? undefined : refuseByPolicy(policies);
}

/** Authorises an action on a record that may not exist, in the same time whether it exists or not. A principal who may not see it does not learn that it exists. */
export function permission(
  { policy }: Pick<CommandDeps, "policy">,
  principal: Principal,
  { action, reading, resource, exists }: { action: string; reading: string; resource: Resource; exists: boolean },
): PolicyDecision | Refusal {
  const decision = policy.decide(principal, action, resource);
  const hidden = !decision.allowed && !policy.decide(principal, reading, resource).allowed;
  return hidden || !exists ? refuse("NOT_FOUND") : decision;
}

export const todayOf = (deps: Pick<CommandDeps, "now">): string => londonDate(deps.now());
