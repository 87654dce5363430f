// The news of an event of a submission: for the advisers of its scope, and for the council once it is told.
import { scopeOf } from "../../policies/engine/facts.ts";
import type { NewsAudience, NewsEntry, NewsKind } from "../news.ts";
import type { SubmissionEvent } from "./events.ts";
import type { SubmissionState } from "./state.ts";

export type SubmissionNews = NewsEntry<"submission">;
type NewsOfType = { readonly council?: NewsKind; readonly advisers?: NewsKind };
/** The inbox asks the advisers to do what is left out here. */
const NONE = {};

/** Says of every kind of event of a submission whose news it is. An event that is missing here does not compile. */
export const SUBMISSION_NEWS: { readonly [Type in SubmissionEvent["type"]]: NewsOfType } = {
  "InformationSubmitted.v3": { advisers: "submission-received" },
  "CouncilToldOfSubmission.v2": { council: "submission-told" },
  "SubmissionTellingAnswered.v1": { advisers: "awareness-answered" },
  // It is new to the advisers of the scope that it comes to.
  "SubmissionRedirected.v1": { advisers: "submission-received" },
  "SubmissionChangeRequested.v1": NONE,
  "SubmissionFellDue.v1": NONE,
  "SubmissionSetAside.v1": NONE,
};

export function newsOfSubmission(
  { type }: SubmissionEvent,
  { council, region, strand }: SubmissionState,
): readonly SubmissionNews[] {
  const rule: NewsOfType = SUBMISSION_NEWS[type];
  const to = (audience: NewsAudience, kind: NewsKind | undefined): readonly SubmissionNews[] =>
    kind ? [{ kind, audience, tells: "submission" }] : [];
  return [...to(`council:${council}`, rule.council), ...to(`scope:${scopeOf(region, strand)}`, rule.advisers)];
}
