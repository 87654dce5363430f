// The state of a submission.
import type { Occurrence } from "../concern/events.ts";
import type { DataOf } from "../stored-events.ts";
import type { SubmissionEvent, submissionEvents } from "./events.ts";

type Data = DataOf<typeof submissionEvents>;

export type SubmissionState = Data["InformationSubmitted.v1"] & {
  readonly id: string;
  readonly version: number;
  readonly submitted: Occurrence;
  /** The council was told of the submission outside any concern. */
  readonly told?: Occurrence & Data["CouncilToldOfSubmission.v1"];
  readonly setAside?: Occurrence & Data["SubmissionSetAside.v1"];
};

/** Applies one event. The first event of a stream must be InformationSubmitted. */
export function evolveSubmission(
  id: string,
  state: SubmissionState | undefined,
  event: SubmissionEvent,
  by: Occurrence,
): SubmissionState {
  if (event.type === "InformationSubmitted.v1") return { id, version: 1, ...event.data, submitted: by };
  if (!state) throw new Error(`The stream of a submission starts with ${event.type}.`);
  const version = state.version + 1;
  switch (event.type) {
    case "CouncilToldOfSubmission.v1":
      return { ...state, version, told: { ...by, ...event.data } };
    case "SubmissionSetAside.v1":
      return { ...state, version, setAside: { ...by, ...event.data } };
  }
}
