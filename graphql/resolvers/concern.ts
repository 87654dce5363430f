// Concerns: the data that the viewer may see, and every command.

import { actOf } from "../../queries/attribution.ts";
import { commandsNow } from "../../queries/concerns/commands-now.ts";
import { readCouncilReaders } from "../../queries/concerns/council-readers.ts";
import { FILTERS } from "../../queries/concerns/facets.ts";
import { coverOf, ownerOf } from "../../queries/concerns/owners.ts";
import * as presenters from "../../queries/concerns/present.ts";
import * as lifePresenters from "../../queries/concerns/present-life.ts";
import { presentNextStep } from "../../queries/concerns/present-next-step.ts";
import { presentShareRequests } from "../../queries/concerns/present-requests.ts";
import { presentRestrictions } from "../../queries/concerns/present-restriction.ts";
import { presentExtension, presentUntold } from "../../queries/concerns/present-untold.ts";
import { presentLaterWords } from "../../queries/concerns/present-words.ts";
import { previewReaders, previewShare } from "../../queries/concerns/preview.ts";
import { listSharesToAccept, type ShareToAccept } from "../../queries/concerns/to-accept.ts";
import { wordsReadOf } from "../../queries/concerns/words-read.ts";
import { buildDisclosedConcern, type DisclosedConcern } from "../../queries/disclosed-concern.ts";
import { nameOfRecipient } from "../../queries/ledger/recipients.ts";
import { readActor, readPersonActing } from "../../queries/people/read-actor.ts";
import { speakingOffices } from "../../queries/people/speaking-offices.ts";
import { PARTS, type Part } from "../../reference/concern-parts.ts";
import { concernCommands } from "../../services/concern/commands.ts";
import { readsUntold, type Share, untoldIn } from "../../services/concern/state.ts";
import { reveal } from "../../services/confidential.ts";
import { MAX_SEARCH_TEXT } from "../../text/limits.ts";
import { badInput, type Context, waitFor } from "../context.ts";
import type { QueryResolvers, Resolvers } from "../generated/resolver-types.ts";
import { overRate } from "../rate.ts";
import { caseloadIn } from "./caseload.ts";
import { mutations, namesOf, presentId, resultOf } from "./command.ts";
import { type ConcernListFilter, connection } from "./connection.ts";
import { keptOut } from "./explain.ts";
import { oneSubmission } from "./intake.ts";
import { oneConcern, oneRecord } from "./one-record.ts";
import { paged } from "./page.ts";
import type { ParentTypes } from "./parent-types.ts";
import { body, council, region } from "./reference.ts";
import { concluded } from "./support.ts";

type FilterInput = NonNullable<Parameters<NonNullable<QueryResolvers["concerns"]>>[1]["filter"]>;

/** Resolves a part's field: null if policy withholds it. */
const when =
  <T, Args>(part: Part, present: (parent: DisclosedConcern, context: Context, args: Args) => T) =>
  (parent: DisclosedConcern, args: Args, context: Context): T | null =>
    parent.parts.has(part) ? present(parent, context, args) : null;

type ShownItem = ParentTypes["Evidence"];

function evidenceOf(concern: DisclosedConcern, { hub }: Context): readonly ShownItem[] {
  const may = {
    protectedSource: concern.parts.has("protectedSource"),
    unsharedEvidence: concern.parts.has("unsharedEvidence"),
  };
  return presenters.presentEvidence(hub.keys, concern.state(), may, wordsReadOf(concern)).map((item) => ({ ...item, concern }));
}

function noteContent({ withdrawn, concern }: ShownItem, { disclosing }: Context): void {
  if (withdrawn) disclosing.note(concern, "unsharedEvidence");
}

/** The content of evidence. That of withdrawn evidence is disclosed as unshared evidence. */
const content =
  <T>(present: (item: ShownItem, context: Context) => T) =>
  (item: ShownItem, _: unknown, context: Context): T => {
    const value = present(item, context);
    if (isPresent(value)) noteContent(item, context);
    return value;
  };

/** The source of evidence: content, and disclosed as the protected source where it is one. */
const source = <T>(present: (item: ShownItem) => T) =>
  content((item, context) => {
    const value = present(item);
    if (isPresent(value) && item.protectedSource) context.disclosing.note(item.concern, "protectedSource");
    return value;
  });

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

export const concernResolvers = {
  Query: {
    async concern(_, { id, afterPosition }, context, info) {
      await waitFor(context, afterPosition);
      return oneRecord(context, "concern", id, oneConcern(context, "read", id, info));
    },
    async concerns(_, args, context, info) {
      await waitFor(context, args.afterPosition);
      const input = args.filter ?? {};
      return connection(context, filterOf(context, input), args, info, caseloadIn(input, args.order));
    },
    async sharesToAccept(_, args, context) {
      await waitFor(context, args.afterPosition);
      const { hub, viewer, disclosing } = context;
      const only = args.share ?? undefined;
      const list = (after: string | undefined, limit: number) => listSharesToAccept(hub, viewer, after, limit, only);
      const { nodes, pageInfo } = paged(context, ["sharesToAccept", only], args, list, ({ share }) => share.id);
      const shown = ({ concern, share }: ShareToAccept) => {
        const disclosed = buildDisclosedConcern(hub, viewer, "list", concern);
        disclosing.note(disclosed, "shareTerms");
        const { id, facts } = concern;
        return {
          ...{ concern: id, council: facts.council, ...presenters.presentShareToAccept(hub.keys, share) },
          commands: () => commandsOn(context, disclosed).forBody(share.id),
        };
      };
      return { nodes: () => nodes.map(shown), pageInfo };
    },
  },
  ShareToAccept: {
    body: ({ body: id }) => body(id),
    council: ({ council: code }, _, context) => council(context, code),
  },
  Mutation: mutations(namesOf(concernCommands), ({ concern }) => concern, presentId),
  ConcernResult: resultOf("ConcernChanged"),
  ConcernChanged: {
    concern: ({ id }, _, context, info) => oneRecord(context, "concern", id, oneConcern(context, "command", id, info)),
  },
  Concern: {
    council: ({ facts }, _, context) => council(context, facts.council),
    region: ({ facts }) => region(facts.region),
    strand: ({ facts }) => facts.strand,
    cause: ({ facts }) => facts.cause,
    stage: ({ facts }) => facts.stage,
    version: when("sharingRecord", ({ version }) => version),
    withheld: ({ parts }) => PARTS.filter((part) => !parts.has(part)),
    owner: when("sharingRecord", (concern, { hub }) =>
      adviserOf(hub, concern, ownerOf(hub, concern.state().owner, concern.facts)),
    ),
    coveredBy: when("sharingRecord", (concern, { hub }) => {
      const { state, facts, moment } = concern;
      const owner = moment ? undefined : ownerOf(hub, state().owner, facts);
      return owner === undefined ? null : adviserOf(hub, concern, coverOf(hub, owner, facts));
    }),
    loggedBy: when("sharingRecord", ({ state, facts }, { hub }) => readActor(hub, actOf(state().logged, facts))),
    changedAt: when("sharingRecord", ({ state }) => state().changedAt),
    nextStep: when("sharingRecord", (concern, { hub }) => presentNextStep(hub, concern)),
    foundIn(concern, _, { disclosing }) {
      const places = (concern.foundIn ?? []).filter(({ part }) => concern.parts.has(part));
      for (const { part } of places) disclosing.note(concern, part);
      return concern.foundIn ? [...new Set(places.map(({ kind }) => kind))] : null;
    },
    erased: ({ state }, _, { hub }) => reveal(hub.keys, state().narrative) === undefined,
    summary: when("summary", (concern, context) => {
      const summary = presenters.presentSummary(context.hub.keys, concern.state(), concern.parts, wordsReadOf(concern));
      for (const part of summary.carries) context.disclosing.note(concern, part);
      return summary;
    }),
    evidence: when("evidence", (concern, context) => {
      const items = evidenceOf(concern, context);
      if (items.some(({ told }) => !told)) context.disclosing.note(concern, "unsharedEvidence");
      return items;
    }),
    attachment: when("evidence", (concern, context, args: { readonly id: string }) => {
      for (const item of evidenceOf(concern, context)) {
        const attachment = item.attachments?.find(({ id }) => id === args.id);
        if (!attachment) continue;
        if (!item.told) context.disclosing.note(concern, "unsharedEvidence");
        noteContent(item, context);
        if (item.protectedSource) context.disclosing.note(concern, "protectedSource");
        return attachment;
      }
      return null;
    }),
    awareness: when("sharingRecord", ({ state }, { hub }) => presenters.presentAwareness(hub.keys, state())),
    laterWords: when("sharingRecord", ({ id, version, moment, state, day }, { hub, shared }) =>
      shared(`later words ${id} ${version} ${moment?.at}`, () => presentLaterWords(hub.keys, state(), day)),
    ),
    sharingRecord: when("sharingRecord", (concern, context) => {
      const { id, version, moment, state, parts } = concern;
      const shares = context.shared(`sharing record ${id} ${version} ${moment?.at} ${readsUntold(parts)}`, () =>
        state().shares.map((share) => shareIn(concern, share, context)),
      );
      noteShares(concern, context);
      return shares.map((share) => ({ ...share, concern }));
    }),
    speakingOffices: when("sharingRecord", ({ facts }, { hub, viewer }) => speakingOffices(hub, viewer, facts)),
    share: when("sharingRecord", (concern, context, args: { readonly id: string }) => {
      const share = concern.state().shares.find(({ id }) => id === args.id);
      if (!share) return null;
      noteShares(concern, context);
      return { ...shareIn(concern, share, context), concern };
    }),
    escalations: when("sharingRecord", (concern, { hub }) =>
      lifePresenters.presentEscalations(hub.keys, concern.state()).map((one) => ({ ...one, concern })),
    ),
    notPersuaded: when("sharingRecord", ({ state }, { hub }) => lifePresenters.presentNotPersuaded(hub.keys, state())),
    conversations: when("conversations", ({ state }, { hub }) => lifePresenters.presentConversations(hub.keys, state())),
    shareRequests: when("sharingRecord", (concern, { hub }) =>
      presentShareRequests(hub.keys, concern.state()).map((request) => ({ ...request, concern })),
    ),
    commands: when("sharingRecord", (concern, context) => commandsOn(context, concern).ofConcern()),
    untold: when("sharingRecord", ({ state, day }) => presentUntold(state(), day.today)),
    restrictions: when("sharingRecord", ({ state }, { hub }) => presentRestrictions(hub.keys, state())),
    councilReaders: when("sharingRecord", (concern, context) =>
      commandsOn(context, concern).ofConcern().includes("restrictConcern") ? readCouncilReaders(context.hub, concern) : null,
    ),
    tellingExtension: when("conversations", ({ state }, { hub }) => presentExtension(hub.keys, state())),
    challenges: when("challenges", (concern, context) => {
      const { challenges, carries } = lifePresenters.presentChallenges(
        context.hub.keys,
        concern.state(),
        concern.parts,
        wordsReadOf(concern),
      );
      for (const part of carries) context.disclosing.note(concern, part);
      return challenges.map((one) => ({ ...one, concern }));
    }),
    sharedWithMe: (listed, _, context) =>
      listed.received().map(({ share }) => ({
        ...presenters.presentShareTerms(context.hub.keys, share),
        ...lifePresenters.presentForRecipient(context.hub.keys, listed.state(), share, listed.day),
        keptOut: () => keptOut(context, listed, share.body).length,
        commands: () => commandsOn(context, listed).forBody(share.id),
      })),
  },
  Conclusion: { supports: ({ supports }, _, context) => concluded(context, supports) },
  Evidence: {
    commands({ concern, id }, _, context) {
      if (!concern.parts.has("sharingRecord")) return null;
      context.disclosing.note(concern, "sharingRecord");
      return commandsOn(context, concern).ofEvidence(id);
    },
    account: content(({ account }) => account),
    handlingConditions: content(({ handlingConditions }) => handlingConditions),
    citation: content(({ citation }) => citation),
    submission: content(({ submission, concern }, context) =>
      submission === undefined ? null : oneSubmission({ hub: context.hub, viewer: concern.viewer }, concern.surface, submission),
    ),
    source: source(({ source }) => source),
    reference: source(({ reference }) => reference),
    attachments: source(({ attachments }) => attachments),
    withdrawn: (item) => item.withdrawn && { ...item, at: item.withdrawn.at, act: item.withdrawn.act },
  },
  Withdrawal: { reason: content(({ withdrawn }) => withdrawn?.reason) },
  Conversation: { liaison: ({ liaison }) => liaison.map(body) },
  Escalation: {
    body: (escalation) => body(escalation.body),
    commands: ({ concern, id }, _, context) => commandsOn(context, concern).ofEscalation(id),
  },
  Challenge: { commands: ({ concern, id }, _, context) => commandsOn(context, concern).ofChallenge(id) },
  NotPersuaded: { body: (statement) => body(statement.body) },
  Awareness: {
    bodies: ({ bodies }) => bodies.map(body),
    disputedBodies: ({ disputedBodies }) => disputedBodies.map(body),
  },

  NamedReader: { name: ({ person }, _, { hub }) => nameOfRecipient(hub, person) },
  LaterWord: { openTo: ({ openTo }) => openTo.map(body) },
  ShareTerms: { body: (share) => body(share.body), isLimited: ({ limitedTo }) => limitedTo !== undefined },
  Share: {
    body: (share) => body(share.body),
    keptOut: ({ concern, body }, _, context) => keptOut(context, concern, body),
    commands: ({ concern, id }, _, context) => commandsOn(context, concern).ofShare(id),
    preview({ id, concern }, { parts, until }, context) {
      const { hub, disclosing } = context;
      const asked = { ...(parts && { parts }), ...(until && { until }) };
      const { state, day, moment } = concern;
      const preview = moment ? undefined : previewShare(hub.keys, { state: state(), day }, id, asked, hub.now().toISOString());
      if (!preview) return null;
      const may = (part: "summary" | "evidence") => {
        if (!concern.parts.has(part) || !preview[part]) return false;
        disclosing.note(concern, part);
        return true;
      };
      return {
        terms: { ...preview.terms, keptOut: () => keptOut(context, concern, preview.body).length, commands: () => [] },
        summary: may("summary") ? preview.summary : null,
        evidence: may("evidence") ? preview.evidence?.map((item) => ({ ...item, concern })) : null,
        people: previewReaders(hub, preview),
      };
    },
  },
  ShareRequest: {
    body: (request) => body(request.body),
    commands: ({ concern, id }, _, context) => commandsOn(context, concern).ofRequest(id),
  },
} satisfies Resolvers;

/** An adviser for a concern as a person, in the role that they have now. */
const adviserOf = (hub: Context["hub"], { facts }: DisclosedConcern, person: string | undefined) =>
  person === undefined ? null : readPersonActing(hub, actOf({ actor: person, at: hub.now().toISOString() }, facts));

/** Shared by all fields of a request that ask about the concern. */
const commandsOn = ({ hub, shared }: Context, concern: DisclosedConcern) =>
  shared(`commands ${concern.id} ${concern.version} ${concern.moment?.at}`, () => commandsNow(hub, concern));

/** A share with the words within it that the viewer reads. */
function shareIn(concern: DisclosedConcern, share: Share, { hub }: Context) {
  const { state, day } = concern;
  const sees = wordsReadOf(concern);
  return {
    ...presenters.presentShare(hub.keys, share, day, state()),
    ...lifePresenters.presentOfShare(hub.keys, state(), share.id, (word) => sees(word, "sharingRecord")),
  };
}

/** Words within shares that the council has not been told of are disclosed as parts of their own. */
function noteShares(concern: DisclosedConcern, { disclosing }: Context): void {
  for (const part of lifePresenters.carriedOf(concern.parts, untoldIn(concern.state()).shares)) disclosing.note(concern, part);
}

/** The filter with the council's current code. */
function filterOf(context: Context, input: FilterInput): ConcernListFilter {
  const { hub } = context;
  const { text } = input;
  const facts = Object.fromEntries(FILTERS.map((name) => [name, input[name]]));
  // No code is longer, so a truncated code matches nothing either.
  const council = input.council?.slice(0, 20);
  const region = input.region?.slice(0, 20);
  if (text && text.length > MAX_SEARCH_TEXT) throw badInput(`filter.text: Enter ${MAX_SEARCH_TEXT} characters or fewer.`);
  const over = text?.trim() ? overRate(context.rates, "searches") : undefined;
  if (over) throw over;
  const given = Object.entries(facts).filter(([, value]) => value !== null && value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(region && { region }),
    ...(council && { council: hub.councils.currentCode(council) }),
    ...(text?.trim() && { text }),
  };
}
