// Support, aligned over its strands, and the conversation with a council.
import {
  readApproaches,
  readContacts,
  readFormerLeads,
  readLead,
  readPastApproaches,
} from "../../projections/council/read-council.ts";
import { presentApproach, presentConcluded, presentContact, presentSupport } from "../../projections/support/present.ts";
import type { CouncilContact, Picture } from "../../projections/support/queries.ts";
import {
  type AlignedSupport,
  readAlignedSupport,
  readPracticeContacts,
  readRegionalSupport,
  readSupport,
  type SeenSupport,
  seenSupport,
  supportsOfConclusion,
} from "../../projections/support/read-support.ts";
import type { Cause } from "../../reference/causes.ts";
import type { Council } from "../../reference/councils.ts";
import type { Strand } from "../../reference/strands.ts";
import { type ConversationCommandName, conversationCommands } from "../../services/council/decide-conversation.ts";
import { type SupportCommandName, supportCommands } from "../../services/support/decide.ts";
import type { SupportState, SupportStatus } from "../../services/support/state.ts";
import { type Context, pageSize, readerOf, waitFor } from "../context.ts";
import { mutations, resultOf } from "./command.ts";
import { deed, deedWithReason } from "./deed.ts";
import { type PageArgs, paged } from "./page.ts";

type Positioned = { readonly afterPosition?: string | null };

const seen = ({ hub }: Context, support: SeenSupport | null) => support && presentSupport(hub.keys, support);
/** As the viewer sees it, of those at hand. */
const visible = (context: Context, states: readonly SupportState[]) =>
  states.flatMap((state) => seenSupport(context.hub, context.viewer.facts, state) ?? []).map((support) => seen(context, support));

export const one = (context: Context, id: string) => seen(context, readSupport(context.hub, context.viewer.facts, id));

/** How the supports that a conclusion names stand: for whoever may read the conclusion. */
export const concluded = ({ hub }: Context, ids: readonly string[]) => supportsOfConclusion(hub, ids).map(presentConcluded);

export const supportResolvers = {
  Query: {
    async support(_: unknown, { id, afterPosition }: Positioned & { id: string }, context: Context) {
      await waitFor(context, afterPosition);
      return one(context, id);
    },
    async alignedSupport(_: unknown, { region, afterPosition }: Positioned & { region: string }, context: Context) {
      await waitFor(context, afterPosition);
      const { hub, viewer } = context;
      return readRegionalSupport(hub, viewer.facts, hub.councils.inRegion(region, hub.today()));
    },
    practiceContacts(_: unknown, args: PageArgs & { readonly strand: Strand; readonly cause: Cause }, context: Context) {
      const { hub, viewer } = context;
      const contacts = readPracticeContacts(hub, viewer.facts, args.strand, args.cause);
      if (!contacts) return null;
      const list = (after: string | undefined, limit: number) =>
        contacts(after === undefined ? undefined : JSON.parse(after), limit);
      const placeOf = ({ council, contact }: CouncilContact) => JSON.stringify({ council, contact });
      const { nodes, pageInfo } = paged(context, ["practice contacts", args.strand, args.cause], args, list, placeOf);
      return { nodes: nodes.map((contact) => presentContact(hub.keys, contact)), pageInfo };
    },
  },
  Mutation: {
    ...mutations(
      Object.keys(supportCommands) as SupportCommandName[],
      ({ hub }, name, input, asking) => hub.services.support.execute(name, input, asking),
      ({ id }) => ({ id }),
    ),
    ...mutations(
      Object.keys(conversationCommands) as ConversationCommandName[],
      ({ hub }, name, input, asking) => hub.services.council.execute(name, input, asking),
      (_, input, { hub }) => ({ council: hub.councils.find(String(input.council)) }),
    ),
  },
  SupportResult: resultOf("SupportChanged"),
  ConversationResult: resultOf("ConversationChanged"),
  SupportChanged: { support: ({ id }: { id: string }, _: unknown, context: Context) => one(context, id) },
  Support: {
    council: ({ council }: { council: string }, _: unknown, { hub }: Context) => hub.councils.find(council),
    detail: ({ detail }: ReturnType<typeof presentSupport>) => detail || null,
  },
  Council: {
    supports({ code }: Council, args: PageArgs & { status?: SupportStatus | null }, context: Context) {
      const { hub } = context;
      const status = args.status ?? undefined;
      const list = (after: string | undefined, limit: number) =>
        hub.support.queries().list(readerOf(context), code, status, after, limit);
      const page = paged(context, ["supports", code, status], args, list, ({ id }) => id);
      return { ...page, nodes: visible(context, page.nodes) };
    },
    alignedSupport: (council: Council, _: unknown, { hub, viewer }: Context) =>
      readAlignedSupport(hub, viewer.facts, [council])[0],
    conversationLead(council: Council, _: unknown, { hub, viewer }: Context) {
      const lead = readLead(hub, viewer.facts, council);
      return lead && { person: lead.person, named: deed(lead.named) };
    },
    formerLeads: (council: Council, _: unknown, { hub, viewer }: Context) =>
      readFormerLeads(hub, viewer.facts, council)?.map(({ person, named, ended }) => ({
        ...{ person, named: deed(named), ended: deedWithReason(hub.keys, ended) },
      })),
    pastApproaches: (council: Council, { first }: { first?: number | null }, { hub, viewer }: Context) =>
      readPastApproaches(hub, viewer.facts, council)
        .slice(0, pageSize(first, 20))
        .map((approach) => ({
          ...presentApproach(hub.keys, approach),
          cancelled: approach.cancelled && deedWithReason(hub.keys, approach.cancelled),
        })),
    pastApproachCount: (council: Council, _: unknown, { hub, viewer }: Context) =>
      readPastApproaches(hub, viewer.facts, council).length,
    approaches: (council: Council, _: unknown, { hub, viewer }: Context) =>
      readApproaches(hub, viewer.facts, council).map((approach) => presentApproach(hub.keys, approach)),
    practiceContacts: (council: Council, _: unknown, { hub, viewer }: Context) =>
      readContacts(hub, viewer.facts, council)?.map((contact) => presentContact(hub.keys, { ...contact, council: council.code })),
  },
  AlignedSupport: {
    overlaps: (aligned: AlignedSupport, { first }: { first?: number | null }, context: Context) =>
      aligned.overlaps(pageSize(first, 20)).flatMap(({ first, second, ...overlap }) => {
        const [a, b] = visible(context, [first, second]);
        return a && b ? [{ first: a, second: b, ...overlap }] : [];
      }),
  },
  StrandPicture: {
    partlyWorking: (picture: Picture) => picture.partly_working,
    notWorking: (picture: Picture) => picture.not_working,
    unmet: (picture: Picture) => picture.waiting,
  },
  PracticeContact: {
    council: ({ council }: { council: string }, _: unknown, { hub }: Context) => hub.councils.find(council),
  },
};
