// Submissions of departments and inspectorates, and councils' requests.
import { countCannotBeRead } from "../../queries/cannot-be-read.ts";
import { presentSignal, presentSubmission } from "../../queries/intake/present.ts";
import { listSignals, listSubmissions, readSignal, readSubmission, seenSubmission } from "../../queries/intake/read-intake.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { signalCommands } from "../../services/signal/decide.ts";
import { SIGNAL_CATEGORY } from "../../services/signal/events.ts";
import { submissionCommands } from "../../services/submission/decide.ts";
import { SUBMISSION_CATEGORY } from "../../services/submission/events.ts";
import { type Context, waitFor } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { mutations, namesOf, presentId, resultOf } from "./command.ts";
import { oneConcern, oneRecord } from "./one-record.ts";
import { paged } from "./page.ts";
import { body, council } from "./reference.ts";
import { visibleSupport } from "./support.ts";

/** Returns a submission as far as the viewer may see it. The viewer may be a person in only one of their roles. Throws CANNOT_BE_READ. */
export function oneSubmission({ hub, viewer }: Pick<Context, "hub" | "viewer">, id: string) {
  const found = oneRecord({ hub, viewer }, "submission", id, readSubmission(hub, viewer.facts, id));
  return found && withViewer(viewer, presentSubmission(hub.keys, found));
}

const withViewer = (viewer: Viewer, submission: ReturnType<typeof presentSubmission>) => ({
  ...submission,
  handling: submission.handling && { ...submission.handling, viewer },
});

export function oneSignal(context: Context, id: string) {
  const { hub, viewer } = context;
  const found = oneRecord(context, "signal", id, readSignal(hub, viewer.facts, id));
  return found && presentSignal(hub.keys, found);
}

export const intakeResolvers = {
  Query: {
    async submission(_, { id, afterPosition }, context) {
      await waitFor(context, afterPosition);
      return oneSubmission(context, id);
    },
    submissions(_, args, context) {
      const { hub, viewer } = context;
      const list = (after: string | undefined, limit: number) => listSubmissions(hub, viewer.facts, after, limit);
      const page = paged(context, "submissions", args, list, ({ state }) => state.id);
      const seen = page.nodes.map((submission) => seenSubmission(hub, viewer.facts, submission));
      const cannotBeRead = () => countCannotBeRead(hub, viewer.facts, [SUBMISSION_CATEGORY, "readSubmission"]);
      return {
        ...page,
        cannotBeRead,
        nodes: seen.map((submission) => withViewer(viewer, presentSubmission(hub.keys, submission))),
      };
    },
    async signal(_, { id, afterPosition }, context) {
      await waitFor(context, afterPosition);
      return oneSignal(context, id);
    },
    signals(_, args, context) {
      const { hub, viewer } = context;
      const list = (after: string | undefined, limit: number) => listSignals(hub, viewer.facts, after, limit);
      const page = paged(context, "signals", args, list, ({ id }) => id);
      const cannotBeRead = () => countCannotBeRead(hub, viewer.facts, [SIGNAL_CATEGORY, "readSignal"]);
      return { ...page, cannotBeRead, nodes: page.nodes.map((state) => presentSignal(hub.keys, state)) };
    },
  },
  Mutation: {
    ...mutations(namesOf(submissionCommands), ({ submission }) => submission, presentId),
    ...mutations(namesOf(signalCommands), ({ signal }) => signal, presentId),
  },
  SubmissionResult: resultOf("SubmissionChanged"),
  SignalResult: resultOf("SignalChanged"),
  SubmissionChanged: {
    submission: ({ id }, _, context) => oneSubmission(context, id),
  },
  SignalChanged: { signal: ({ id }, _, context) => oneSignal(context, id) },
  Submission: {
    council: (parent, _, context) => council(context, parent.council),
    body: (parent) => body(parent.body),
    handling: ({ handling }) => handling || null,
  },
  SubmissionHandling: {
    concerns: ({ concerns, viewer }, _, { hub }, info) =>
      concerns.flatMap((id) => oneConcern({ hub, viewer }, "read", id, info) ?? []),
  },
  Signal: {
    council: (parent, _, context) => council(context, parent.council),
    supports: ({ supports }, _, context) => supports.flatMap((id) => visibleSupport(context, id) ?? []),
  },
} satisfies Resolvers;
