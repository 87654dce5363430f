// What is shared with a person: of which council, what for, until when and on which conditions, and what has ended. The API gives each what they have.
import { linkCommands } from "../command-links.ts";
import { concernPath } from "../concern/links.ts";
import type { AnswerOf } from "../documents.ts";
import { definePage } from "../page.ts";

export const SHARED_WITH_US = "/shared-with-us";

type ShareToAccept = AnswerOf<"shared-with-us/shares-to-accept.graphql">["sharesToAccept"]["nodes"][number];

const withLink = (share: ShareToAccept) => ({
  ...share,
  links: linkCommands(
    concernPath(share.concern),
    { ACCEPT_CONDITIONS: `conditions/${encodeURIComponent(share.share)}` },
    share.commands,
  ),
});
const back = { href: SHARED_WITH_US, text: "What is shared with you" };

export const sharedWithUsPage = definePage({
  path: SHARED_WITH_US,
  document: "shared-with-us/shared-with-us.graphql",
  template: "shared-with-us/shared-with-us.njk",
  variables: ({ address }) => ({ after: address.after ?? null }),
  present: ({ sharesToAccept, concerns, news }) => ({
    title: "What is shared with you",
    toAccept: { ...sharesToAccept, nodes: sharesToAccept.nodes.map(withLink) },
    concerns,
    ended: news,
  }),
});

export const conditionsToAcceptPage = definePage({
  path: `${SHARED_WITH_US}/conditions`,
  document: "shared-with-us/shares-to-accept.graphql",
  template: "shared-with-us/shares-to-accept.njk",
  variables: ({ address }) => ({ after: address.after ?? null }),
  present: ({ sharesToAccept }) => ({
    ...{ title: "Conditions to accept", back, pageInfo: sharesToAccept.pageInfo },
    shares: sharesToAccept.nodes.map(withLink),
  }),
});

export const endedSharesPage = definePage({
  path: `${SHARED_WITH_US}/ended`,
  document: "shared-with-us/ended-shares.graphql",
  template: "shared-with-us/ended-shares.njk",
  variables: ({ address }) => ({ after: address.after ?? null }),
  present: ({ news }) => ({ title: "Shares that have ended", back, shares: news.nodes, pageInfo: news.pageInfo }),
});
