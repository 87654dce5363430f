// The state of one invitation, folded from its events.
import type { Occurrence } from "../concern/events.ts";
import type { InvitationEvent, MailOutcome } from "./events.ts";

type Invited = Extract<InvitationEvent, { type: "PersonInvited.v1" }>["data"];

export type InvitationState = Pick<Invited, "office" | "text"> & {
  readonly id: string;
  readonly invited: Occurrence;
  /** The last link. `mail`: what became of the mail with it; undefined where none was sent, or not yet. */
  readonly link: Pick<Invited, "digest" | "linkUntil"> & { readonly sent: Occurrence; readonly mail?: MailOutcome };
  /** How many links were made for it, the last one included. */
  readonly links: number;
  readonly withdrawn?: Occurrence;
  readonly accepted?: Occurrence & { readonly person: string; readonly issuer: string };
};

/** Whether it was neither accepted nor withdrawn. Its link may have ended. */
export const isOpen = ({ withdrawn, accepted }: InvitationState): boolean => !withdrawn && !accepted;

export function evolveInvitation(
  id: string,
  state: InvitationState | undefined,
  event: InvitationEvent,
  by: Occurrence,
): InvitationState {
  if (event.type === "PersonInvited.v1") {
    const { office, text, digest, linkUntil } = event.data;
    return { id, office, text, invited: by, link: { digest, linkUntil, sent: by }, links: 1 };
  }
  if (!state) throw new Error(`The stream of an invitation starts with ${event.type}.`);
  switch (event.type) {
    case "InvitationSentAgain.v1":
      return { ...state, link: { ...event.data, sent: by }, links: state.links + 1 };
    case "InvitationMailed.v1":
      return { ...state, link: { ...state.link, mail: event.data.outcome } };
    case "InvitationWithdrawn.v1":
      return { ...state, withdrawn: by };
    case "InvitationAccepted.v1":
      return { ...state, accepted: { ...by, ...event.data } };
  }
}
