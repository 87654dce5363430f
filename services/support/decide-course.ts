// Rules of the course of support: its start, milestones, reviews and end, and how its outcome is judged.
import { USUAL_MILESTONES } from "../../reference/support-kinds.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { monthsAfter } from "../dates.ts";
import { speakerIn } from "../people/speaker.ts";
import { isRefusal, type Refusal, type RefusalCode, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import type { SupportCommand, SupportInput } from "./commands.ts";
import type { SupportDecision, SupportDecisionContext } from "./decision.ts";
import type { SupportEvent } from "./events.ts";
import { isPlanned, isTellingDisputed, type SupportState } from "./state.ts";

/** The maximum number of milestones, and of reviews, of one support. */
const MAX_PER_SUPPORT = 100;

/** Refuses a date before `earliest`, the day of `event`. */
function tooEarly(date: string, code: RefusalCode, field: string, earliest: string, event: string): Refusal | undefined {
  if (date >= earliest) return undefined;
  return refuseSaying(code, field, `The date must be ${dateInWords(earliest)} or later, as the support ${event} then.`);
}

/** Support starts only with the council's agreement. A peer challenge gets its standard milestones. */
export function beginSupport(
  state: SupportState,
  { begunOn }: SupportInput["beginSupport"],
  context: SupportDecisionContext,
): SupportDecision {
  const wrong = refuseAll([
    refuseIf(state.begun !== undefined, "SUPPORT_BEGUN"),
    refuseIf(isTellingDisputed(state), "AWARENESS_DISPUTED"),
    refuseIf(state.answer?.kind !== "agreed", state.kind === "package" ? "PACKAGE_NOT_AGREED" : "SUPPORT_NOT_AGREED"),
    refuseIf(begunOn > context.today, "FUTURE_DATE", "begunOn"),
    tooEarly(begunOn, "SUPPORT_DATES_REVERSED", "begunOn", state.offeredOn, "was offered"),
  ]);
  if (wrong) return wrong;
  const usual = USUAL_MILESTONES[state.kind] ?? [];
  return [
    { type: "SupportBegun.v1", data: { begunOn } },
    ...usual.map(
      ({ kind, months }): SupportEvent => ({
        type: "MilestoneSet.v1",
        data: { milestone: context.newId("milestone", kind), kind, due: monthsAfter(begunOn, months) },
      }),
    ),
  ];
}

type MilestoneCommand = Extract<SupportCommand, { name: "setMilestone" | "meetMilestone" | "recordMilestoneDue" }>;

export function decideMilestone(
  state: SupportState,
  { name, input }: MilestoneCommand,
  context: SupportDecisionContext,
): SupportDecision {
  if (name === "setMilestone") {
    const wrong = refuseAll([
      refuseIf(state.answer?.kind === "declined", "SUPPORT_NOT_AGREED"),
      refuseIf(state.milestones.length >= MAX_PER_SUPPORT, "TOO_MANY", "due"),
      tooEarly(input.due, "PERIOD_REVERSED", "due", state.offeredOn, "was offered"),
    ]);
    if (wrong) return wrong;
    const about = input.about === undefined ? {} : { text: plain({ about: input.about }) };
    const { kind, due } = input;
    return [{ type: "MilestoneSet.v1", data: { milestone: context.newId("milestone"), kind, due, ...about } }];
  }
  const set = state.milestones.find((m) => m.milestone === input.milestone);
  if (name === "recordMilestoneDue") {
    if (!set) return refuse("UNKNOWN_MILESTONE", "milestone");
    if (set.met || set.fellDue) return [];
    return context.today > set.due
      ? [{ type: "MilestoneFellDue.v1", data: { milestone: set.milestone } }]
      : refuse("NOT_DUE", "milestone");
  }
  const wrong = refuseAll([
    refuseIf(!set, "UNKNOWN_MILESTONE", "milestone"),
    refuseIf(set?.met !== undefined, "MILESTONE_MET", "milestone"),
    refuseIf(input.metOn > context.today, "FUTURE_DATE", "metOn"),
    tooEarly(input.metOn, "PERIOD_REVERSED", "metOn", state.offeredOn, "was offered"),
  ]);
  if (wrong) return wrong;
  return [{ type: "MilestoneMet.v1", data: { milestone: input.milestone, metOn: input.metOn } }];
}

type ReviewCommand = Extract<SupportCommand, { name: "planReview" | "cancelReview" | "recordProgress" }>;

/** Two reviews of one support are never planned for the same days. */
export function decideReview(
  state: SupportState,
  { name, input }: ReviewCommand,
  context: SupportDecisionContext,
): SupportDecision {
  if (name === "planReview") {
    const { from, to } = input;
    const wrong = refuseAll([
      refuseIf(state.answer?.kind === "declined", "SUPPORT_NOT_AGREED"),
      refuseIf(to < from, "PERIOD_REVERSED", "to"),
      refuseIf(from <= context.today, "REVIEW_TOO_EARLY", "from"),
    ]);
    if (wrong) return wrong;
    if (state.reviews.length >= MAX_PER_SUPPORT) return refuse("TOO_MANY", "from");
    const other = state.reviews.filter(isPlanned).find(({ planned }) => planned.from <= to && from <= planned.to)?.planned;
    if (other)
      return refuse("REVIEW_DATES_OVERLAP", "from", `It is from ${dateInWords(other.from)} to ${dateInWords(other.to)}.`);
    return [{ type: "ReviewPlanned.v1", data: { review: context.newId("review"), from, to } }];
  }
  const planned = state.reviews.find((r) => r.review === input.review);
  const notAhead = refuseAll([
    refuseIf(input.review !== undefined && !planned?.planned, "UNKNOWN_REVIEW", "review"),
    refuseIf(planned !== undefined && !isPlanned(planned), "REVIEW_DONE", "review"),
  ]);
  if (name === "cancelReview") return notAhead ?? [{ type: "ReviewCancelled.v1", data: { review: input.review } }];
  const { reviewedOn, progress, finding } = input;
  const begunOn = state.begun?.begunOn;
  const wrong = refuseAll([
    notAhead,
    refuseIf(begunOn === undefined, "SUPPORT_NOT_BEGUN"),
    refuseIf(reviewedOn > context.today, "FUTURE_DATE", "reviewedOn"),
    begunOn === undefined ? undefined : tooEarly(reviewedOn, "PERIOD_REVERSED", "reviewedOn", begunOn, "began"),
    refuseIf(!planned && state.reviews.length >= MAX_PER_SUPPORT, "TOO_MANY", "reviewedOn"),
  ]);
  if (wrong) return wrong;
  const text = plain({ finding });
  return [
    { type: "ProgressReviewed.v1", data: { review: planned?.review ?? context.newId("review"), reviewedOn, progress, text } },
  ];
}

export function endSupport(
  state: SupportState,
  { how, endedOn, reason }: SupportInput["endSupport"],
  context: SupportDecisionContext,
): SupportDecision {
  const reviewed = state.reviews
    .flatMap(({ held }) => held?.reviewedOn ?? [])
    .sort()
    .at(-1);
  const wrong = refuseAll([
    refuseIf(how === "offer-withdrawn" && state.begun !== undefined, "SUPPORT_BEGUN", "how"),
    refuseIf(how !== "offer-withdrawn" && !state.begun, "SUPPORT_NOT_BEGUN", "how"),
    refuseIf(endedOn > context.today, "FUTURE_DATE", "endedOn"),
    reviewed ? tooEarly(endedOn, "SUPPORT_DATES_REVERSED", "endedOn", reviewed, "was last reviewed") : undefined,
    state.begun
      ? tooEarly(endedOn, "SUPPORT_DATES_REVERSED", "endedOn", state.begun.begunOn, "began")
      : tooEarly(endedOn, "SUPPORT_DATES_REVERSED", "endedOn", state.offeredOn, "was offered"),
  ]);
  if (wrong) return wrong;
  return [{ type: "SupportEnded.v1", data: { how, endedOn, text: plain({ reason }) } }];
}

/** Council and provider each judge, once it has ended. One person never judges for both. */
export function judgeOutcome(
  state: SupportState,
  { by, judgement, why, office }: SupportInput["judgeOutcome"],
  context: SupportDecisionContext,
): SupportDecision {
  if (!state.ended || !state.begun) return refuse("SUPPORT_NOT_ENDED");
  if (state.judgements.some((given) => given.by === by)) return refuse("JUDGED_ALREADY", "by");
  if (state.judgements.some(({ judged }) => judged.actor === context.actor)) return refuse("JUDGED_BY_BOTH");
  if (by === "provider" && office !== undefined)
    return refuseSaying(
      "INVALID_INPUT",
      "office",
      "Leave this out: the provider's judgement is given in no office of the council.",
    );
  const speaker = by === "council" ? speakerIn(context.offices, office) : undefined;
  if (speaker && isRefusal(speaker)) return speaker;
  return [{ type: "OutcomeJudged.v2", data: { by, judgement, ...speaker, text: plain({ why }) } }];
}
