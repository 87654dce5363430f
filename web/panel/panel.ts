// The Performance Support Panel's caseload: what is reported to it, what it challenges, and what it found.
import { definePage } from "../page.ts";

export const panelCaseloadPage = definePage({
  path: "/panel",
  document: "panel/panel.graphql",
  template: "panel/panel.njk",
  variables: ({ address }) => ({ after: address.after ?? null }),
  present: ({ viewer, inbox, concerns }) =>
    viewer.mayChallengeConcerns ? { title: "Caseload of the Performance Support Panel", inbox, concerns } : undefined,
});
