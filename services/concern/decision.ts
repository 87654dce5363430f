// What a decision on a concern depends on, and what it results in.
import type { Councils } from "../../reference/councils.ts";
import type { SharingPosition, StandingAgreement } from "../council/state.ts";
import type { DecisionContext } from "../decision-context.ts";
import type { Refusal } from "../refusals.ts";
import type { SubmissionState } from "../submission/state.ts";
import type { SupportState } from "../support/state.ts";
import type { Citation, ConcernEvent } from "./events.ts";

export type ConcernDecisionContext = DecisionContext & {
  readonly council: Councils["status"];
  /** Every standing agreement of the concern's council, taken back or not. */
  readonly agreements: readonly StandingAgreement[];
  /** The council's latest position on each share, of this concern and of others. */
  readonly positions: readonly SharingPosition[];
  /** The published value for a citation; undefined when there is none. */
  readonly citation: (metric: string, area: string, period: string) => Citation | undefined;
  /** The bodies that the person represents. */
  readonly bodies: readonly string[];
  /** A support, by id; undefined when there is none. */
  readonly support: (id: string) => SupportState | undefined;
  /** A department's or inspectorate's submission; undefined when there is none, or the person may not see it. */
  readonly submission: (id: string) => SubmissionState | undefined;
};

export type ConcernDecision = readonly ConcernEvent[] | Refusal;

/** Pieces of evidence, replies, requests, conversations and shares, each, of one concern. */
export const MAX_PER_CONCERN = 200;
