// The inputs and the result of a decision on support.
import type { Councils } from "../../reference/councils.ts";
import type { DecisionContext } from "../decision-context.ts";
import type { Speaker } from "../people/spoken-in.ts";
import type { Refusal } from "../refusals.ts";
import type { SupportEvent } from "./events.ts";
import type { SupportState } from "./state.ts";

export type SupportDecisionContext = DecisionContext & {
  readonly council: Councils["status"];
  /** The offices in which the person may speak for the council in the strand of the support. */
  readonly offices: readonly Speaker[];
  /** The package that the command names, if the person may see it. */
  readonly package: SupportState | undefined;
  /** The current lead, unsealed, to compare with a new one; undefined if it was erased. */
  readonly lead: string | undefined;
};

export type SupportDecision = readonly SupportEvent[] | Refusal;
