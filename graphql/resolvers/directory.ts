// Who did something, and who advises which region.
import type { Act } from "../../queries/attribution.ts";
import { hasRole, ownDirectory, readAdvisers, readLeadAdviser } from "../../queries/people/directory.ts";
import { type Actor, readActor } from "../../queries/people/read-actor.ts";
import { findRegion } from "../../reference/regions.ts";
import type { Context } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { body, region } from "./reference.ts";

/** Resolves the person who did what a record says. */
const byActor = {
  actor: ({ act }: { readonly act?: Act | undefined }, _: unknown, { hub }: Context): Actor | undefined =>
    act && readActor(hub, act),
};

export const directoryResolvers = {
  Attribution: byActor,
  CouncilSpeaker: byActor,
  Awareness: byActor,
  ShareLetter: byActor,
  ConditionsAcceptance: byActor,
  FactOrigin: byActor,
  SubmissionChangeRequest: byActor,
  SubmissionTold: byActor,
  OfferTelling: byActor,
  HistoryEntry: byActor,
  DiscardProposal: byActor,
  UntoldOpening: byActor,
  TellingExtension: byActor,
  Conclusion: byActor,
  Closing: byActor,
  Reassurance: byActor,
  Evidence: byActor,
  Withdrawal: byActor,
  Correction: byActor,
  NameCorrection: byActor,
  Actor: {
    body: (actor) => (actor.body === undefined ? null : body(actor.body)),
  },
  Query: {
    advisers(_, { region: code, council: councilCode }, { hub, viewer }) {
      const council = councilCode ? hub.councils.find(councilCode) : undefined;
      const found = councilCode ? council?.region : code && findRegion(code)?.code;
      return found && hasRole(viewer) ? { region: found, council } : null;
    },
    myAdvisers: (_, __, { hub, viewer }) => ownDirectory(hub, viewer),
  },
  AdvisersOf: {
    region: (entry) => region(entry.region),
    advisers: (entry, { strand }, { hub }) => readAdvisers(hub, entry.region, strand ?? undefined),
    lead: ({ council }, _, { hub, viewer }) => council && readLeadAdviser(hub, viewer, council),
  },
  Adviser: { region: (adviser) => region(adviser.region) },
  Concern: {
    advisers: ({ facts }, _, { hub }) => readAdvisers(hub, facts.region, facts.strand),
  },
} satisfies Resolvers;
