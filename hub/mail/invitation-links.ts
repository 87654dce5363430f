// Links of invitations on their way to the invited: mailed, or given to who invites where the hub sends no mail. Their secrets are in memory alone.
import { type Config, hubUrl } from "../config.ts";

/** The link of an invitation, with the secret that is in it. */
export type InvitationLink = { readonly invitation: string; readonly secret: string };

export type InvitationLinks = ReturnType<typeof openInvitationLinks>;

/** More are dropped: they are shown as not sent, and can be sent again. */
const MAX_WAITING = 1_000;

export function openInvitationLinks(config: Pick<Config, "mail" | "signIn" | "host" | "port">) {
  const waiting: InvitationLink[] = [];
  let added = () => {};
  const addressOf = ({ secret }: InvitationLink): string | undefined => {
    if (config.signIn.kind === "off") return undefined;
    const origin = config.signIn.kind === "provider" ? config.signIn.origin : hubUrl(config);
    return new URL(`/join/${secret}`, origin).href;
  };
  return {
    addressOf,
    /** Has the link mailed; where the hub sends no mail, returns its address. Undefined too where there are no pages on which to join. */
    passOn(link: InvitationLink): string | undefined {
      const address = addressOf(link);
      if (!config.mail || address === undefined) return address;
      if (waiting.length < MAX_WAITING) waiting.push(link);
      added();
      return undefined;
    },
    /** Returns what waits to be mailed, and forgets it. */
    takeAll: (): readonly InvitationLink[] => waiting.splice(0),
    /** For what the mail server did not take: it is mailed with the next. */
    putBack: (link: InvitationLink): void => {
      waiting.push(link);
    },
    onAdded(listener: () => void): void {
      added = listener;
    },
  };
}
