import { linkCommands } from "../command-links.ts";
import { type CommandPages, concernPath } from "../concern/links.ts";
import { updatesOf } from "../live/updates.ts";
import { definePage, type PageRequest } from "../page.ts";

export const addressOfShare = ({ address }: Pick<PageRequest, "address">): string =>
  `${concernPath(address.concern)}/shares/${encodeURIComponent(address.share ?? "")}`;

/** What an adviser does with a share; first what goes on with it. */
const PAGES_OF_SHARE: CommandPages = {
  ...{ MAKE_SHARE: "make", CONFIRM_LETTER: "letter-confirmed", RECORD_LETTER: "letter", CONFIRM_DANGER: "danger" },
  ...{ OVERRIDE_OBJECTION: "override", GIVE_REASSURANCE: "reassurance" },
  WITHDRAW_SHARE: "withdraw",
};

/** A share, proposed or made, and word for word what its body reads by it. For the council and its advisers. */
export const sharePage = definePage({
  path: "/concerns/:concern/shares/:share",
  document: "share/share.graphql",
  template: "share/share.njk",
  variables: ({ address }) => ({ concern: address.concern ?? "", share: address.share ?? "", parts: null, until: null }),
  present({ concern }, request) {
    if (!concern?.share) return undefined;
    const { beyondRemit, body, commands, status } = concern.share;
    return {
      title: `Sharing with ${body.name}`,
      back: { href: `/concerns/${concern.id}`, text: "The concern" },
      concern,
      share: concern.share,
      address: addressOfShare(request),
      ...updatesOf("concern", concern.id),
      acts: linkCommands(addressOfShare(request), PAGES_OF_SHARE, commands),
      isForAnotherAdviser: status === "OBJECTED" && !beyondRemit && !commands.includes("OVERRIDE_OBJECTION"),
      mayAnswer: commands.includes("STATE_POSITION"),
      mayTakeMoreTime: commands.includes("TAKE_MORE_TIME"),
    };
  },
});
