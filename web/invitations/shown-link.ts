// The page with the link of an invitation, where the hub sends no mail. It answers the form itself: the link is in no address but its own, and is never shown again.
import type { ShownPage } from "../page.ts";

export const showLink = (result: object): ShownPage | undefined =>
  "link" in result && typeof result.link === "string" ? pageOf(result.link) : undefined;

const pageOf = (link: string): ShownPage => ({
  template: "invitations/link.njk",
  show: async () => ({ title: "Pass on this link", link }),
});
