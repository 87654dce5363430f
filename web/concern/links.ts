// The addresses of a concern's page and of those on which somebody does something with it.
import type { PagesOfCommands } from "../command-links.ts";
import type { AnswerOf } from "../documents.ts";

type ConcernOf = NonNullable<AnswerOf<"concern/concern.graphql">["concern"]>;
export type OfferedCommand = NonNullable<ConcernOf["commands"]>[number];

export type CommandPages = PagesOfCommands<OfferedCommand>;

export const PAGES_OF_CONCERN: CommandPages = {
  RECORD_AWARENESS: "tell",
  PROPOSE_SHARE: "share",
  RECORD_CONVERSATION: "conversation",
  ADD_EVIDENCE: "evidence",
  SUPPLY_EVIDENCE: "supplied-evidence",
  CONCLUDE_CONCERN: "conclude",
  REOPEN_CONCERN: "reopen",
  CLOSE_CONCERN: "close",
  ANSWER_WORDS: "words",
  REFUSE_OUTCOME: "outcome",
  REQUEST_SHARE: "request-share",
  SET_OWNER: "owner",
  EXTEND_TELLING: "more-time-to-tell",
  OPEN_UNTOLD_WORDS: "open-words",
  PROPOSE_DISCARD: "propose-discard",
  DISCARD_CONCERN: "discard",
  RAISE_ESCALATION: "escalate",
  RESTRICT_CONCERN: "restrict",
  REVIEW_RESTRICTION: "restriction-reviewed",
  LIFT_RESTRICTION: "lift-restriction",
};

export const PAGES_OF_REQUEST: CommandPages = {
  MAKE_REQUESTED_SHARE: "make",
  DECLINE_SHARE_REQUEST: "decline",
  WITHDRAW_SHARE_REQUEST: "withdraw",
};

/** What a body does by a share with it. */
export const pagesOfBody = (body: string): CommandPages => ({
  CHALLENGE_CONCERN: "challenge",
  SAY_NOT_PERSUADED: `not-persuaded/${encodeURIComponent(body)}`,
});

/** The address of a concern's page, by the part of an address that names it. */
export const concernPath = (concern = ""): string => `/concerns/${encodeURIComponent(concern)}`;
