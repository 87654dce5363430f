import { isAdviser } from "../advisers.ts";
import { definePage } from "../page.ts";

/** The concerns that the person may see, newest first. */
export const concernsPage = definePage({
  path: "/concerns",
  document: "concerns/concerns.graphql",
  template: "concerns/concerns.njk",
  variables: ({ address }) => ({ after: address.after ?? null }),
  present: ({ concerns, viewer }) => ({ title: "Concerns", concerns, mayLog: isAdviser(viewer.assignments) }),
});
