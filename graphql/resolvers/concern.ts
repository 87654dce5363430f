// Concerns: what the viewer may see of them, and every command on them.
import { PARTS, type Part } from "../../policies/facts.ts";
import { explainPart } from "../../projections/register/explain.ts";
import {
  presentAwareness,
  presentEvidence,
  presentShare,
  presentShareTerms,
  presentSummary,
} from "../../projections/register/present.ts";
import {
  presentChallenges,
  presentClosing,
  presentConclusions,
  presentConversations,
  presentEscalations,
  presentNotPersuaded,
  presentToRecipient,
  presentWithin,
} from "../../projections/register/present-life.ts";
import type { Filter, Listed } from "../../projections/register/queries.ts";
import { readOne, receivedShares } from "../../projections/register/read-one.ts";
import { type ConcernCommandName, concernCommands } from "../../services/concern/commands.ts";
import { reveal } from "../../services/confidential.ts";
import { badInput, type Context, readerOf, waitFor } from "../context.ts";
import { mutations, resultOf } from "./command.ts";
import { connection } from "./connection.ts";
import { oneSubmission } from "./intake.ts";
import type { PageArgs } from "./page.ts";
import { body, region } from "./reference.ts";
import { concluded } from "./support.ts";

type FilterInput = { readonly [Name in keyof Filter]?: Filter[Name] | null };
type Positioned = { readonly afterPosition?: string | null };
type ShareParent = ReturnType<typeof presentShare>;

/** A part's field: null when policy withholds it. */
const when =
  <T>(part: Part, present: (parent: Listed, context: Context) => T) =>
  (parent: Listed, _: unknown, context: Context): T | null =>
    parent.parts.has(part) ? present(parent, context) : null;

export const concernResolvers = {
  Query: {
    async concern(_: unknown, { id, afterPosition }: Positioned & { id: string }, context: Context) {
      await waitFor(context, afterPosition);
      return readOne(context.hub, context.viewer.facts, id);
    },
    async concerns(_: unknown, args: PageArgs & Positioned & { filter?: FilterInput | null }, context: Context) {
      await waitFor(context, args.afterPosition);
      return connection(context, filterOf(context, args.filter ?? {}), args);
    },
    explain: (_: unknown, { concern, part }: { concern: string; part: Part }, { hub, viewer }: Context) =>
      explainPart(hub, viewer.facts, concern, part),
  },
  Mutation: mutations(
    Object.keys(concernCommands) as ConcernCommandName[],
    ({ hub }, name, input, asking) => hub.services.concern.execute(name, input, asking),
    ({ concern }) => ({ id: concern }),
  ),
  ConcernResult: resultOf("ConcernChanged"),
  ConcernChanged: {
    concern: ({ id }: { id: string }, _: unknown, { hub, viewer }: Context) => readOne(hub, viewer.facts, id),
  },
  Concern: {
    id: ({ state }: Listed) => state.id,
    council: ({ state }: Listed, _: unknown, { hub }: Context) => hub.councils.find(state.council),
    region: ({ state }: Listed) => region(state.region),
    strand: ({ state }: Listed) => state.strand,
    cause: ({ state }: Listed) => state.cause,
    stage: ({ facts }: Listed) => facts.stage,
    version: when("sharingRecord", ({ state }) => state.version),
    withheld: ({ parts }: Listed) => PARTS.filter((part) => !parts.has(part)),
    erased: ({ state }: Listed, _: unknown, { hub }: Context) => reveal(hub.keys, state.narrative) === undefined,
    summary: when("summary", ({ state }, { hub }) => ({
      ...presentSummary(hub.keys, state),
      conclusions: presentConclusions(hub.keys, state),
      closed: presentClosing(hub.keys, state),
    })),
    evidence: when("evidence", ({ state, parts }, { hub }) =>
      presentEvidence(hub.keys, state, {
        protectedSource: parts.has("protectedSource"),
        unsharedEvidence: parts.has("unsharedEvidence"),
      }),
    ),
    awareness: when("sharingRecord", ({ state }, { hub }) => presentAwareness(hub.keys, state)),
    sharingRecord: when("sharingRecord", ({ state, day }, { hub }) =>
      state.shares.map((share) => ({ ...presentShare(hub.keys, share, day), ...presentWithin(hub.keys, state, share.id) })),
    ),
    escalations: when("sharingRecord", ({ state }, { hub }) => presentEscalations(hub.keys, state)),
    notPersuaded: when("sharingRecord", ({ state }, { hub }) => presentNotPersuaded(hub.keys, state)),
    conversations: when("conversations", ({ state }, { hub }) => presentConversations(hub.keys, state)),
    challenges: when("challenges", ({ state }, { hub }) => presentChallenges(hub.keys, state)),
    sharedWithMe: (listed: Listed, _: unknown, context: Context) =>
      receivedShares(context.hub, readerOf(context).person, listed).map((share) => ({
        ...presentShareTerms(context.hub.keys, share),
        ...presentToRecipient(context.hub.keys, listed.state, share),
      })),
  },
  Conclusion: {
    supports: ({ supports }: { supports: readonly string[] }, _: unknown, context: Context) => concluded(context, supports),
  },
  Evidence: {
    submission: ({ submission }: { submission?: string }, _: unknown, context: Context) =>
      submission === undefined ? null : oneSubmission(context, submission),
  },
  Conversation: { liaison: ({ liaison }: { liaison: readonly string[] }) => liaison.map((id) => body(id)) },
  Escalation: { body: (escalation: { body?: string }) => body(escalation.body) },
  NotPersuaded: { body: (statement: { body: string }) => body(statement.body) },
  Summary: { text: ({ summary }: { summary?: string }) => summary },
  Awareness: { bodies: ({ bodies }: { bodies: readonly string[] }) => bodies.map((id) => body(id)) },
  ShareTerms: { body: (share: { body: string }) => body(share.body) },
  Share: { body: (share: ShareParent) => body(share.body) },
};

/** The filter as given; a council may be named by a former code. */
function filterOf({ hub }: Context, input: FilterInput): Filter {
  const { text, ...facts } = input;
  // No code is longer: what is cut still matches nothing, and is not kept.
  const council = input.council?.slice(0, 20);
  const region = input.region?.slice(0, 20);
  if (text && text.length > 200) throw badInput("filter.text: at most 200 characters.");
  const given = Object.entries(facts).filter(([, value]) => value !== null && value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(region && { region }),
    ...(council && { council: hub.councils.find(council)?.code ?? council }),
    ...(text?.trim() && { text }),
  };
}
