// Open invitations, and one of them, which can be sent again and withdrawn.
import { defineForm, definePage, wordsIn } from "../page.ts";
import { showLink } from "./shown-link.ts";

export const invitationsPage = definePage({
  path: "/invitations",
  document: "invitations/invitations.graphql",
  template: "invitations/invitations.njk",
  variables: ({ address }) => ({ after: address.after ?? null }),
  present: ({ viewer, invitations: shown }) =>
    viewer.mayInvitePeople
      ? { title: "Open invitations", back: { href: "/people", text: "People" }, invitations: shown }
      : undefined,
});

export const invitationPage = definePage({
  path: "/invitations/:invitation",
  document: "invitations/invitation.graphql",
  template: "invitations/invitation.njk",
  variables: ({ address }) => ({ id: address.invitation ?? "" }),
  present: ({ viewer, invitation: shown }) =>
    shown && viewer.mayInvitePeople
      ? {
          title: `Invitation of ${shown.name ?? "a person whose name was erased"}`,
          back: { href: "/invitations", text: "Open invitations" },
          invitation: shown,
        }
      : undefined,
});

export const sendInvitationAgain = defineForm({
  path: "/invitations/:invitation/send-again",
  document: "invitations/send-again.graphql",
  page: invitationPage,
  variables: (words, { address }) => ({
    input: { idempotencyKey: wordsIn(words, "key"), invitation: address.invitation ?? "" },
  }),
  showOnce: showLink,
  next: ({ address }) => `/invitations/${encodeURIComponent(address.invitation ?? "")}`,
});

export const withdrawInvitation = defineForm({
  path: "/invitations/:invitation/withdraw",
  document: "invitations/withdraw.graphql",
  page: invitationPage,
  variables: (words, { address }) => ({
    input: { idempotencyKey: wordsIn(words, "key"), invitation: address.invitation ?? "" },
  }),
  next: () => "/invitations",
});
