// The council's conditions in words: the body that a share is with accepts them before it reads anything
// (docs/decisions/0041-the-council-starts-a-share.md).
import { type Refusal, refuse } from "../refusals.ts";
import type { ConcernEvent } from "./events.ts";
import type { Share } from "./state.ts";

/** Whether the share's body has yet to accept conditions in words, or words that the council has added since. */
export const awaitsAcceptance = ({ conditions, accepted }: Pick<Share, "conditions" | "accepted">): boolean =>
  conditions?.toAccept !== undefined && (accepted?.statement ?? 0) < conditions.toAccept;

/** `statement` is the number of the council's statement that whoever accepts has read: words that came meanwhile are not accepted. */
export function acceptConditions(share: Share, statement: number): readonly ConcernEvent[] | Refusal {
  if (!awaitsAcceptance(share)) return [];
  if (statement !== share.conditions?.toAccept) return refuse("STALE_VERSION", "statement");
  return [{ type: "ConditionsAccepted.v1", data: { share: share.id, statement } }];
}
