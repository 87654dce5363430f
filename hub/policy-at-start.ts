// The policy that a hub starts with: the one on record if this version of the hub can decide by it, or, on an empty log, the shipped one, which it publishes.

import { randomUUID } from "node:crypto";
import type { KeyStore } from "../event-log/keys/port.ts";
import type { EventLog, StoredEvent } from "../event-log/port.ts";
import { compilePolicy, loadPolicy } from "../policies/engine/policy.ts";
import { PolicyInvalid } from "../policies/engine/policy-invalid.ts";
import type { PolicyFiles, PolicySet } from "../policies/engine/policy-set.ts";
import { rightsUnder } from "../policies/engine/rights.ts";
import { judgePolicy, startFlaws } from "../policies/review/check.ts";
import { addedActions, mergePolicies, removedForbids, underRelease } from "../policies/review/release.ts";
import type { CommandDeps } from "../services/pipeline/execute-command.ts";
import { createStreamQueue } from "../services/pipeline/stream-queue.ts";
import type { PolicyState } from "../services/policy/decide.ts";
import { POLICY_STREAM } from "../services/policy/events.ts";
import { policyService } from "../services/policy/service.ts";
import { foldPolicy } from "../services/policy/stream.ts";
import { UnreadableEvent } from "../services/stored-events.ts";
import { NeedsOperator } from "./exit-codes.ts";
import type { Logger } from "./observability/logger.ts";

export type PolicySettings = {
  /** The policy shipped with this version of the hub; it has been checked. */
  readonly shipped: PolicySet;
  readonly log: EventLog;
  readonly keys: KeyStore;
  readonly clock: Pick<CommandDeps, "now" | "certainToday" | "recordingInstant">;
  /** The value of CANDOUR_POLICY_APPROVED. */
  readonly approved: string | undefined;
  readonly logger: Logger;
};

/** Has the recorded version, whatever this version of the hub adds to the text. */
export const inForceNow = (version: string, files: PolicyFiles, shipped: PolicySet): PolicySet => ({
  ...underRelease(files, shipped),
  version,
});

/** Throws NeedsOperator if the recorded policy cannot be read. */
function recordedIn(stored: readonly StoredEvent[]): ReturnType<typeof foldPolicy> {
  try {
    return foldPolicy(stored);
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    const { event, reason } = error;
    throw new NeedsOperator(
      `The hub does not start, because the policy on record cannot be read: stream ${event.stream}, position ${Number(event.position)}, ${event.type}: ${reason}. Restore the event log from a backup.`,
    );
  }
}

/** `draft` is what the officer would publish next. */
export type PolicyAtStart = { readonly set: PolicySet; readonly draft: PolicyFiles };

/** Publishes a policy if the log has none. Throws PolicyInvalid if the recorded one is not valid, NeedsOperator if it cannot be read. */
export async function policyAtStart({ approved, logger, shipped, ...deps }: PolicySettings): Promise<PolicyAtStart> {
  const stored = await deps.log.readStream(POLICY_STREAM);
  const recorded = recordedIn(stored);
  const publish = async (policy: PolicySet, reason: string): Promise<PolicyAtStart> => ({
    set: await publishAsHub({ ...deps, shipped }, policy, `policy-${stored.length}-${policy.version}`, reason, recorded?.version),
    draft: policy.files,
  });
  if (!recorded) return publish(shipped, "The policy that the hub comes with, on an empty record.");
  if (recorded.version === shipped.version) return { set: shipped, draft: shipped.files };

  const current = readable(recorded, shipped);
  const merged = mergedFiles(recorded, shipped);
  if (approved === shipped.version) {
    const flaws = merged ? await flawsOf(merged, shipped) : [];
    if (merged && flaws.length === 0) {
      const policy = compilePolicy(merged, shipped);
      if (policy.version !== recorded.version) return publish(policy, APPROVED);
    } else if (typeof current === "string")
      return publish(shipped, "The officer approved this policy, as the one in force was not valid (CANDOUR_POLICY_APPROVED).");
    else
      logger.error(
        { code: "POLICY_NOT_PUBLISHED", flaws },
        "what this version brings was approved and is not published: with the officer's own changes it is not valid",
      );
  }
  if (typeof current === "string")
    throw new PolicyInvalid(
      `The policy in force, version ${recorded.version}, is not valid with this version of the hub: ${current} When the information ` +
        `governance officer has approved the policy that this version comes with, start it with CANDOUR_POLICY_APPROVED=${shipped.version}.`,
    );
  logger.warn(
    {
      ...{ code: "POLICY_DIFFERS" as const, inForce: current.version, shipped: shipped.version },
      ...(current.awaiting.length > 0 && { notPermittedYet: current.awaiting }),
    },
    "the policy in force is not the one in policies/: the information governance officer publishes what is new with `candour policy fetch` and `candour policy publish`",
  );
  return { set: current.set, draft: merged ?? recorded.files };
}
const APPROVED =
  "The officer approved what this version of the hub brings (CANDOUR_POLICY_APPROVED); the officer's own changes are kept.";

/** Returns why this version of the hub would not start on the recorded policy; undefined if it would, including after it publishes an upgrade. */
export function policyProblem(
  stored: readonly StoredEvent[],
  approved: string | undefined,
  shipped: PolicySet = loadPolicy(),
): string | undefined {
  const recorded = foldPolicy(stored);
  if (!recorded || recorded.version === shipped.version || approved === shipped.version) return undefined;
  const current = readable(recorded, shipped);
  return typeof current === "string" ? current : undefined;
}

type ReadablePolicy = { readonly set: PolicySet; readonly version: string; readonly awaiting: readonly string[] };

/** Returns the policy set that decides while the recorded policy is in force, or why this version of the hub cannot decide by it. */
function readable({ version, files, release }: PolicyState, shipped: PolicySet): ReadablePolicy | string {
  try {
    const set = inForceNow(version, files, shipped);
    const [flaw] = [...removedForbids(files, release ?? {}, shipped), ...startFlaws(set, shipped)];
    return flaw ? flaw.why : { set, version, awaiting: addedActions(files, set.schema) };
  } catch (error) {
    if (error instanceof PolicyInvalid) return error.message;
    throw error;
  }
}

/** Returns why a merged policy cannot be published. A policy of the officer that a prohibition of the release leaves without effect is no reason. */
async function flawsOf(merged: PolicyFiles, shipped: PolicySet): Promise<readonly string[]> {
  const verdict = await judgePolicy(merged, shipped);
  const flaws = verdict.kind === "flawed" ? verdict.flaws : [];
  return flaws.filter(({ code }) => code !== "POLICY_UNREACHABLE").map(({ why }) => why);
}

/** Undefined if the recorded policy cannot be parsed. */
function mergedFiles({ files, release }: PolicyState, shipped: PolicySet): PolicyFiles | undefined {
  try {
    return mergePolicies({ base: release, recorded: files, release: shipped.files }, shipped);
  } catch (error) {
    if (error instanceof PolicyInvalid) return undefined;
    throw error;
  }
}

/** Publishes as the hub. No read model follows the log yet, so there is none to wait for. The shipped policy is not checked here, because a test checks it. */
async function publishAsHub(
  { log, keys, clock, shipped }: Pick<PolicySettings, "log" | "keys" | "clock" | "shipped">,
  policy: PolicySet,
  idempotencyKey: string,
  reason: string,
  basedOn: string | undefined,
): Promise<PolicySet> {
  const deps = {
    ...{ log, keys, policy, ...clock, caughtUp: async () => {}, queue: createStreamQueue() },
    ...{ rights: rightsUnder(policy), readModelFacts: undefined },
  };
  const service = policyService(deps, { judge: async () => ({ kind: "holds", policy }), release: shipped.files });
  const files = Object.entries(policy.files).map(([name, text]) => ({ name, text }));
  const context = { principal: { type: "Hub" }, idempotencyKey, correlation: randomUUID() } as const;
  const outcome = await service.execute("publishPolicy", { files, basedOn, reason }, context);
  if (outcome.kind === "refused") throw new PolicyInvalid(outcome.message);
  return policy;
}
