import { concernPath } from "../concern/links.ts";
import { definePage, type PageRequest } from "../page.ts";

export const addressOfShare = ({ address }: Pick<PageRequest, "address">): string =>
  `${concernPath(address.concern)}/shares/${encodeURIComponent(address.share ?? "")}`;

/** A share, proposed or made, and word for word what its body reads by it. For the council and its advisers. */
export const share = definePage({
  path: "/concerns/:concern/shares/:share",
  document: "share/share.graphql",
  template: "share/share.njk",
  variables: ({ address }) => ({ concern: address.concern ?? "", share: address.share ?? "", parts: null, until: null }),
  present({ concern }, request) {
    if (!concern?.share) return undefined;
    const { status, moreTime, body } = concern.share;
    const isOver = status === "WITHDRAWN" || status === "EXPIRED";
    const maySpeak = (concern.speakingOffices ?? []).length > 0;
    return {
      title: `Sharing with ${body.name}`,
      back: { href: `/concerns/${concern.id}`, text: "The concern" },
      concern,
      share: concern.share,
      address: addressOfShare(request),
      isOver,
      mayAnswer: maySpeak && !isOver,
      mayTakeMoreTime: maySpeak && status === "AWAITING_ANSWER" && !moreTime,
    };
  },
});
