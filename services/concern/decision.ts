// What a decision on a concern depends on, and what it comes to.
import type { CouncilStatus } from "../../reference/councils.ts";
import type { SharingPosition, StandingAgreement } from "../council/state.ts";
import type { Refusal } from "../refusals.ts";
import type { SubmissionState } from "../submission/state.ts";
import type { SupportState } from "../support/state.ts";
import type { Citation, ConcernEvent } from "./events.ts";

/** Everything a decision may depend on besides the concern and the command: looked up before, passed in. */
export type DecisionContext = {
  /** The date in England. */
  readonly today: string;
  /** The last date that has begun whatever is wrong with the hub's clock: silence counts by it. Nothing takes back what it lets leave. */
  readonly certainToday: string;
  /** The person who asks, or `hub`. */
  readonly actor: string;
  /** A new id of this command's own: the same words, the same id. */
  readonly newId: (...words: string[]) => string;
  readonly council: (code: string, date: string) => CouncilStatus;
  /** Every standing agreement the concern's council has given, taken back or not. */
  readonly agreements: readonly StandingAgreement[];
  /** What the council last said of each share, of this concern and of others. */
  readonly positions: readonly SharingPosition[];
  /** The published value for a citation; undefined when the hub holds none. */
  readonly citation: (metric: string, area: string, period: string) => Citation | undefined;
  /** The bodies that the person speaks for. */
  readonly bodies: readonly string[];
  /** A support, by id; undefined when there is none. */
  readonly support: (id: string) => SupportState | undefined;
  /** A department's or inspectorate's submission; undefined when there is none, or the person may not see it. */
  readonly submission: (id: string) => SubmissionState | undefined;
};

export type ConcernDecision = readonly ConcernEvent[] | Refusal;

/** Pieces of evidence, replies, requests, conversations, shares and such that one concern can hold, each: it is read and written as one. */
export const MAX_PER_CONCERN = 200;
