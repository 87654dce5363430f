// What a decision on a council depends on besides its state and the command.
import type { CouncilStatus } from "../../reference/councils.ts";

/** Looked up before, passed in. */
export type CouncilDecisionContext = {
  /** The date in England. */
  readonly today: string;
  /** The person who asks. */
  readonly actor: string;
  readonly council: CouncilStatus;
  readonly newId: (...words: string[]) => string;
  /** Whether somebody is an adviser of the council's region today. */
  readonly advisesHere: (person: string) => boolean;
};
