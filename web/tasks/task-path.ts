// Where a task is done, if there is a page for it.
import type { AnswerOf } from "../documents.ts";
import { OWN_INTERESTS } from "../own-interests/own-interests.ts";

type TaskKind = AnswerOf<"tasks/tasks.graphql">["inbox"]["nodes"][number]["kind"];

const SHARE = "shares/:about";
/** Kind -> the page below its concern. */
const PAGES: Readonly<Partial<Record<TaskKind, string>>> = {
  AWARENESS_TO_ANSWER: "awareness/:about",
  POSITION_WANTED: SHARE,
  SHARE_OVERRIDDEN: SHARE,
  SHARE_IN_ADVANCE: SHARE,
  SHARE_TO_MAKE: SHARE,
  OBJECTION_TO_SETTLE: SHARE,
  COUNCIL_TO_REACH: SHARE,
  LETTER_TO_CONFIRM: SHARE,
  DANGER_TO_CONFIRM: SHARE,
  CHALLENGE_TO_ANSWER: "challenges/:about/answer",
  EFFECTIVENESS_TO_REVIEW: "challenges/:about/review",
  ESCALATION_TO_CONFIRM: "escalations/:about/confirm",
};

/** Empty for news, and for tasks that are done on the concern's own page. */
export function taskPath({ kind, about }: { readonly kind?: string; readonly about?: string | null }): string {
  const page = PAGES[kind as TaskKind];
  return page && about ? `/${page.replace(":about", encodeURIComponent(about))}` : "";
}

const AT_COUNCIL: readonly TaskKind[] = ["CONTACT_STEP_DUE", "APPROACH_PLANNED"];

/** Whether a task is about no record with a page, but is done from the page of its council. */
export const isDoneAtCouncil = ({
  kind,
  council,
}: {
  readonly kind?: string;
  readonly council?: { readonly code?: string } | null;
}) => AT_COUNCIL.some((one) => one === kind) && council?.code !== undefined;

/** What somebody is asked about themselves -> its page. */
const ABOUT_ONESELF: Readonly<Partial<Record<TaskKind, string>>> = { INTERESTS_TO_DECLARE: OWN_INTERESTS };

/** Undefined for tasks about others. */
export const pathOfOwnTask = ({ kind }: { readonly kind?: string }): string | undefined => ABOUT_ONESELF[kind as TaskKind];

/** Whether a task is done before its concern can be read. */
export const isDoneBeforeReading = ({ kind }: { readonly kind?: string }): boolean => kind === "CONDITIONS_TO_ACCEPT";
