// Joining by invitation.
import { attribution } from "../../queries/attribution.ts";
import { countUnreadableInvitations, readInvitation, readInvitations } from "../../queries/people/invitations.ts";
import { reveal } from "../../services/confidential.ts";
import { invitationCommands } from "../../services/invitation/decide.ts";
import type { InvitationState } from "../../services/invitation/state.ts";
import { maySpeak } from "../../services/people/assignments.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { mutations, namesOf, resultOf } from "./command.ts";
import { paged } from "./page.ts";
import { body, region } from "./reference.ts";

const scopeOf = ({ office: { council } }: InvitationState) => ({ council });

export const invitationResolvers = {
  Query: {
    invitation: (_, { id }, { hub, viewer }) => readInvitation(hub, viewer, id),
    invitations(_, args, context) {
      const list = (after: string | undefined, limit: number) => readInvitations(context.hub, context.viewer, after, limit);
      const { nodes, ...page } = paged(context, "invitations", args, list, ({ number }) => number);
      const cannotBeRead = () => countUnreadableInvitations(context.hub, context.viewer);
      return { ...page, nodes: nodes.map(({ state }) => state), cannotBeRead };
    },
  },
  Mutation: mutations(
    namesOf(invitationCommands),
    ({ invitation }) => invitation,
    ({ id, secret }, _, { hub }) => ({
      id,
      link: secret === undefined ? undefined : hub.invitationLinks.passOn({ invitation: id, secret }),
    }),
  ),
  InvitationResult: resultOf("InvitationChanged"),
  InvitationChanged: {
    invitation: ({ id }, _, { hub, viewer }) => readInvitation(hub, viewer, id),
  },
  Invitation: {
    name: ({ text }, _, { hub }) => reveal(hub.keys, text)?.name,
    address: ({ text }, _, { hub }) => reveal(hub.keys, text)?.address,
    role: ({ office }) => office.role,
    regions: ({ office }) => office.regions.map(region),
    strands: ({ office }) => office.strands,
    body: ({ office }) => (office.body ? body(office.body) : null),
    council: ({ office }, _, { hub }) => (office.council ? hub.councils.find(office.council) : null),
    speaks: ({ office }) => maySpeak(office),
    acting: ({ office }) => office.acting === true,
    seat: ({ office }) => office.seat,
    from: ({ office }) => office.from,
    until: ({ office }) => office.until,
    invited: (state) => attribution(state.invited, scopeOf(state)),
    sent: (state) => attribution(state.link.sent, scopeOf(state)),
    linkUntil: ({ link }) => link.linkUntil,
    linkEnded: ({ link }, _, { hub }) => link.linkUntil < hub.today(),
    mail: ({ link }) => link.mail,
  },
} satisfies Resolvers;
