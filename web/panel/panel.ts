// The Performance Support Panel's caseload: what is reported to it, what it challenges, and what it found.
import type { AnswerOf } from "../documents.ts";
import { definePage } from "../page.ts";

type Assigned = Pick<AnswerOf<"home/home.graphql">["viewer"]["assignments"][number], "current" | "role">;

/** Whether the page is offered to somebody. The API decides what they read there. */
export const isOfPanel = (assignments: readonly Assigned[]): boolean =>
  assignments.some(({ current, role }) => current && role === "PANEL_MEMBER");

export const panelCaseloadPage = definePage({
  path: "/panel",
  document: "panel/panel.graphql",
  template: "panel/panel.njk",
  variables: ({ address }) => ({ after: address.after ?? null }),
  present: ({ viewer, inbox, concerns }) =>
    isOfPanel(viewer.assignments) ? { title: "Caseload of the Performance Support Panel", inbox, concerns } : undefined,
});
