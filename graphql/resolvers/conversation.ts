// The conversation with a council: who leads it, approaches, contacts and dates, and whom the council lets learn from it.
import { type ActScope, actOf, attribution, attributionWithReason } from "../../queries/attribution.ts";
import { councilCommandsNow } from "../../queries/council/commands-now.ts";
import { presentRoutineContact } from "../../queries/council/present-contact.ts";
import { presentNotedDate } from "../../queries/council/present-noted-date.ts";
import * as councilReads from "../../queries/council/read-council.ts";
import { officerCommandsNow } from "../../queries/people/commands-now.ts";
import { readPersonActing } from "../../queries/people/read-actor.ts";
import { presentApproach, presentContact, presentProvider } from "../../queries/support/present.ts";
import { readPracticeContacts } from "../../queries/support/read-support.ts";
import type { Council } from "../../reference/councils.ts";
import { clashCommands } from "../../services/council/decide-clash.ts";
import { conversationCommands } from "../../services/council/decide-conversation.ts";
import { notedDateCommands } from "../../services/council/noted-dates.ts";
import { routineContactCommands } from "../../services/council/routine-contacts.ts";
import { type Context, pageSize } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { mutations, namesOf, resultOf } from "./command.ts";
import { paged } from "./page.ts";
import { council } from "./reference.ts";

const ofRegion = ({ code, region }: Council): ActScope => ({ council: code, region });
/** The lead of a conversation as a person, in the role that they had at an instant. */
const leadOf = (hub: Context["hub"], council: Council, person: string, at: string) => ({
  person,
  adviser: () => readPersonActing(hub, actOf({ actor: person, at }, ofRegion(council))),
});

/** Shared by all fields of a request that ask about the council. */
const councilCommandsOn = ({ hub, viewer, shared }: Context, { code, region }: Council) =>
  shared(`council commands ${code}`, () => councilCommandsNow(hub, viewer, { code, region }));

export const conversationResolvers = {
  Query: {
    practiceContacts(_, args, context) {
      const { hub, viewer } = context;
      const contacts = readPracticeContacts(hub, viewer.facts, args.strand, args.cause);
      if (!contacts) return null;
      const list = (after: string | undefined, limit: number) =>
        contacts(after === undefined ? undefined : JSON.parse(after), limit);
      const name = ["practice contacts", args.strand, args.cause];
      const { nodes, pageInfo } = paged(context, name, args, list, ({ council, contact }) =>
        JSON.stringify({ council, contact }),
      );
      return { nodes: nodes.map((contact) => presentContact(hub.keys, contact)), pageInfo };
    },
  },
  Mutation: {
    ...mutations(
      namesOf({ ...conversationCommands, ...routineContactCommands, ...clashCommands, ...notedDateCommands }),
      ({ council }) => council,
      (_, input, context) => ({ council: council(context, String(input.council)) }),
    ),
  },
  ConversationResult: resultOf("ConversationChanged"),
  Council: {
    commands: (council, _, context) => [
      ...councilCommandsOn(context, council).onConversation(),
      ...officerCommandsNow(context.hub, context.viewer, council.code),
    ],
    approachesFor: (council, _, context) => councilCommandsOn(context, council).bodiesToApproach().map(presentProvider),
    conversationLead(council, _, { hub, viewer }) {
      const lead = councilReads.readLead(hub, viewer.facts, council);
      return (
        lead && {
          ...leadOf(hub, council, lead.person, hub.now().toISOString()),
          named: attribution(lead.named, ofRegion(council)),
        }
      );
    },
    formerLeads: (council, _, { hub, viewer }) =>
      councilReads.readFormerLeads(hub, viewer.facts, council)?.map(({ person, named, ended }) => ({
        ...leadOf(hub, council, person, named.at),
        named: attribution(named, ofRegion(council)),
        ended: attributionWithReason(hub.keys, ended, ofRegion(council)),
      })),
    pastApproaches: (council, { first }, { hub, viewer }) =>
      councilReads
        .readPastApproaches(hub, viewer.facts, council)
        .slice(0, pageSize(first, 20))
        .map((approach) => ({ ...presentApproach(hub.keys, approach, council), council })),
    pastApproachCount: (council, _, { hub, viewer }) => councilReads.readPastApproaches(hub, viewer.facts, council).length,
    approaches: (council, _, { hub, viewer }) =>
      councilReads
        .readApproaches(hub, viewer.facts, council)
        .map((approach) => ({ ...presentApproach(hub.keys, approach, council), council })),
    routineContacts: (council, { first }, { hub, viewer }) =>
      councilReads
        .readRoutineContacts(hub, viewer.facts, council)
        .slice(0, pageSize(first, 20))
        .map((contact) => ({ ...presentRoutineContact(hub.keys, contact, council), council })),
    routineContactCount: (council, _, { hub, viewer }) => councilReads.readRoutineContacts(hub, viewer.facts, council).length,
    notedDates: (council, { first }, { hub, viewer }) =>
      councilReads
        .readNotedDates(hub, viewer.facts, council)
        .slice(0, pageSize(first, 20))
        .map((date) => presentNotedDate(date, council)),
    notedDateCount: (council, _, { hub, viewer }) => councilReads.readNotedDates(hub, viewer.facts, council).length,
    practiceContacts: (council, _, { hub, viewer }) =>
      councilReads
        .readContacts(hub, viewer.facts, council)
        ?.map((contact) => presentContact(hub.keys, { ...contact, council: council.code })),
  },
  Approach: { commands: ({ id, council: of }, _, context) => councilCommandsOn(context, of).onApproach(id) },
  RoutineContact: { commands: ({ id, council: of }, _, context) => councilCommandsOn(context, of).onRoutineContact(id) },
  PracticeContact: {
    council: (parent, _, context) => council(context, parent.council),
    commands: ({ id, council: code }, _, context) => councilCommandsOn(context, council(context, code)).onContactAgreement(id),
  },
} satisfies Resolvers;
