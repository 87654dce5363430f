import { concernPath } from "../concern/links.ts";
import { definePage } from "../page.ts";

/** Who was shown what of a concern, and when. For the council and its advisers. */
export const concernOpened = definePage({
  path: "/concerns/:concern/opened",
  document: "concern-opened/opened.graphql",
  template: "concern-opened/opened.njk",
  variables: ({ address }) => ({ concern: address.concern ?? "", after: address.after ?? null }),
  present: ({ concern }) =>
    concern?.disclosures
      ? {
          title: "Who opened this concern",
          back: { href: concernPath(concern.id), text: "Back to the concern" },
          concern,
          disclosures: concern.disclosures,
        }
      : undefined,
});
