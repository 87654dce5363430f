// The state of a submission.
import type { Occurrence } from "../concern/events.ts";
import { RULE_BEGAN } from "../concern/untold.ts";
import { londonDate, workingDaysAfter } from "../dates.ts";
import type { DataOf } from "../stored-events.ts";
import type { SubmissionEvent, submissionEvents } from "./events.ts";

type Data = DataOf<typeof submissionEvents>;

/** Working days within which the council is told of a submission. */
const TELL_WITHIN = 10;

export type SubmissionState = Omit<Data["InformationSubmitted.v2"], "tellBy"> & {
  readonly id: string;
  readonly version: number;
  readonly submitted: Occurrence;
  /** The last day to tell the council. */
  readonly tellBy: string;
  /** The hub recorded that its last day had passed. */
  readonly fellDue?: Occurrence;
  /** Each time that it was redirected, with the scope that it left. */
  readonly redirected: readonly (Occurrence &
    Pick<Data["SubmissionRedirected.v1"], "text"> & {
      readonly from: Pick<Data["SubmissionRedirected.v1"], "region" | "strand">;
    })[];
  /** What its sender requested. */
  readonly changeRequests: readonly (Occurrence & Data["SubmissionChangeRequested.v1"])[];
  /** The council was told of the submission outside any concern. */
  readonly told?: Occurrence & Data["CouncilToldOfSubmission.v1"];
  readonly setAside?: Occurrence & Data["SubmissionSetAside.v1"];
};

/** Returns the last day to tell the council of what was submitted on a day. */
export const tellByOfSubmission = (today: string): string => workingDaysAfter(today, TELL_WITHIN);

const latest = (one: string, other: string): string => (one > other ? one : other);

/** Applies one event. The first event of a stream must be InformationSubmitted. */
export function evolveSubmission(
  id: string,
  state: SubmissionState | undefined,
  event: SubmissionEvent,
  by: Occurrence,
): SubmissionState {
  if (event.type === "InformationSubmitted.v2") {
    const tellBy = event.data.tellBy ?? tellByOfSubmission(latest(londonDate(new Date(by.at)), RULE_BEGAN));
    return { id, version: 1, ...event.data, tellBy, submitted: by, redirected: [], changeRequests: [] };
  }
  if (!state) throw new Error(`The stream of a submission starts with ${event.type}.`);
  const version = state.version + 1;
  switch (event.type) {
    case "CouncilToldOfSubmission.v1":
      return { ...state, version, told: { ...by, ...event.data } };
    case "SubmissionRedirected.v1": {
      const { text, ...to } = event.data;
      const from = { region: state.region, strand: state.strand };
      return { ...state, version, ...to, redirected: [...state.redirected, { ...by, text, from }] };
    }
    case "SubmissionChangeRequested.v1":
      return { ...state, version, changeRequests: [...state.changeRequests, { ...by, ...event.data }] };
    case "SubmissionFellDue.v1":
      return { ...state, version, fellDue: by };
    case "SubmissionSetAside.v1":
      return { ...state, version, setAside: { ...by, ...event.data } };
  }
}
