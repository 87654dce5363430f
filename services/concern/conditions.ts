// Acceptance of the council's conditions in words, without which a share's body reads nothing (docs/decisions/0041-the-council-starts-a-share.md).
import { type Refusal, refuse } from "../refusals.ts";
import type { ConcernEvent } from "./events.ts";
import type { Share } from "./state.ts";

/** Whether the body has not yet accepted the last conditions in words. */
export const awaitsAcceptance = ({ conditions, accepted }: Pick<Share, "conditions" | "accepted">): boolean =>
  conditions?.toAccept !== undefined && (accepted?.statement ?? 0) < conditions.toAccept;

/** `statement` is the number of the statement that the person has read. If the council has made another since, the command is refused. */
export function acceptConditions(share: Share, statement: number): readonly ConcernEvent[] | Refusal {
  if (!awaitsAcceptance(share)) return [];
  if (statement !== share.conditions?.toAccept) return refuse("STALE_VERSION", "statement");
  return [{ type: "ConditionsAccepted.v1", data: { share: share.id, statement } }];
}
