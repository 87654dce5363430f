import { definePage } from "../page.ts";

/** All that waits for the person, by the day it is due. */
export const tasksPage = definePage({
  path: "/tasks",
  document: "tasks/tasks.graphql",
  template: "tasks/tasks.njk",
  variables: ({ address }) => ({ after: address.after ?? null }),
  present: ({ inbox }) => ({ title: "Tasks", inbox }),
});
