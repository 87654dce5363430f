// The state of a submission.
import type { Occurrence } from "../concern/events.ts";
import { RULE_BEGAN } from "../concern/untold.ts";
import { londonDate, workingDaysAfter } from "../dates.ts";
import type { DataOf } from "../stored-events.ts";
import { openDisputes, type Telling, withAnswer } from "../tellings.ts";
import type { SubmissionEvent, submissionEvents } from "./events.ts";

type Data = DataOf<typeof submissionEvents>;

/** Working days within which the council is told of a submission. */
const TELL_WITHIN = 10;

type TellingSaid = Omit<Data["SubmissionTellingAnswered.v1"], "suspends">;
export type SubmissionTelling = Telling<TellingSaid> & Omit<Data["CouncilToldOfSubmission.v2"], "disputeBy">;

export type SubmissionState = Omit<Data["InformationSubmitted.v3"], "tellBy"> & {
  readonly id: string;
  readonly version: number;
  readonly submitted: Occurrence;
  /** The last day to tell the council. */
  readonly tellBy: string;
  /** The hub recorded that its last day had passed. */
  readonly fellDue?: Occurrence;
  /** Each time that it was redirected, with the council and strand that it was about before. */
  readonly redirected: readonly (Occurrence &
    Pick<Data["SubmissionRedirected.v1"], "text"> & {
      readonly from: Pick<Data["SubmissionRedirected.v1"], "council" | "region" | "strand">;
    })[];
  /** What its sender requested. */
  readonly changeRequests: readonly (Occurrence & Data["SubmissionChangeRequested.v1"])[];
  /** The last record that the council was told of the submission outside any concern, and those before it. */
  readonly told?: SubmissionTelling;
  readonly formerTellings: readonly SubmissionTelling[];
  /** How often the council answered whether it was told. */
  readonly tellingAnswers: number;
  readonly setAside?: Occurrence & Data["SubmissionSetAside.v1"];
};

/** Returns the last day to tell the council of what was submitted on a day. */
export const tellByOfSubmission = (today: string): string => workingDaysAfter(today, TELL_WITHIN);

const latest = (one: string, other: string): string => (one > other ? one : other);

const NOTHING_YET = { redirected: [], changeRequests: [], formerTellings: [], tellingAnswers: 0 };

/** Every record that the council was told of the submission outside any concern, first to last. */
export const tellingsOf = ({
  told,
  formerTellings,
}: Pick<SubmissionState, "told" | "formerTellings">): readonly SubmissionTelling[] => (told ? [...formerTellings, told] : []);

/** Whether the council disputes that it was told. */
export const isTellingDisputed = (state: Pick<SubmissionState, "told" | "formerTellings">): boolean =>
  openDisputes(tellingsOf(state)).length > 0;

/** Applies one event. The first event of a stream must be InformationSubmitted. */
export function evolveSubmission(
  id: string,
  state: SubmissionState | undefined,
  event: SubmissionEvent,
  by: Occurrence,
): SubmissionState {
  if (event.type === "InformationSubmitted.v3") {
    const tellBy = event.data.tellBy ?? tellByOfSubmission(latest(londonDate(new Date(by.at)), RULE_BEGAN));
    return { id, version: 1, ...event.data, tellBy, submitted: by, ...NOTHING_YET };
  }
  if (!state) throw new Error(`The stream of a submission starts with ${event.type}.`);
  const version = state.version + 1;
  switch (event.type) {
    case "CouncilToldOfSubmission.v2": {
      const { disputeBy, ...told } = event.data;
      const formerTellings = tellingsOf(state);
      const record: SubmissionTelling = {
        ...{ ...told, recorded: by },
        ...(disputeBy !== undefined && { answerBy: disputeBy }),
        ...(formerTellings.length > 0 && { repairs: true }),
      };
      return { ...state, version, formerTellings, told: record };
    }
    case "SubmissionTellingAnswered.v1": {
      const { suspends, ...said } = event.data;
      const told = state.told && withAnswer<TellingSaid, SubmissionTelling>(state.told, { ...by, ...said }, suspends);
      return { ...state, version, ...(told && { told }), tellingAnswers: state.tellingAnswers + 1 };
    }
    case "SubmissionRedirected.v1": {
      const { text, ...to } = event.data;
      const from = { council: state.council, region: state.region, strand: state.strand };
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
