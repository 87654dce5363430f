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
import type { Filter, Listed } from "../../projections/register/queries.ts";
import { readOne, receivedShares } from "../../projections/register/read-one.ts";
import { type ConcernCommandName, concernCommands } from "../../services/concern/commands.ts";
import { reveal } from "../../services/confidential.ts";
import { askingOf, badInput, type CommandInput, type Context, givenPosition, readerOf, waitFor } from "../context.ts";
import { connection, type PageArgs } from "./connection.ts";
import { body, region } from "./reference.ts";

type FilterInput = { readonly [Name in keyof Filter]?: Filter[Name] | null };
type Positioned = { readonly afterPosition?: string | null };
type ShareParent = ReturnType<typeof presentShare>;

const command =
  (name: ConcernCommandName) =>
  async (_: unknown, { input }: { input: CommandInput }, context: Context) => {
    const { asking, rest } = askingOf(context, input);
    const outcome = await context.hub.services.concern.execute(name, rest, asking);
    return outcome.kind === "refused" ? outcome : { id: outcome.concern, position: givenPosition(context, outcome.position) };
  };

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
  Mutation: Object.fromEntries((Object.keys(concernCommands) as ConcernCommandName[]).map((name) => [name, command(name)])),
  ConcernResult: { __resolveType: (result: { kind?: string }) => (result.kind === "refused" ? "Refused" : "ConcernChanged") },
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
    summary: when("summary", ({ state }, { hub }) => presentSummary(hub.keys, state)),
    evidence: when("evidence", ({ state, parts }, { hub }) =>
      presentEvidence(hub.keys, state, {
        protectedSource: parts.has("protectedSource"),
        unsharedEvidence: parts.has("unsharedEvidence"),
      }),
    ),
    awareness: when("sharingRecord", ({ state }, { hub }) => presentAwareness(hub.keys, state)),
    sharingRecord: when("sharingRecord", ({ state, day }, { hub }) =>
      state.shares.map((share) => presentShare(hub.keys, share, day)),
    ),
    sharedWithMe: (listed: Listed, _: unknown, context: Context) =>
      receivedShares(context.hub, readerOf(context).person, listed).map((share) => presentShareTerms(context.hub.keys, share)),
  },
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
