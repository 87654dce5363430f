// Support, and aligned support.
import { lazy } from "../../caching/cache.ts";
import { buildDisclosedSupport } from "../../queries/disclosed-record.ts";
import { assignmentsThat } from "../../queries/people/granting-assignments.ts";
import { speakingOffices } from "../../queries/people/speaking-offices.ts";
import { type AlignedSupport, readAlignedSupport, readRegionalSupport } from "../../queries/support/aligned-support.ts";
import { isUnsettled, type KnownClash } from "../../queries/support/clashes.ts";
import { supportCommandsNow } from "../../queries/support/commands-now.ts";
import type { DiaryDay } from "../../queries/support/diary.ts";
import { presentConcluded, presentProvider, presentSettlement, presentSupport } from "../../queries/support/present.ts";
import {
  listSupports,
  readSupport,
  type SeenSupport,
  seenSupport,
  supportsOfConclusion,
} from "../../queries/support/read-support.ts";
import { readSupportToOffer } from "../../queries/support/support-to-offer.ts";
import type { Surface } from "../../reference/surfaces.ts";
import type { ClashSide } from "../../services/support/clashes.ts";
import { supportCommands } from "../../services/support/commands.ts";
import type { SupportState } from "../../services/support/state.ts";
import { type Context, pageSize, waitFor } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { mutations, namesOf, presentId, resultOf } from "./command.ts";
import { noteSupportCount } from "./connection.ts";
import { oneRecord } from "./one-record.ts";
import { paged } from "./page.ts";
import { body, council } from "./reference.ts";
import { supportFilterIn } from "./support-filter.ts";
import { supportConnection, supportCounts } from "./support-list.ts";

const seen = ({ hub, viewer }: Context, surface: Surface, support: SeenSupport) => ({
  ...presentSupport(hub.keys, support),
  ...{ disclosed: buildDisclosedSupport(hub, viewer, surface, support.state), surface },
  /** Undefined where the detail is withheld. */
  commandsNow: support.detail ? lazy(() => supportCommandsNow(hub, viewer, support.state)) : undefined,
});
/** `tells`: whether the list tells of the purpose of a support, which is then on record. */
const visible = (
  context: Context,
  surface: Surface,
  states: readonly SupportState[],
  tells: (support: SeenSupport) => boolean = () => false,
) =>
  states
    .flatMap((state) => seenSupport(context.hub, context.viewer.facts, state) ?? [])
    .map((support) => {
      const shown = seen(context, surface, support);
      if (tells(support)) context.disclosing.note(shown.disclosed, "purpose");
      return shown;
    });

export function visibleSupport(context: Context, surface: Surface, id: string) {
  const support = readSupport(context.hub, context.viewer.facts, id);
  return support && seen(context, surface, support);
}
/** Throws CANNOT_BE_READ. */
export const findSupport = (context: Context, surface: Surface, id: string) =>
  oneRecord(context, "support", id, visibleSupport(context, surface, id));

/** The picture of a council's support in a response discloses that the council has support, whatever the selection. */
export function discloseAligned({ hub, viewer, disclosing }: Context, surface: Surface, aligned: AlignedSupport) {
  const { council, strands } = aligned;
  const assignments = () => assignmentsThat(viewer, (person) => readRegionalSupport(hub, person, [council]).length > 0);
  if (strands.length > 0) disclosing.noteCount({ council: council.code, of: "support", assignments: assignments() });
  return { ...aligned, surface };
}

/** A side of a clash, or a visit in a diary, discloses that there is support, and of a review or a purpose that too, whatever the selection. */
function clashSide<Kind extends ClashSide["kind"]>(
  context: Context,
  surface: Surface,
  { kind, id: named, support: id, provider, from, to }: Side<Kind>,
) {
  const support = id === undefined ? null : visibleSupport(context, surface, id);
  if (support) context.disclosing.note(support.disclosed, kind === "presence" ? "engagement" : "purpose");
  return { kind, from, to, provider: presentProvider(provider), support, approach: kind === "approach" ? named : null };
}

type Side<Kind> = Omit<ClashSide, "support" | "kind"> & { readonly kind: Kind; readonly support?: string | undefined };

const clashesThat = (clashes: readonly KnownClash[], settled: boolean | null | undefined): readonly KnownClash[] =>
  typeof settled === "boolean" ? clashes.filter((clash) => isUnsettled(clash) !== settled) : clashes;

export function diaryEntry(context: Context, day: DiaryDay) {
  const { council, kind } = day;
  if (kind !== "noted-date") return { ...clashSide(context, "list", day), council, noted: null };
  const { from, to, noted } = day;
  return { kind, from, to, council, noted, provider: null, support: null, approach: null };
}

/** The supports that a conclusion names, for everyone who may read the conclusion. */
export const concluded = ({ hub }: Context, ids: readonly string[]) => supportsOfConclusion(hub, ids).map(presentConcluded);

export const supportResolvers = {
  Query: {
    async support(_, { id, afterPosition }, context) {
      await waitFor(context, afterPosition);
      return findSupport(context, "read", id);
    },
    async supports(_, { filter, order, afterPosition, ...args }, context) {
      await waitFor(context, afterPosition);
      const list = { filter: supportFilterIn(context, filter ?? {}), order: order ?? "offered" };
      return supportConnection(context, list, args, (states, tells) => visible(context, "list", states, tells));
    },
    async alignedSupport(_, { region, afterPosition }, context) {
      await waitFor(context, afterPosition);
      const { hub, viewer } = context;
      const found = readRegionalSupport(hub, viewer.facts, hub.councils.inRegion(region, hub.today()));
      return found.map((aligned) => discloseAligned(context, "list", aligned));
    },
  },
  Mutation: {
    ...mutations(namesOf(supportCommands), ({ support }) => support, presentId),
  },
  SupportResult: resultOf("SupportChanged"),
  SupportChanged: { support: ({ id }, _, context) => findSupport(context, "command", id) },
  Support: {
    council: (parent, _, context) => council(context, parent.council),
    // Each has words that are detail.
    milestones: ({ milestones, disclosed, commandsNow }) => milestones?.map((one) => ({ ...one, disclosed, commandsNow })),
    reviews: ({ reviews, disclosed, commandsNow }) => reviews?.map((one) => ({ ...one, disclosed, commandsNow })),
    judgements: ({ judgements, disclosed }) => judgements?.map((one) => ({ ...one, disclosed })),
    presence: ({ presence, disclosed, commandsNow }) => presence.map((one) => ({ ...one, disclosed, commandsNow })),
    detail: ({ detail, surface, council, strand, commandsNow }) =>
      detail ? { ...detail, surface, about: { council, strand }, commandsNow } : null,
    commands: ({ commandsNow }) => commandsNow?.().onSupport(),
  },
  Milestone: { commands: ({ id, commandsNow }) => commandsNow?.().onMilestone(id) },
  Review: { commands: ({ id, commandsNow }) => commandsNow?.().onReview(id) },
  Presence: { commands: ({ id, commandsNow }) => commandsNow?.().onPresence(id) },
  SupportMove: { commands: ({ id, commandsNow }) => commandsNow?.().onMove(id) ?? [] },
  Council: {
    supports({ code }, args, context) {
      const { hub, viewer } = context;
      const status = args.status ?? undefined;
      const list = (after: string | undefined, limit: number) =>
        listSupports(hub, viewer.facts, { council: code, status }, after, limit);
      const { nodes, pageInfo } = paged(context, ["supports", code, status], args, list, ({ id }) => id);
      return {
        nodes: () => visible(context, "list", nodes),
        pageInfo() {
          if (nodes.length > 0) noteSupportCount(context, code);
          return pageInfo;
        },
        ...supportCounts(context, { council: code, ...(status && { status }) }),
      };
    },
    alignedSupport(council, _, context) {
      const [aligned] = readAlignedSupport(context.hub, context.viewer.facts, [council]);
      return aligned && discloseAligned(context, "list", aligned);
    },
    supportToOffer: (council, _, { hub, viewer }) => readSupportToOffer(hub, viewer, council),
  },
  SupportDetail: {
    moves: ({ moves, commandsNow }) => moves.map((one) => ({ ...one, commandsNow })),
    shownTo: ({ shownTo }) => shownTo.map(body),
    speakingOffices: ({ about }, _, { hub, viewer }) => [...speakingOffices(hub, viewer, about)],
    package: ({ partOf, surface }, _, context) => (partOf === undefined ? null : visibleSupport(context, surface, partOf)),
  },
  OfferTelling: {
    shownTo: ({ shownTo }) => shownTo.map(body),
    disputedBodies: ({ disputedBodies }) => disputedBodies.map(body),
  },
  AlignedSupport: {
    clashCount: ({ clashes }, { settled }) => clashesThat(clashes(), settled).length,
    clashes: ({ council, clashes, surface }, { first: most, settled }, context) =>
      clashesThat(clashes(), settled)
        .slice(0, pageSize(most, 5))
        .map(({ first, second, settlements, ...clash }) => ({
          ...{ ...clash, first: clashSide(context, surface, first), second: clashSide(context, surface, second) },
          settlements: () => settlements().map((one) => presentSettlement(context.hub.keys, one, council)),
        })),
  },
  StrandPicture: {
    working: ({ works }) => works?.working,
    partlyWorking: ({ works }) => works?.partlyWorking,
    notWorking: ({ works }) => works?.notWorking,
  },
  SupportToOffer: {
    providers: ({ providers }) => providers().map(presentProvider),
    kinds: ({ kinds }) => kinds(),
    causes: ({ causes }) => causes(),
    shownTo: ({ shownTo }) => shownTo().map(body),
  },
} satisfies Resolvers;
