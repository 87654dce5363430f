// The streams of claims: one for each task that somebody has claimed or put off.
import type { Occurrence } from "../concern/events.ts";
import { streamKind } from "../stream-kind.ts";
import { CLAIM_CATEGORY, type ClaimEvent, claimEvents } from "./events.ts";

export type ClaimState = {
  /** The number of events. */
  readonly version: number;
  /** Who has claimed the task. */
  readonly claimed?: Occurrence;
  readonly putOff?: Occurrence & { readonly until: string };
};

export function evolveClaim(state: ClaimState | undefined, { type, data }: ClaimEvent, { actor, at }: Occurrence): ClaimState {
  const { claimed, putOff } = state ?? {};
  const version = (state?.version ?? 0) + 1;
  switch (type) {
    case "TaskClaimed.v1":
      return { version, claimed: { actor, at }, ...(putOff && { putOff }) };
    case "TaskReleased.v1":
      return { version, ...(putOff && { putOff }) };
    case "TaskPutOff.v1":
      return { version, ...(claimed && { claimed }), putOff: { actor, at, until: data.until } };
    case "TaskResumed.v1":
      return { version, ...(claimed && { claimed }) };
  }
}

export const claimStreams = streamKind(
  CLAIM_CATEGORY,
  claimEvents,
  (_, state: ClaimState | undefined, event, by) => evolveClaim(state, event, by),
  undefined,
);
export const { read: readClaimEvent, fold: foldClaim } = claimStreams;
