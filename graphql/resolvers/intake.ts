// Submissions, and councils' requests.
import { countCannotBeRead } from "../../queries/cannot-be-read.ts";
import { buildDisclosedSignal, buildDisclosedSubmission } from "../../queries/disclosed-record.ts";
import { submissionCommandsNow } from "../../queries/intake/commands-now.ts";
import { presentSignal, presentSubmission } from "../../queries/intake/present.ts";
import {
  listSignals,
  listSubmissions,
  readSignal,
  readSubmission,
  type SeenSubmission,
  type SubmissionFilter,
} from "../../queries/intake/read-intake.ts";
import { readSubmittingBodies } from "../../queries/intake/submitting-bodies.ts";
import { speakingOffices } from "../../queries/people/speaking-offices.ts";
import type { Surface } from "../../reference/surfaces.ts";
import { signalCommands } from "../../services/signal/decide.ts";
import type { SignalState } from "../../services/signal/state.ts";
import { submissionCommands } from "../../services/submission/decide.ts";
import { type Context, waitFor } from "../context.ts";
import type { QueryResolvers, Resolvers } from "../generated/resolver-types.ts";
import { mutations, namesOf, presentId, resultOf } from "./command.ts";
import { oneConcern, oneRecord } from "./one-record.ts";
import { paged } from "./page.ts";
import { body, council, region } from "./reference.ts";
import { visibleSupport } from "./support.ts";

type Viewing = Pick<Context, "hub" | "viewer">;

/** Returns a submission as far as the viewer may see it. The viewer may be a person in only one of their roles. Throws CANNOT_BE_READ. */
export function oneSubmission({ hub, viewer }: Viewing, surface: Surface, id: string) {
  const found = oneRecord({ hub, viewer }, "submission", id, readSubmission(hub, viewer.facts, id));
  return found && shownSubmission({ hub, viewer }, surface, found);
}

function shownSubmission({ hub, viewer }: Viewing, surface: Surface, seen: SeenSubmission) {
  const submission = presentSubmission(hub.keys, seen);
  const { council, strand } = seen.record.state;
  const handling = submission.handling && { ...submission.handling, viewer, about: { council, strand } };
  const disclosed = buildDisclosedSubmission(hub, viewer, surface, seen.record);
  return { ...submission, handling, disclosed, commands: () => submissionCommandsNow(hub, viewer, seen) };
}

type FilterInput = NonNullable<Parameters<NonNullable<QueryResolvers["submissions"]>>[1]["filter"]>;

const submissionFilterIn = ({ hub }: Context, { council: code, strand, waiting }: FilterInput): SubmissionFilter => ({
  // No code is longer, so a truncated one matches nothing either.
  ...(code && { council: hub.councils.currentCode(code.slice(0, 20)) }),
  ...(strand && { strand }),
  ...(typeof waiting === "boolean" && { isWaiting: waiting }),
});

export function oneSignal(context: Context, surface: Surface, id: string) {
  const found = oneRecord(context, "signal", id, readSignal(context.hub, context.viewer.facts, id));
  return found && shownSignal(context, surface, found);
}

const shownSignal = ({ hub, viewer }: Viewing, surface: Surface, state: SignalState) => ({
  ...presentSignal(hub.keys, state),
  disclosed: buildDisclosedSignal(hub, viewer, surface, state),
});

export const intakeResolvers = {
  Query: {
    async submission(_, { id, afterPosition }, context) {
      await waitFor(context, afterPosition);
      return oneSubmission(context, "read", id);
    },
    submissions(_, { filter, ...args }, context) {
      const { hub, viewer, disclosing } = context;
      const wanted = submissionFilterIn(context, filter ?? {});
      const list = (after: string | undefined, limit: number) => listSubmissions(hub, viewer.facts, wanted, after, limit);
      const page = paged(context, ["submissions", wanted], args, list, ({ record }) => record.state.id);
      const nodes = page.nodes.map((seen) => {
        const shown = shownSubmission({ hub, viewer }, "list", seen);
        // The list itself tells whether it waits.
        if (wanted.isWaiting !== undefined && seen.handling) disclosing.note(shown.disclosed, "handling");
        return shown;
      });
      const cannotBeRead = () => countCannotBeRead(hub, viewer.facts, "submission");
      return { ...page, cannotBeRead, nodes };
    },
    async signal(_, { id, afterPosition }, context) {
      await waitFor(context, afterPosition);
      return oneSignal(context, "read", id);
    },
    signals(_, args, context) {
      const { hub, viewer } = context;
      const list = (after: string | undefined, limit: number) => listSignals(hub, viewer.facts, after, limit);
      const page = paged(context, "signals", args, list, ({ id }) => id);
      const cannotBeRead = () => countCannotBeRead(hub, viewer.facts, "signal");
      return { ...page, cannotBeRead, nodes: page.nodes.map((state) => shownSignal({ hub, viewer }, "list", state)) };
    },
  },
  Mutation: {
    ...mutations(namesOf(submissionCommands), ({ submission }) => submission, presentId),
    ...mutations(namesOf(signalCommands), ({ signal }) => signal, presentId),
  },
  SubmissionResult: resultOf("SubmissionChanged"),
  SignalResult: resultOf("SignalChanged"),
  SubmissionChanged: {
    submission: ({ id }, _, context) => oneSubmission(context, "command", id),
  },
  SignalChanged: { signal: ({ id }, _, context) => oneSignal(context, "command", id) },
  Submission: {
    council: (parent, _, context) => council(context, parent.council),
    body: (parent) => (parent.body === undefined ? null : body(parent.body)),
    handling: ({ handling }) => handling || null,
    commands: ({ commands }) => commands(),
  },
  Viewer: { submitsFor: ({ facts }, _, { hub }) => readSubmittingBodies(hub, facts) },
  SubmittingBody: { body: (parent) => body(parent.body.id), regions: ({ regions }) => regions.map(region) },
  SubmissionHandling: {
    speakingOffices: ({ about }, _, { hub, viewer }) => [...speakingOffices(hub, viewer, about)],
    concerns: ({ concerns, viewer }, _, { hub }, info) =>
      concerns.flatMap((id) => oneConcern({ hub, viewer }, "read", id, info) ?? []),
  },
  Signal: {
    council: (parent, _, context) => council(context, parent.council),
    supports: ({ supports, disclosed }, _, context) =>
      supports.flatMap((id) => visibleSupport(context, disclosed.surface, id) ?? []),
  },
} satisfies Resolvers;
