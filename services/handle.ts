// A command's way, the same for every kind of stream: repeat? - load - may they? - decide - seal - append - read models caught up.
import type { z } from "zod";
import { deriveId } from "../event-log/ids.ts";
import { type Appended, type EventLog, type Position, START, type StoredEvent } from "../event-log/port.ts";
import type { KeyStore } from "../event-log/sealing.ts";
import type { Principal, Resource } from "../policies/facts.ts";
import type { Decision as PolicyDecision, PolicySet } from "../policies/policy.ts";
import { type DecidedEvent, sealEvents, sealingKey } from "./confidential.ts";
import { londonDate } from "./dates.ts";
import { isRefusal, type Refusal, refuse } from "./refusals.ts";
import type { StreamQueue } from "./stream-queue.ts";

/** What services work with. `caughtUp` resolves when this node's read models hold everything up to a position. */
export type Kit = {
  readonly log: EventLog;
  readonly keys: KeyStore;
  readonly policy: PolicySet;
  readonly now: () => Date;
  readonly caughtUp: (position: Position) => Promise<void>;
  /** Commands on one stream, one after the other; each leaves it as soon as its events are appended. */
  readonly queue: StreamQueue;
};

/** The command took effect and is durable, but this node cannot show it. Asking again with its key finds the first outcome. */
export class RecordedNotShown extends Error {
  override name = "RecordedNotShown";
}

/** Who asks and under which key: the same key and input from the same person is the same command, whenever it comes. */
export type Asking = {
  readonly principal: Principal;
  readonly idempotencyKey: string;
  readonly correlation: string;
  /** Refuse when the stream does not hold exactly so many events. */
  readonly expectedVersion?: number | undefined;
};

/** `position` is where a read must have got to, to see this; `version` how many events the stream then held. */
export type Done = { readonly kind: "done"; readonly position: Position; readonly version: number };
export type Outcome = Done | Refusal;

/** One command: the stream it concerns, whether the asker may, and what it does. Both see the stream as stored, in order. */
export type Handling = {
  readonly name: string;
  readonly input: unknown;
  readonly stream: string;
  /** The stream's events by type: what does not fit them is never stored, as nothing could read it. */
  readonly schemas: Readonly<Record<string, z.ZodType>>;
  readonly authorise: (stored: readonly StoredEvent[]) => Promise<PolicyDecision | Refusal>;
  readonly decide: (stored: readonly StoredEvent[]) => Promise<readonly DecidedEvent[] | Refusal>;
};

/** How often a command is decided anew when others append to the same stream in between. */
const ATTEMPTS = 5;

export const actorOf = (principal: Principal): string => (principal.type === "Hub" ? "hub" : principal.facts.id);

/** The command's id. It holds the person, so that nobody meets, or guesses, another's keys. */
export const commandIdOf = ({ principal, idempotencyKey }: Asking): string =>
  deriveId("command", principal.type, actorOf(principal), idempotencyKey);

export async function handle(kit: Kit, asking: Asking, handling: Handling): Promise<Outcome> {
  // The next command on the stream need not wait until read models have caught up: it decides by the log.
  const outcome = await kit.queue.run(handling.stream, () => carryOut(kit, asking, handling));
  return isRefusal(outcome) ? outcome : shown(kit, outcome);
}

type Recorded = { readonly position: Position; readonly version: number };

async function carryOut(
  kit: Kit,
  asking: Asking,
  { name, input, stream, schemas, authorise, decide }: Handling,
): Promise<Recorded | Refusal> {
  const { log, keys, policy } = kit;
  if (asking.idempotencyKey.trim() === "" || asking.idempotencyKey.length > 200)
    return refuse("INVALID_INPUT", "idempotencyKey", "A key has 1 to 200 characters.");
  const commandId = commandIdOf(asking);
  const bodyDigest = keys.digest(JSON.stringify([name, input]));
  const first = await log.outcomeOf(stream, commandId, bodyDigest);
  if (first) return recorded(first);

  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const stored = await log.readStream(stream);
    const policyVersion = policy.version;
    const permitted = await authorise(stored);
    if (isRefusal(permitted)) return permitted;
    if (!permitted.allowed) return refuse("NOT_PERMITTED");
    if (asking.expectedVersion !== undefined && asking.expectedVersion !== stored.length)
      return refuse("STALE_VERSION", "expectedVersion");

    const decided = await decide(stored);
    if (isRefusal(decided)) return decided;
    // Another policy came into force meanwhile: what the last one permitted is asked again.
    if (policy.version !== policyVersion) continue;
    for (const { type, data } of decided)
      if (!schemas[type]?.safeParse(data).success) throw new TypeError(`${name} decided a ${type} that does not fit its schema.`);
    if (decided.length === 0) return { position: stored.at(-1)?.position ?? START, version: stored.length };

    const outcome = await log.append({
      stream,
      expected: stored.length === 0 ? "new" : { version: stored.length },
      events: sealEvents(keys, () => sealingKey(stored) ?? keys.newKey(), decided),
      metadata: {
        actor: actorOf(asking.principal),
        commandId,
        correlation: asking.correlation,
        causation: commandId,
        policyVersion,
        permittedBy: permitted.policies.map(({ id }) => id).sort(),
      },
      bodyDigest,
      at: kit.now().toISOString(),
    });
    if (outcome.kind !== "version-conflict") return recorded(outcome);
  }
  return refuse("BUSY");
}

const recorded = (outcome: { readonly kind: "key-reused" } | Appended): Recorded | Refusal =>
  outcome.kind === "key-reused" ? refuse("KEY_REUSED", "idempotencyKey") : outcome;

/** Done once the read models hold it: what there is to do, or what was there already. Throws RecordedNotShown. */
async function shown(kit: Kit, { position, version }: Recorded): Promise<Done> {
  await kit.caughtUp(position).catch((error) => {
    throw new RecordedNotShown("The command was recorded, and the read models do not hold it.", { cause: error });
  });
  return { kind: "done", position, version };
}

/**
 * Whether a principal may do something to a thing that may not exist. Decided also for none, so that unknown takes as long as
 * invisible; and who may not see the thing is not told that it exists.
 */
export function permission(
  { policy }: Pick<Kit, "policy">,
  principal: Principal,
  { action, reading, resource, exists }: { action: string; reading: string; resource: Resource; exists: boolean },
): PolicyDecision | Refusal {
  const decision = policy.decide(principal, action, resource);
  const hidden = !decision.allowed && !policy.decide(principal, reading, resource).allowed;
  return hidden || !exists ? refuse("NOT_FOUND") : decision;
}

export const todayOf = (kit: Pick<Kit, "now">): string => londonDate(kit.now());
