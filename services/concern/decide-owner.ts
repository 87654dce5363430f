// Who looks after a concern (docs/decisions/0044-caseload.md).
import { scopeOf } from "../../policies/engine/facts.ts";
import { refuse } from "../refusals.ts";
import type { ConcernInput } from "./commands.ts";
import type { ConcernDecision, ConcernDecisionContext } from "./decision.ts";
import type { ConcernState } from "./state.ts";

/** The owner is an adviser of the concern's region and strand. An unknown person is refused in the same words. */
export function setOwner(
  state: ConcernState,
  { owner }: ConcernInput["setOwner"],
  { scopesOf }: ConcernDecisionContext,
): ConcernDecision {
  if (owner === state.owner) return [];
  if (owner === undefined) return [{ type: "OwnerSet.v1", data: {} }];
  if (!scopesOf(owner).includes(scopeOf(state.region, state.strand))) return refuse("OWNER_NOT_ADVISER", "owner");
  return [{ type: "OwnerSet.v1", data: { owner } }];
}
