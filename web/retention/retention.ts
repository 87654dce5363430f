// How long records are kept, what was erased and what is erased next.
import { definePage } from "../page.ts";

export const retentionPage = definePage({
  path: "/retention",
  document: "retention/retention.graphql",
  template: "retention/retention.njk",
  variables: () => ({}),
  present: ({ retention }) => retention && { title: "How long records are kept", ...retention },
});
