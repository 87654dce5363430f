// The path of a command, the same for every kind of stream. A command that policy forbids is refused before the stream is read. A repeated
// one gets its first outcome. Otherwise: load, authorise, decide, seal, append, and wait for the read models to catch up.
import { deriveId } from "../../event-log/ids.ts";
import type { KeyStore } from "../../event-log/keys/sealing.ts";
import { ClockBehind, type EventLog, type NewEvent, type Position, START, type StoredEvent } from "../../event-log/port.ts";
import type { Principal, Resource } from "../../policies/engine/facts.ts";
import type { Decision as PolicyDecision, PolicySet } from "../../policies/engine/policy-set.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import { type DecidedEvent, sealEvents, sealingKey } from "../confidential.ts";
import { londonDate } from "../dates.ts";
import type { DecisionContext, NewId } from "../decision-context.ts";
import type { CommandDeclaration } from "../input.ts";
import { isRefusal, type Refusal, refuse, refuseSaying } from "../refusals.ts";
import { CannotBeRead, UnreadableEvent, upcast } from "../stored-events.ts";
import { type FoldedStreamKind, streamName } from "../stream-kind.ts";
import type { StreamQueue } from "./stream-queue.ts";
import type { ReadModelFacts } from "./visibility.ts";

/** What services work with. `caughtUp` resolves when this node's read models hold everything up to a position. */
export type CommandDeps = {
  readonly log: EventLog;
  readonly keys: KeyStore;
  readonly policy: PolicySet;
  readonly rights: Rights;
  /** Undefined before there are read models. */
  readonly readModelFacts: ReadModelFacts | undefined;
  /** The time: it never runs back. */
  readonly now: () => Date;
  /** The last date that has begun whatever is wrong with the clock: for what a date lets happen and nothing takes back. */
  readonly certainToday: () => string;
  /** The instant at which something goes on record. Throws ClockBehind. */
  readonly recordingInstant: () => Date;
  readonly caughtUp: (position: Position) => Promise<void>;
  /** Is told of an event that cannot be read and that no read model has met. */
  readonly onUnreadable?: (error: UnreadableEvent) => void;
  /** Commands on one stream, one after the other; each leaves it as soon as its events are appended. */
  readonly queue: StreamQueue;
};

/** The command took effect and is durable, but this node cannot show it. Asking again with its key finds the first outcome. */
export class RecordedNotShown extends Error {
  override name = "RecordedNotShown";
}

/** Who asks and under which key: the same key and input from the same person is the same command, whenever it comes. */
export type CommandContext = {
  readonly principal: Principal;
  readonly idempotencyKey: string;
  readonly correlation: string;
  /** Keys that the same command may have been carried out under before: an earlier release made other keys of the same line of a file. */
  readonly formerIdempotencyKeys?: readonly string[] | undefined;
  /** Refuse when the stream does not hold exactly so many events. */
  readonly expectedVersion?: number | undefined;
};

export type Done = {
  readonly kind: "done";
  /** The stream's id within its kind. */
  readonly id: string;
  /** The position that a read model must have reached to show this. */
  readonly position: Position;
  /** How many events the stream then had. */
  readonly version: number;
  /** The ids of what the command made are derived from it. */
  readonly commandId: string;
  /** Whether this request recorded something: not where the command had been carried out before, or there was nothing to change. */
  readonly recorded: boolean;
  /** The id of the one thing that the command is there to make, if it made it. */
  readonly created?: string;
};
export type Outcome = Done | Refusal;

/** One command: the stream it concerns, whether the principal may, and what it does. Both see the stream's state, folded once. */
export type CommandSpec<State> = {
  readonly name: string;
  readonly input: unknown;
  readonly creates: CommandDeclaration["creates"];
  readonly streams: FoldedStreamKind<State>;
  /** The stream's id within its kind; a command that begins a stream gives it an id of its own. */
  readonly id: (newId: NewId) => string;
  /** Refuses, before the stream is read, who may not even know of it; in as much time for what does not exist. */
  readonly refuseFirst: () => Promise<Refusal | undefined>;
  readonly authorise: (state: State, context: DecisionContext) => Promise<PolicyDecision | Refusal>;
  readonly decide: (state: State, context: DecisionContext) => Promise<readonly DecidedEvent[] | Refusal>;
  /**
   * Another stream that the command decides by, or adds to: the command waits for those on that stream, and those wait for it. Undefined for
   * none. A stream named here names none itself, so no two commands wait for each other.
   */
  readonly excludes?: (newId: NewId) => Promise<string | undefined>;
  /** What follows on another stream before the command is answered, a repeat too. Returns where that stands in the log, if it is there. */
  readonly follow?: () => Promise<Position | undefined>;
};

const streamOf = ({ streams, id }: Pick<CommandSpec<unknown>, "streams" | "id">, newId: NewId): string =>
  streamName(streams, id(newId));

const DATES_GO_BACK = "The hub's clock is behind the last event of this stream.";

/** How often a command is decided anew when others append to the same stream in between. */
const ATTEMPTS = 5;

export const actorOf = (principal: Principal): string => (principal.type === "Hub" ? "hub" : principal.facts.id);

/** Carries out one command. What cannot be read refuses it, to those alone who are not refused before. */
export async function executeCommand<State>(
  deps: CommandDeps,
  context: CommandContext,
  spec: CommandSpec<State>,
): Promise<Outcome> {
  try {
    return await handled(deps, context, spec);
  } catch (error) {
    if (error instanceof UnreadableEvent) deps.onUnreadable?.(error);
    if (error instanceof CannotBeRead) return refuse("CANNOT_BE_READ");
    throw error;
  }
}

async function handled<State>(deps: CommandDeps, context: CommandContext, spec: CommandSpec<State>): Promise<Outcome> {
  if (context.idempotencyKey.trim() === "" || context.idempotencyKey.length > 200)
    return refuseSaying("INVALID_INPUT", "idempotencyKey", "Enter an idempotency key of 1 to 200 characters.");
  const command = identify(deps, context, spec);
  const refused = await spec.refuseFirst();
  const run = async (): Promise<Recorded | Refusal> => {
    // Who has done this before is told so again, whatever they may see by now.
    const recorded = refused
      ? ((await firstOutcome(deps, spec, command)) ?? refused)
      : await attemptCommand(deps, context, spec, command);
    const further = isRefusal(recorded) ? undefined : await followed(spec);
    return isRefusal(recorded) || further === undefined || further <= recorded.position
      ? recorded
      : { ...recorded, position: further };
  };
  // Who is refused does not wait for what others do there, which would tell of it. And the next command on the stream need not wait until read
  // models have caught up: it decides by the log.
  const onStream = () => deps.queue.run(streamOf(spec, command.newId), run);
  const excluded = refused ? undefined : await spec.excludes?.(command.newId);
  const outcome = await (refused ? run() : excluded === undefined ? onStream() : deps.queue.run(excluded, onStream));
  return isRefusal(outcome) ? outcome : shown(deps, outcome);
}

/** The command is recorded by then: what cannot follow because it cannot be read follows when it can. */
async function followed({ follow }: Pick<CommandSpec<unknown>, "follow">): Promise<Position | undefined> {
  try {
    return await follow?.();
  } catch (error) {
    if (error instanceof CannotBeRead) return undefined;
    throw error;
  }
}

type Recorded = Omit<Done, "kind">;
/** What of a command tells it from others, and what it makes. */
type Named = Pick<CommandSpec<unknown>, "name" | "input" | "creates" | "streams" | "id">;

/** What tells a command from every other: its id and what is made from it, with what earlier releases made of the same. */
type Identity = {
  readonly id: string;
  readonly newId: NewId;
  /** None where no earlier release wrote anything. */
  readonly formerIds: readonly string[];
  /** Of its name and input; the first is stored. */
  readonly digests: readonly [string, ...string[]];
};

/**
 * A command's id, and the one that an earlier release may have given it. The person is part of it, so that nobody meets, or guesses, another's keys. It is
 * keyed, as an idempotency key may be made of what the command holds.
 */
export function commandIdsOf(
  keys: KeyStore,
  { principal, idempotencyKey }: CommandContext,
): readonly [id: string, ...formerIds: string[]] {
  const words = ["command", principal.type, actorOf(principal), idempotencyKey] as const;
  return [keys.deriveId(...words), ...(keys.isOfEarlierRelease ? [deriveId(...words)] : [])];
}

function identify({ keys }: CommandDeps, context: CommandContext, { name, input }: Named): Identity {
  const [id, ...formerIds] = commandIdsOf(keys, context);
  return { id, newId: idsFrom(id), formerIds, digests: keys.digests(JSON.stringify([name, input])) };
}

/** Ids of what a command makes. Its own id cannot be guessed, so neither can these. */
export const idsFrom =
  (commandId: string): NewId =>
  (...words) =>
    deriveId(commandId, ...words);

/** What became of the command when it came before, to this release or an earlier one. */
async function firstOutcome(
  { log }: CommandDeps,
  spec: Named,
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

/**
 * What became of the command when it came under one of its former keys. It is looked for among the events of its stream, and its input is not
 * compared: the same line may have been read differently then.
 */
async function formerOutcome({ log, keys }: CommandDeps, context: CommandContext, spec: Named): Promise<Recorded | undefined> {
  for (const idempotencyKey of context.formerIdempotencyKeys ?? [])
    for (const commandId of commandIdsOf(keys, { ...context, idempotencyKey })) {
      const stored = await log.readStream(streamOf(spec, idsFrom(commandId)));
      const own = ofCommand(stored, commandId);
      const event = own.at(-1);
      if (event) return toRecorded(spec, { ...event, recorded: false }, commandId, own);
    }
  return undefined;
}

async function attemptCommand<State>(
  deps: CommandDeps,
  context: CommandContext,
  spec: CommandSpec<State>,
  command: Identity,
): Promise<Recorded | Refusal> {
  const { log, keys, policy } = deps;
  const { name, streams, authorise, decide } = spec;
  const first = (await firstOutcome(deps, spec, command)) ?? (await formerOutcome(deps, context, spec));
  if (first) return first;

  const { id: commandId, newId } = command;
  const id = spec.id(newId);
  const actor = actorOf(context.principal);
  const stream = streamName(streams, id);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const stored = await log.readStream(stream);
    const policyVersion = policy.version;
    const state = streams.fold(id, stored);
    const decisionContext = { today: todayOf(deps), certainToday: deps.certainToday(), actor, newId };
    const permitted = await authorise(state, decisionContext);
    if (isRefusal(permitted)) return permitted;
    if (!permitted.allowed) return refuse("NOT_PERMITTED");
    if (context.expectedVersion !== undefined && context.expectedVersion !== stored.length)
      return refuse("STALE_VERSION", "expectedVersion");

    const decided = await decide(state, decisionContext);
    if (isRefusal(decided)) return decided;
    // Another policy came into force meanwhile: what the last one permitted is asked again.
    if (policy.version !== policyVersion) continue;
    for (const { type, data } of decided)
      if (!streams.events[type]?.schema.safeParse(data).success)
        throw new TypeError(`${name} decided a ${type} that does not fit its schema.`);
    if (decided.length === 0)
      return { id, position: stored.at(-1)?.position ?? START, version: stored.length, commandId, recorded: false };

    const outcome = await log.append({
      stream,
      expected: stored.length === 0 ? "new" : { version: stored.length },
      events: sealEvents(keys, () => sealingKey(keys, stored) ?? keys.newKey(), decided),
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

/** Done once the read models hold it: what there is to do, or what was there already. Throws RecordedNotShown. */
async function shown(deps: CommandDeps, done: Recorded): Promise<Done> {
  await deps.caughtUp(done.position).catch((error) => {
    throw new RecordedNotShown("The command was recorded, and the read models do not hold it.", { cause: error });
  });
  return { kind: "done", ...done };
}

const ofCommand = (stored: readonly StoredEvent[], commandId: string): readonly StoredEvent[] =>
  stored.filter(({ metadata }) => metadata.commandId === commandId);

/** `events` are those of the command. */
function toRecorded(
  spec: Named,
  { position, version, recorded }: Pick<Recorded, "position" | "version" | "recorded">,
  commandId: string,
  events: readonly DecidedEvent[],
): Recorded {
  const id = spec.id(idsFrom(commandId));
  const created = spec.creates === "stream" ? id : createdBy(spec, events);
  return { id, position, version, commandId, recorded, ...(created !== undefined && { created }) };
}

/** The id of what a command made by its events, in whichever version they were stored; undefined where it made nothing. */
function createdBy(
  { streams, creates }: Pick<Named, "streams" | "creates">,
  events: readonly DecidedEvent[],
): string | undefined {
  for (const event of events) {
    const { type, data } = upcast(event as NewEvent);
    const id = streams.events[type]?.subject === creates ? (data as Readonly<Record<string, unknown>>)[creates] : undefined;
    if (typeof id === "string") return id;
  }
  return undefined;
}

/** For what is decided without looking at the stream: the decision is asked for before it is read. */
export async function refuseForbidden(
  { policy }: Pick<CommandDeps, "policy">,
  principal: Principal,
  action: string,
  resource: Resource,
): Promise<Refusal | undefined> {
  return policy.decideCached(principal, action, resource).allowed ? undefined : refuse("NOT_PERMITTED");
}

/**
 * Whether a principal may do something to a thing that may not exist. Decided also for none, so that unknown takes as long as
 * invisible; and who may not see the thing is not told that it exists.
 */
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
