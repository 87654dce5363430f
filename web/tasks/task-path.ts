// Where a task is done, below the page of the concern that it is about.
import type { AnswerOf } from "../documents.ts";

type TaskKind = AnswerOf<"tasks/tasks.graphql">["inbox"]["nodes"][number]["kind"];

const PAGES: Readonly<Partial<Record<TaskKind, "awareness" | "shares">>> = {
  AWARENESS_TO_ANSWER: "awareness",
  POSITION_WANTED: "shares",
  SHARE_OVERRIDDEN: "shares",
  SHARE_IN_ADVANCE: "shares",
  SHARE_TO_MAKE: "shares",
  OBJECTION_TO_SETTLE: "shares",
  COUNCIL_TO_REACH: "shares",
  LETTER_TO_CONFIRM: "shares",
  DANGER_TO_CONFIRM: "shares",
};

/** Empty for news, and for tasks that are done on the concern's own page. */
export function taskPath({ kind, about }: { readonly kind?: string; readonly about?: string | null }): string {
  const page = PAGES[kind as TaskKind];
  return page && about ? `/${page}/${encodeURIComponent(about)}` : "";
}
