// The inputs and the result of a decision on a concern.
import type { Councils } from "../../reference/councils.ts";
import type { SharingPosition, StandingAgreement } from "../council/state.ts";
import type { DecisionContext } from "../decision-context.ts";
import type { HeldOffice } from "../people/assignments.ts";
import type { Speaker } from "../people/spoken-in.ts";
import type { Refusal } from "../refusals.ts";
import type { SubmissionState } from "../submission/state.ts";
import type { SupportState } from "../support/state.ts";
import type { UploadedFile } from "./attachments.ts";
import type { Citation, ConcernEvent } from "./events.ts";
import type { Notified } from "./notified.ts";
import type { DisclosureToBody } from "./outcome-recipients.ts";
import type { UntoldMatter } from "./untold.ts";

export type ConcernDecisionContext = DecisionContext & {
  readonly council: Councils["status"];
  /** Every standing agreement of the concern's council, including withdrawn ones. */
  readonly agreements: readonly StandingAgreement[];
  /** The council's latest position on each share of this and other concerns. */
  readonly positions: readonly SharingPosition[];
  /** Whether the person may read the sharing record of a concern on which the council stated a position. Only for `requestShare`. */
  readonly readsSharingRecord: (concern: string) => boolean;
  /** Finds the published value for a citation; undefined if there is none. */
  readonly citation: (metric: string, area: string, period: string) => Citation | undefined;
  /** Of a concern to be logged: untold ones of the same council, strand and cause, logged lately, whose last day it is given. */
  readonly untoldMatters: readonly UntoldMatter[];
  /** What is on record of a person who may have been notified of a share; undefined where the command names none. */
  readonly notified?: Notified | undefined;
  /** The offices in which the person may speak for the council in the concern's strand. */
  readonly offices: readonly Speaker[];
  /** Finds the offices that somebody holds in the council. Empty for people whom the command neither comes from nor names. */
  readonly officesOf: (person: string) => readonly HeldOffice[];
  /** The regions and strands that somebody advises today. Empty for people whom the command does not name. */
  readonly scopesOf: (person: string) => readonly string[];
  /** Whether somebody acts for a body. */
  readonly isOfBody: (person: string, body: string) => boolean;
  /** The bodies that the person represents. */
  readonly bodies: readonly string[];
  /** The bodies that opened the concern's headline or summary, and when; undefined if the command does not need it, or while it cannot be read. */
  readonly disclosures?: readonly DisclosureToBody[] | undefined;
  /** Finds a support by id; undefined if there is none. */
  readonly support: (id: string) => SupportState | undefined;
  /** Finds a file that the person uploaded; undefined if there is none. */
  readonly upload: (id: string) => UploadedFile | undefined;
  /** Finds a department's or inspectorate's submission; undefined if there is none, or the person may not see it. */
  readonly submission: (id: string) => CitableSubmission | undefined;
};

/** A submission, and whether its council knows of it, told apart or through a concern. */
export type CitableSubmission = SubmissionState & { readonly councilAware: boolean };

export type ConcernDecision = readonly ConcernEvent[] | Refusal;

/** The maximum number of pieces of evidence, and of replies, requests, conversations and shares, of one concern. */
export const MAX_PER_CONCERN = 200;
