// The one stream of the policy's versions.
import type { StoredEvent } from "../../event-log/port.ts";
import { streamKind } from "../stream-kind.ts";
import { evolvePolicy, type PolicyState } from "./decide.ts";
import { POLICY_STREAM, policyEvents } from "./events.ts";

export const policyStreams = streamKind(
  POLICY_STREAM,
  policyEvents,
  (_, state: PolicyState | undefined, event, { actor }) => evolvePolicy(state, event, actor),
  undefined,
);
export const { read: readPolicyEvent } = policyStreams;
export const foldPolicy = (stored: readonly StoredEvent[]) => policyStreams.fold("", stored);
