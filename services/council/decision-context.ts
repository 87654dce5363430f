// The inputs of a decision on a council in addition to its state and the command.
import type { CouncilStatus } from "../../reference/councils.ts";
import type { DecisionContext } from "../decision-context.ts";

export type CouncilDecisionContext = DecisionContext & {
  readonly council: CouncilStatus;
  /** Whether a person is an adviser of the council's region today. */
  readonly advisesHere: (person: string) => boolean;
};
