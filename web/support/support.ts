import { linkCommands } from "../command-links.ts";
import { updatesOf } from "../live/updates.ts";
import { definePage, printOf } from "../page.ts";
import {
  addressOfSupport,
  type OfferedSupportCommand,
  PAGES_OF_MILESTONE,
  PAGES_OF_MOVE,
  PAGES_OF_PRESENCE,
  PAGES_OF_REVIEW,
  PAGES_OF_SUPPORT,
} from "./links.ts";

/** Support of a council, with every part that the person may see, and what they may do with it. */
export const supportPage = definePage({
  path: "/supports/:support",
  document: "support/support.graphql",
  template: "support/support.njk",
  variables: ({ address }) => ({ id: address.support ?? "" }),
  present({ support: found }, request) {
    if (!found) return undefined;
    const { code, name } = found.council;
    const address = addressOfSupport(request);
    return {
      title: `Support from ${found.provider.name}`,
      back: { href: `/councils/${encodeURIComponent(code)}/supports`, text: `Support of ${name}` },
      support: found,
      address,
      ...updatesOf("support", found.id),
      links: linkCommands(address, PAGES_OF_SUPPORT, found.commands),
      milestones: withLinks(found.milestones, `${address}/milestones`, PAGES_OF_MILESTONE),
      reviews: withLinks(found.reviews, `${address}/reviews`, PAGES_OF_REVIEW),
      presence: withLinks(found.presence, `${address}/presence`, PAGES_OF_PRESENCE),
      moves: withLinks(found.detail?.moves, `${address}/moves`, PAGES_OF_MOVE),
    };
  },
});

export const supportPrint = printOf(supportPage);

/** Parts of the support, each with links to what the API lists for it. */
const withLinks = <Part extends { readonly id: string; readonly commands: readonly OfferedSupportCommand[] | null }>(
  parts: readonly Part[] | null | undefined,
  address: string,
  pages: Parameters<typeof linkCommands<OfferedSupportCommand>>[1],
) =>
  (parts ?? []).map((part) => ({
    ...part,
    links: linkCommands(`${address}/${encodeURIComponent(part.id)}`, pages, part.commands),
  }));
