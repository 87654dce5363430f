// Which policy decides. Its text is on the record: the last published is in force, on every node from the moment it is applied there. A
// hub that knows none publishes the one it comes with; one whose record it cannot honour does not start until a person has said so.
import { randomUUID } from "node:crypto";
import type { EventLog } from "../event-log/port.ts";
import type { KeyStore } from "../event-log/sealing.ts";
import { checkPolicy, startFlaws } from "../policies/check.ts";
import { compilePolicy, type PolicyFiles, PolicyInvalid, type PolicySet } from "../policies/policy.ts";
import { shippedPolicy } from "../policies/principles.ts";
import type { Follower } from "../projections/follower.ts";
import type { PolicyQueries } from "../projections/policy/policy.ts";
import { POLICY_STREAM } from "../services/policy/events.ts";
import { foldPolicy, policyService } from "../services/policy/service.ts";
import { createStreamQueue } from "../services/stream-queue.ts";
import type { Logger } from "./logger.ts";

export type Policies = {
  /** Always the policy in force now: what it answers changes when another is published. */
  readonly inForce: PolicySet;
  /** The policy in force at this moment, which stays what it is. */
  now(): PolicySet;
  /** The policy in force at an instant (ISO 8601, UTC); undefined before there was any. Throws PolicyInvalid where this code cannot read it. */
  at(instant: string): PolicySet | undefined;
  /** From now on, what this node has applied says what is in force. */
  follow(versions: Follower<PolicyQueries>): void;
};

export type PolicySettings = {
  readonly log: EventLog;
  readonly keys: KeyStore;
  readonly now: () => Date;
  /** CANDOUR_POLICY_APPROVED. */
  readonly approved: string | undefined;
  readonly logger: Logger;
};

/** Sees to it that a policy is on record and in force. Throws PolicyInvalid where the one on record does not hold. */
export async function openPolicies(settings: PolicySettings): Promise<Policies> {
  const started = await policyAtStart(settings);
  const compiled = compiling(started);
  let versions: Follower<PolicyQueries> | undefined;
  let current = started;

  function inForce(): PolicySet {
    // Until the read model is built, nothing newer can have been applied here than was read at start.
    if (versions && versions.status().state !== "building") {
      const queries = versions.queries();
      const version = queries.inForce();
      if (version !== undefined && version !== current.version) current = compiled(version, queries);
    }
    return current;
  }

  return {
    inForce: asNow(inForce),
    now: inForce,
    at(instant) {
      const queries = versions?.queries();
      const published = queries?.at(new Date(instant).toISOString());
      return queries && published && compiled(published.version, queries);
    },
    follow(follower) {
      versions = follower;
    },
  };
}

/** A policy set that is another one at every question, where it has to be. */
const asNow = (now: () => PolicySet): PolicySet => ({
  get files() {
    return now().files;
  },
  get version() {
    return now().version;
  },
  get digest() {
    return now().digest;
  },
  get schema() {
    return now().schema;
  },
  get texts() {
    return now().texts;
  },
  get staticPolicies() {
    return now().staticPolicies;
  },
  policiesOn: (action) => now().policiesOn(action),
  viewerOf: (person, action) => now().viewerOf(person, action),
  decide: (principal, action, resource) => now().decide(principal, action, resource),
  decideOnce: (principal, action, resource) => now().decideOnce(principal, action, resource),
});

/** Compiling takes a tenth of a second: the sets asked for lately are kept. */
const KEPT = 8;

function compiling(first: PolicySet) {
  const known = new Map([[first.version, first]]);
  return (version: string, queries: PolicyQueries): PolicySet => {
    const files = known.has(version) ? undefined : queries.files(version);
    const set = known.get(version) ?? onRecord(version, files ?? {});
    const [oldest] = known.keys();
    if (!known.has(version) && known.size >= KEPT && oldest !== undefined) known.delete(oldest);
    known.set(version, set);
    return set;
  };
}

/** By the version that is on record: another version of this code may make another of the same text. */
const onRecord = (version: string, files: PolicyFiles): PolicySet => ({ ...compilePolicy(files), version });

async function policyAtStart({ approved, logger, ...kit }: PolicySettings): Promise<PolicySet> {
  const shipped = shippedPolicy();
  checkPolicy(shipped);
  const stored = await kit.log.readStream(POLICY_STREAM);
  const recorded = foldPolicy(stored);
  const publish = (reason: string) => publishAsHub(kit, shipped, `policy-${stored.length}-${shipped.version}`, reason);
  if (!recorded) return publish("The policy that the hub comes with, on a record that held none.");
  if (recorded.version === shipped.version) return shipped;

  const held = readable(recorded.version, recorded.files);
  if (typeof held !== "string") {
    logger.warn(
      { inForce: held.version, shipped: shipped.version },
      "the policy in force is not the one in policies/: the information governance officer publishes that one with `candour policy publish policies`",
    );
    return held;
  }
  if (approved !== shipped.version)
    throw new PolicyInvalid(
      `The policy in force, version ${recorded.version}, does not hold with this version of the hub: ${held} When the information ` +
        `governance officer has approved the policy that this version comes with, start it with CANDOUR_POLICY_APPROVED=${shipped.version}.`,
    );
  return publish(
    "The policy in force did not hold with this version of the hub. The officer approved this one (CANDOUR_POLICY_APPROVED).",
  );
}

/** The set in force, or why this version of the hub cannot decide by it. */
function readable(version: string, files: PolicyFiles): PolicySet | string {
  try {
    const set = onRecord(version, files);
    const [flaw] = startFlaws(set);
    return flaw ? flaw.why : set;
  } catch (error) {
    if (error instanceof PolicyInvalid) return error.message;
    throw error;
  }
}

/** Before anything follows the log: there is nobody to wait for. The tests hold what the hub comes with to all that is asked of a policy. */
async function publishAsHub(
  { log, keys, now }: Pick<PolicySettings, "log" | "keys" | "now">,
  policy: PolicySet,
  idempotencyKey: string,
  reason: string,
): Promise<PolicySet> {
  const kit = { log, keys, policy, now, caughtUp: async () => {}, queue: createStreamQueue() };
  const service = policyService(kit, async () => ({ kind: "holds", policy }));
  const files = Object.entries(policy.files).map(([name, text]) => ({ name, text }));
  const asking = { principal: { type: "Hub" }, idempotencyKey, correlation: randomUUID() } as const;
  const outcome = await service.execute("publishPolicy", { files, reason }, asking);
  if (outcome.kind === "refused") throw new PolicyInvalid(outcome.message);
  return policy;
}
