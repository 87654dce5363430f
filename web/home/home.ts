import { isAdviser } from "../advisers.ts";
import { isOfBoard } from "../board-figures/board-figures.ts";
import { councilsOf } from "../layout/shell.ts";
import { definePage } from "../page.ts";
import { regionsOf } from "../regions.ts";
import { SUBMISSIONS_PATH, SUBMIT_PATH } from "../submissions/links.ts";

/** What waits for the person, and what is new. */
export const homePage = definePage({
  path: "/",
  document: "home/home.graphql",
  template: "home/home.njk",
  variables: () => ({}),
  present: ({ viewer, inbox, news }) => ({
    title: "Home",
    name: viewer.name,
    offices: viewer.assignments.filter(({ current }) => current),
    mayReceive: viewer.mayReceiveShares,
    mayChallenge: viewer.mayChallengeConcerns,
    mayPublishPolicy: viewer.mayPublishPolicy,
    mayApprovePolicy: viewer.policyToApprove !== null,
    mayReadPeople: viewer.mayReadPeople,
    mayReadRetention: viewer.mayReadRetention,
    mayReadOverdue: viewer.mayReadOverdue,
    councils: councilsOf(viewer),
    mayLog: isAdviser(viewer.assignments),
    regions: regionsOf(viewer.assignments),
    mayReadFigures: isOfBoard(viewer.assignments),
    submitsFor: viewer.submitsFor.map(({ body }) => body.name),
    ...{ submitPath: SUBMIT_PATH, submissionsPath: SUBMISSIONS_PATH },
    inbox,
    news,
  }),
});
