// Why a notice goes to a person, and the numbers in it: the tasks that wait for them, and their unread news.
import type { Viewer } from "../../services/people/viewer.ts";
import { countUnread, hasUnreadAfter, type NewsDeps } from "../news/read-news.ts";
import { countTasks, hasNew } from "./read-inbox.ts";

/** A number, and whether there is more that was not counted. */
type Count = { readonly count: number; readonly more: boolean };
export type WaitingCounts = { readonly tasks: Count; readonly news: Count };

export const countWaiting = (deps: NewsDeps, viewer: Viewer): WaitingCounts => ({
  tasks: countTasks(deps, viewer),
  news: countUnread(deps, viewer),
});

/** Whether something waits for the person, or is unread news to them, that was not there at an instant; without one, whether there is anything. */
export const hasReasonAfter = (deps: NewsDeps, viewer: Viewer, instant: string | undefined): boolean =>
  hasNew(deps, viewer, instant ?? "") || hasUnreadAfter(deps, viewer, instant);

/** Whether an objection of the person's council has been overridden after an instant, and they have not read that. */
export const hasOverrideAfter = (deps: NewsDeps, viewer: Viewer, instant: string): boolean =>
  hasUnreadAfter(deps, viewer, instant, ["objection-overridden"]);
