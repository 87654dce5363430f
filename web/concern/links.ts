// The addresses of a concern's page and of those on which somebody does something with it.
import type { AnswerOf } from "../documents.ts";

type ConcernOf = NonNullable<AnswerOf<"concern/concern.graphql">["concern"]>;
export type OfferedCommand = NonNullable<ConcernOf["commands"]>[number];

/** A command that has a page of its own -> the end of that page's address. */
export type CommandPages = Readonly<Partial<Record<OfferedCommand, string>>>;

export const PAGES_OF_CONCERN: CommandPages = {
  RECORD_AWARENESS: "tell",
  PROPOSE_SHARE: "share",
  RECORD_CONVERSATION: "conversation",
  ADD_EVIDENCE: "evidence",
  CONCLUDE_CONCERN: "conclude",
  REOPEN_CONCERN: "reopen",
  CLOSE_CONCERN: "close",
  ANSWER_WORDS: "words",
  REFUSE_OUTCOME: "outcome",
  REQUEST_SHARE: "request-share",
  EXTEND_TELLING: "more-time-to-tell",
  OPEN_UNTOLD_WORDS: "open-words",
  PROPOSE_DISCARD: "propose-discard",
  DISCARD_CONCERN: "discard",
};

export const PAGES_OF_REQUEST: CommandPages = {
  MAKE_REQUESTED_SHARE: "make",
  DECLINE_SHARE_REQUEST: "decline",
  WITHDRAW_SHARE_REQUEST: "withdraw",
};

/** Links to those pages whose command the API lists, in the order of the pages. `address` is where all of their addresses begin. */
export const linksTo = (address: string, pages: CommandPages, commands: readonly OfferedCommand[]) =>
  Object.entries(pages).flatMap(([name, end]) => {
    const command = commands.find((one) => one === name);
    return command ? [{ command, href: `${address}/${end}` }] : [];
  });

/** The address of a concern's page, by the part of an address that names it. */
export const concernPath = (concern = ""): string => `/concerns/${encodeURIComponent(concern)}`;
