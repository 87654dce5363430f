// The inputs of a decision on a council in addition to its state and the command.
import type { CouncilStatus } from "../../reference/councils.ts";
import type { Strand } from "../../reference/strands.ts";
import type { DecisionContext } from "../decision-context.ts";
import type { Speaker } from "../people/spoken-in.ts";
import type { Clash } from "../support/clashes.ts";

export type CouncilDecisionContext = DecisionContext & {
  readonly council: CouncilStatus;
  /** The offices in which the person may speak for the council in a strand. */
  readonly officesFor: (strand: Strand) => readonly Speaker[];
  /** The name of the lead of the conversation; undefined if there is none, or it was erased. */
  readonly leadName: string | undefined;
  /** The clash that the command names, if there is one and the person sees it. */
  readonly visibleClash: Clash | undefined;
  /** The note of the last settlement of that clash, unsealed; undefined if there is none or it was erased. */
  readonly settlementNote: string | undefined;
  /** Whether a person is an adviser of the council's region today. */
  readonly advisesHere: (person: string) => boolean;
};
