import { isAdviser } from "../advisers.ts";
import { definePage } from "../page.ts";

/** What waits for the person, and what is new. */
export const home = definePage({
  path: "/",
  document: "home/home.graphql",
  template: "home/home.njk",
  variables: () => ({}),
  present: ({ viewer, inbox, news }) => ({
    title: "Home",
    name: viewer.name,
    offices: viewer.assignments.filter(({ current }) => current),
    mayLog: isAdviser(viewer.assignments),
    inbox,
    news,
  }),
});
