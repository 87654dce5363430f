// The tasks that follow from submissions and from councils' requests for support.
import { scopeOf } from "../policies/engine/facts.ts";
import { londonDate, workingDaysAfter } from "./dates.ts";
import type { SignalState } from "./signal/state.ts";
import { type SubmissionState, tellingsOf } from "./submission/state.ts";
import { since, type Task } from "./tasks.ts";
import { tellingTasks } from "./tellings.ts";

/** The working days in which advisers have to consider or answer. */
const WORKING_DAYS = 5;

/** A submission waits until a concern cites it, and again if no concern cites it any more. */
export function submissionTasks(state: SubmissionState, isCited: boolean): readonly Task[] {
  if (state.setAside) return [];
  const request = state.changeRequests.at(-1);
  return [
    ...(state.told ? tellingTasks(state.told, tellingsOf(state), state) : []),
    ...(isCited ? [] : waits("submission-to-consider", state, state.submitted.at)),
    ...(request ? waits("submission-change-requested", state, request.at).map(forSomeDays) : []),
  ];
}

export const signalTasks = (state: SignalState): readonly Task[] =>
  state.answered || state.withdrawn ? [] : waits("signal-to-answer", state, state.requested.at);

const waits = (kind: Task["kind"], { region, strand }: SubmissionState | SignalState, at: string): readonly Task[] => [
  {
    kind,
    audience: `scope:${scopeOf(region, strand)}`,
    ...since(at),
    due: workingDaysAfter(londonDate(new Date(at)), WORKING_DAYS),
  },
];

/** A request of the sender stays for twice the time that the advisers have to consider it: nothing has to be recorded of it. */
const forSomeDays = (task: Task): Task => ({ ...task, until: workingDaysAfter(task.from, 2 * WORKING_DAYS) }) satisfies Task;
