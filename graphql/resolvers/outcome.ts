// The outcomes of concerns: for the bodies that had opened them, and when and to whom they are shown.
import { findOutcome, listOutcomes, presentOutcome, presentOutcomeRecord, readersOf } from "../../queries/concerns/outcomes.ts";
import { buildDisclosedOutcome } from "../../queries/disclosed-record.ts";
import { nameOfRecipient } from "../../queries/ledger/recipients.ts";
import type { Surface } from "../../reference/surfaces.ts";
import { type Context, waitFor } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { waitForDisclosures } from "./ledger.ts";
import { paged } from "./page.ts";
import { body, council } from "./reference.ts";

type FoundOutcome = NonNullable<ReturnType<typeof findOutcome>>;

/** An outcome in a response is a disclosure, whatever the selection. */
function shownOutcome({ hub, viewer, disclosing }: Context, surface: Surface, found: FoundOutcome) {
  const record = buildDisclosedOutcome(hub, viewer, surface, found);
  disclosing.note(record, "outcome");
  return presentOutcome(hub, found, viewer, record.parts.get("outcome") ?? []);
}

export const oneOutcome = (context: Context, surface: Surface, concern: string) => {
  const found = findOutcome(context.hub, context.viewer, concern);
  return found ? shownOutcome(context, surface, found) : null;
};

export const outcomeResolvers = {
  Query: {
    async outcome(_, { concern, afterPosition }, context) {
      await waitFor(context, afterPosition);
      return oneOutcome(context, "read", concern);
    },
    async outcomes(_, args, context) {
      await waitFor(context, args.afterPosition);
      const list = (after: string | undefined, limit: number) => listOutcomes(context.hub, context.viewer, after, limit);
      const { nodes, pageInfo } = paged(context, "outcomes", args, list, ({ id }) => id);
      return { nodes: () => nodes.map((found) => shownOutcome(context, "list", found)), pageInfo };
    },
  },
  ConcernOutcome: { council: (outcome, _, context) => council(context, outcome.council) },
  Concern: {
    async outcome(concern, _, context) {
      if (!concern.parts.has("sharingRecord")) return null;
      const { moment, day, state } = concern;
      const record = presentOutcomeRecord(state(), day.today);
      if (!record) return null;
      const readers = async () => {
        await waitForDisclosures(context);
        return readersOf(context.hub, state(), moment?.at);
      };
      return { ...record, readers };
    },
  },
  OutcomeRecord: { shownTo: ({ shownTo }) => shownTo.map(body) },
  OutcomeShown: { bodies: ({ bodies }) => bodies.map(body) },
  OutcomeReader: {
    person: ({ person }, _, { hub }) => ({ id: person, name: nameOfRecipient(hub, person) }),
    bodies: ({ bodies }) => bodies.map(body),
  },
} satisfies Resolvers;
