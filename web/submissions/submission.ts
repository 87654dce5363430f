import { linkCommands } from "../command-links.ts";
import { definePage } from "../page.ts";
import { PAGES_OF_SUBMISSION, SUBMISSIONS_PATH, submissionPath } from "./links.ts";

/** What somebody submitted about a council, and what became of it as far as its reader may know. */
export const submissionPage = definePage({
  path: `${SUBMISSIONS_PATH}/:submission`,
  document: "submissions/submission.graphql",
  template: "submissions/submission.njk",
  variables: ({ address }) => ({ id: address.submission ?? "" }),
  present: ({ submission: found }) =>
    found
      ? {
          title: `Information about ${found.council.name}`,
          back: { href: SUBMISSIONS_PATH, text: "All that was submitted" },
          submission: found,
          links: linkCommands(submissionPath(found.id), PAGES_OF_SUBMISSION, found.commands),
        }
      : undefined,
});
