// The addresses of a support's pages, and of those on which somebody does something with it.
import type { PagesOfCommands } from "../command-links.ts";
import type { AnswerOf } from "../documents.ts";
import type { PageRequest } from "../page.ts";

type SupportOnPage = NonNullable<AnswerOf<"support/support.graphql">["support"]>;
export type OfferedSupportCommand = NonNullable<SupportOnPage["commands"]>[number];

type SupportCommandPages = PagesOfCommands<OfferedSupportCommand>;

/** In the order in which a page offers them: first what is done most. */
export const PAGES_OF_SUPPORT: SupportCommandPages = {
  ...{ ANSWER_SUPPORT: "answer", JUDGE_OUTCOME: "judgement", SET_REGION_VIEW: "region-view", ANSWER_OFFER_TELLING: "telling" },
  ...{ TELL_OF_OFFER_AGAIN: "told-again", BEGIN_SUPPORT: "begin", RECORD_PROGRESS: "progress", SET_MILESTONE: "milestones/new" },
  ...{ PLAN_REVIEW: "reviews/new", PLAN_PRESENCE: "presence/new", MOVE_SUPPORT: "move", CHANGE_SUPPORT_LEAD: "lead" },
  ...{ SET_PACKAGE: "package", END_SUPPORT: "end" },
};
export const PAGES_OF_MILESTONE: SupportCommandPages = { MEET_MILESTONE: "met" };
export const PAGES_OF_REVIEW: SupportCommandPages = { RECORD_PROGRESS: "progress", CANCEL_REVIEW: "cancel" };
export const PAGES_OF_PRESENCE: SupportCommandPages = { CANCEL_PRESENCE: "cancel" };
export const PAGES_OF_MOVE: SupportCommandPages = { ANSWER_MOVE: "answer" };

/** The address of a support's page, by the part of an address that names it. */
export const supportPath = (support = ""): string => `/supports/${encodeURIComponent(support)}`;

export const addressOfSupport = ({ address }: Pick<PageRequest, "address">): string => supportPath(address.support);
