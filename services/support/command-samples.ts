// Sample inputs of each command, by which the hub finds whether somebody could give it on a support now. The samples name every record that the command
// could be about.
import { COUNCIL_OFFICES } from "../../reference/concern-terms.ts";
import { REGION_VIEWS } from "../../reference/support-kinds.ts";
import { type CommandSamples, SAMPLE_FAR_DAY, SAMPLE_WORDS } from "../possible-commands.ts";
import { SUPPORT_ANSWERS, type SupportCommandName, type SupportInput } from "./commands.ts";
import type { SupportDecisionContext } from "./decision.ts";
import { JUDGES, MOVE_SIDES, SUPPORT_ENDS } from "./events.ts";
import type { Move, Presence, SupportState } from "./state.ts";

export type SamplesOnSupport<Subject, Names extends SupportCommandName> = {
  readonly [Name in Names]: CommandSamples<Subject, SupportDecisionContext, SupportInput[Name]>;
};

/** A support, and the packages of its council that the person may see. */
export type SupportToTry = { readonly state: SupportState; readonly packages: () => readonly SupportState[] };

const on = ({ state }: Pick<SupportToTry, "state">) => ({ support: state.id });

export type CommandOnSupport =
  | ("answerSupport" | "setRegionView" | "answerOfferTelling" | "tellOfOfferAgain" | "changeSupportLead")
  | ("beginSupport" | "setMilestone" | "planReview" | "planPresence" | "moveSupport" | "setPackage")
  | ("recordProgress" | "endSupport" | "judgeOutcome");

export const SAMPLES_ON_SUPPORT: SamplesOnSupport<SupportToTry, CommandOnSupport> = {
  answerSupport: {
    named: ["answer"],
    inputs: (about) => SUPPORT_ANSWERS.map((answer) => ({ ...on(about), answer, statement: SAMPLE_WORDS })),
  },
  setRegionView: { named: ["regionSees"], inputs: (about) => REGION_VIEWS.map((regionSees) => ({ ...on(about), regionSees })) },
  answerOfferTelling: {
    inputs: (about) =>
      (["confirmed", "not-told"] as const).map((answer) => ({ ...on(about), answer, bodies: [], statement: SAMPLE_WORDS })),
  },
  tellOfOfferAgain: {
    named: ["toldOffice"],
    inputs: (about, { today }) =>
      COUNCIL_OFFICES.map((toldOffice) => ({
        ...{ ...on(about), toldName: SAMPLE_WORDS, toldOffice, channel: "in-person", toldOn: today, about: SAMPLE_WORDS },
      })),
  },
  changeSupportLead: { inputs: (about) => [{ ...on(about), lead: SAMPLE_WORDS }] },
  beginSupport: { inputs: (about, { today }) => [{ ...on(about), begunOn: today }] },
  setMilestone: { inputs: (about) => [{ ...on(about), kind: "other", due: SAMPLE_FAR_DAY }] },
  planReview: { inputs: (about) => [{ ...on(about), from: SAMPLE_FAR_DAY, to: SAMPLE_FAR_DAY }] },
  planPresence: { inputs: (about, { today }) => [{ ...on(about), from: today, to: today, place: SAMPLE_WORDS }] },
  moveSupport: {
    named: ["by"],
    inputs: (about) =>
      MOVE_SIDES.map((by) => ({
        ...{ ...on(about), by, from: about.state.from, until: SAMPLE_FAR_DAY, presence: [], reason: SAMPLE_WORDS },
      })),
  },
  setPackage: {
    named: ["package"],
    inputs: (about) => [on(about), ...about.packages().map(({ id }) => ({ ...on(about), package: id }))],
  },
  recordProgress: {
    inputs: (about, { today }) => [{ ...on(about), reviewedOn: today, progress: "working", finding: SAMPLE_WORDS }],
  },
  endSupport: {
    named: ["how"],
    inputs: (about, { today }) => SUPPORT_ENDS.map((how) => ({ ...on(about), how, endedOn: today, reason: SAMPLE_WORDS })),
  },
  judgeOutcome: {
    named: ["by"],
    inputs: (about) => JUDGES.map((by) => ({ ...on(about), by, judgement: "effective", why: SAMPLE_WORDS })),
  },
};

/** One of a support's records. */
type RecordOfSupport<Part> = { readonly state: SupportState; readonly part: Part };

export type CommandOnMilestone = "meetMilestone";
export const SAMPLES_ON_MILESTONE: SamplesOnSupport<RecordOfSupport<SupportState["milestones"][number]>, CommandOnMilestone> = {
  meetMilestone: {
    named: ["milestone"],
    inputs: (about, { today }) => [{ ...on(about), milestone: about.part.milestone, metOn: today }],
  },
};

export type CommandOnReview = "cancelReview" | "recordProgress";
export const SAMPLES_ON_REVIEW: SamplesOnSupport<RecordOfSupport<SupportState["reviews"][number]>, CommandOnReview> = {
  cancelReview: { named: ["review"], inputs: (about) => [{ ...on(about), review: about.part.review }] },
  recordProgress: {
    named: ["review"],
    inputs: (about, { today }) => [
      { ...on(about), review: about.part.review, reviewedOn: today, progress: "working", finding: SAMPLE_WORDS },
    ],
  },
};

export type CommandOnPresence = "cancelPresence";
export const SAMPLES_ON_PRESENCE: SamplesOnSupport<RecordOfSupport<Presence>, CommandOnPresence> = {
  cancelPresence: { named: ["presence"], inputs: (about) => [{ ...on(about), presence: about.part.presence }] },
};

export type CommandOnMove = "answerMove";
export const SAMPLES_ON_MOVE: SamplesOnSupport<RecordOfSupport<Move>, CommandOnMove> = {
  answerMove: {
    named: ["move", "by", "answer"],
    inputs: (about) =>
      MOVE_SIDES.flatMap((by) => SUPPORT_ANSWERS.map((answer) => ({ ...on(about), move: about.part.move, by, answer }))),
  },
};
