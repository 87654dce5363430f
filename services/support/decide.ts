// The rules of support (domain.md, "Aligned support"): offered to a council that is told of it, going ahead with its agreement only,
// with milestones and reviews, and an outcome that council and provider judge for themselves.
import { z } from "zod";
import { CAUSES, causeAllowedIn } from "../../reference/causes.ts";
import { CHANNELS, COUNCIL_OFFICES } from "../../reference/concern-terms.ts";
import type { CouncilStatus } from "../../reference/councils.ts";
import { STRANDS } from "../../reference/strands.ts";
import {
  EFFECTIVENESS,
  findProvider,
  kindAllowedIn,
  MILESTONE_KINDS,
  PROGRESS,
  SUPPORT_KINDS,
  USUAL_MILESTONES,
} from "../../reference/support-kinds.ts";
import { plain } from "../confidential.ts";
import { councilInForce, refuseUnlessInForce } from "../council/in-force.ts";
import { dateInWords, dayAfter, monthsAfter } from "../dates.ts";
import { type CommandDeclarations, type CommandOf, day, id, narrative, shortText } from "../input.ts";
import { type Reserve, withinEventBounds } from "../pipeline/record-bounds.ts";
import { withinTextLimit } from "../pipeline/text-limit.ts";
import { type Refusal, type RefusalCode, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import { JUDGES, SUPPORT_ENDS, type SupportEvent } from "./events.ts";
import type { Review, SupportState } from "./state.ts";

const onSupport = { support: id };
export const SUPPORT_ANSWERS = ["agreed", "declined"] as const;

export const supportCommands = {
  offerSupport: {
    creates: "stream",
    input: z.strictObject({
      council: id,
      strand: z.enum(STRANDS),
      kind: z.enum(SUPPORT_KINDS),
      provider: id,
      causes: z.array(z.enum(CAUSES)).min(1),
      aim: narrative,
      lead: shortText,
      offeredTo: z.enum(COUNCIL_OFFICES),
      toldName: shortText,
      channel: z.enum(CHANNELS),
      offeredOn: day,
      from: day,
      until: day,
      answerBy: day,
    }),
  },
  answerSupport: {
    creates: "nothing",
    input: z.strictObject({ ...onSupport, answer: z.enum(SUPPORT_ANSWERS), statement: narrative.optional() }),
  },
  beginSupport: { creates: "nothing", input: z.strictObject({ ...onSupport, begunOn: day }) },
  setMilestone: {
    creates: "milestone",
    input: z.strictObject({ ...onSupport, kind: z.enum(MILESTONE_KINDS), due: day, about: shortText.optional() }),
  },
  meetMilestone: { creates: "nothing", input: z.strictObject({ ...onSupport, milestone: id, metOn: day }) },
  recordMilestoneDue: { creates: "nothing", input: z.strictObject({ ...onSupport, milestone: id }) },
  planReview: { creates: "review", input: z.strictObject({ ...onSupport, from: day, to: day }) },
  cancelReview: { creates: "nothing", input: z.strictObject({ ...onSupport, review: id }) },
  recordProgress: {
    creates: "review",
    input: z.strictObject({
      ...onSupport,
      /** The planned review that this is, if it is one. */
      review: id.optional(),
      reviewedOn: day,
      progress: z.enum(PROGRESS),
      finding: narrative,
    }),
  },
  endSupport: {
    creates: "nothing",
    input: z.strictObject({ ...onSupport, how: z.enum(SUPPORT_ENDS), endedOn: day, reason: narrative }),
  },
  judgeOutcome: {
    creates: "nothing",
    input: z.strictObject({ ...onSupport, by: z.enum(JUDGES), judgement: z.enum(EFFECTIVENESS), why: narrative }),
  },
} as const satisfies CommandDeclarations;

export type SupportCommandName = keyof typeof supportCommands;
export type SupportCommand = CommandOf<typeof supportCommands>;
type Input<Name extends SupportCommandName> = Extract<SupportCommand, { name: Name }>["input"];

export type SupportDecisionContext = {
  /** The date in England. */
  readonly today: string;
  /** The person who asks, or `hub`. */
  readonly actor: string;
  readonly newId: (...words: string[]) => string;
  readonly council: (code: string, date: string) => CouncilStatus;
};

export type SupportDecision = readonly SupportEvent[] | Refusal;

/** Milestones and reviews that one support can hold, each: it is read and written as one. */
const MOST = 100;

export function decideSupport(
  state: SupportState | undefined,
  command: SupportCommand,
  context: SupportDecisionContext,
): SupportDecision {
  const decided = withinTextLimit(state?.textBytes ?? 0, decideByRules(state, command, context), WHEN_FULL.has(command.name));
  if (!state) return decided;
  const happened = {
    kind: "support",
    events: state.version,
    daily: state.daily,
    actor: context.actor,
    today: context.today,
  } as const;
  return withinEventBounds(happened, decided, reserveFor(state, command));
}

/** What is still taken when a support is full of text: the council's word, and what ends something. */
const WHEN_FULL: ReadonlySet<SupportCommand["name"]> = new Set([
  "answerSupport",
  "judgeOutcome",
  "meetMilestone",
  "recordMilestoneDue",
  "cancelReview",
  "endSupport",
]);

/** A council that takes its agreement back is always heard; what it says again, and judgements, are bounded. */
function reserveFor({ answer }: SupportState, { name, input }: SupportCommand): Reserve {
  if (name === "answerSupport") return input.answer === "declined" && answer?.kind === "agreed" ? "ends" : "reserved";
  if (name === "judgeOutcome") return "reserved";
  return WHEN_FULL.has(name) ? "ends" : "none";
}

function decideByRules(
  state: SupportState | undefined,
  command: SupportCommand,
  context: SupportDecisionContext,
): SupportDecision {
  if (command.name === "offerSupport") return state ? [] : offer(command.input, context);
  if (!state) return refuse("NOT_FOUND");
  if (command.name === "judgeOutcome") return judge(state, command.input, context);
  if (state.ended) return command.name === "recordMilestoneDue" ? [] : refuse("SUPPORT_ENDED");
  switch (command.name) {
    case "answerSupport":
      return answer(state, command.input, context);
    case "beginSupport":
      return begin(state, command.input, context);
    case "setMilestone":
    case "meetMilestone":
    case "recordMilestoneDue":
      return milestone(state, command, context);
    case "planReview":
    case "cancelReview":
    case "recordProgress":
      return review(state, command, context);
    case "endSupport":
      return end(state, command.input, context);
  }
}

/** An offer says who in the council it was made to, how and when: the council knows before anybody else sees it. */
function offer(input: Input<"offerSupport">, context: SupportDecisionContext): SupportDecision {
  const status = context.council(input.council, context.today);
  const { aim, lead, toldName, strand, kind, ...offered } = input;
  const wrong = refuseAll([
    refuseUnlessInForce(status),
    refuseIf(!kindAllowedIn(kind, strand), "SUPPORT_KIND_NOT_FOR_STRAND", "kind"),
    // Whether a provider works in the region can be decided only once the council, and so its region, is known.
    status.kind === "in-force"
      ? refuseIf(!findProvider(input.provider, { region: status.council.region, strand }), "UNKNOWN_PROVIDER", "provider")
      : undefined,
    ...input.causes.map((cause, index) => refuseIf(!causeAllowedIn(cause, strand), "CAUSE_NOT_FOR_STRAND", `causes.${index}`)),
    refuseIf(input.offeredOn > context.today, "FUTURE_DATE", "offeredOn"),
    input.until < input.from
      ? refuseSaying("SUPPORT_DATES_REVERSED", "until", "The last day must be the same as or after the first day.")
      : undefined,
    input.until < context.today
      ? refuseSaying("SUPPORT_ENDED", "until", "The last day must be today or in the future.")
      : undefined,
    refuseIf(
      input.answerBy <= context.today,
      "ANSWER_DATE_TOO_EARLY",
      "answerBy",
      `The earliest date is ${dateInWords(dayAfter(context.today))}.`,
    ),
  ]);
  if (wrong) return wrong;
  const { code: council, region } = councilInForce(status);
  const causes = [...new Set(input.causes)];
  const text = plain({ aim, lead, toldName });
  return [{ type: "SupportOffered.v1", data: { ...offered, council, region, strand, kind, causes, text } }];
}

/** The council may change its answer while the support has not ended: agreement is taken back as easily as given. */
function answer(
  state: SupportState,
  { answer, statement }: Input<"answerSupport">,
  context: SupportDecisionContext,
): SupportDecision {
  if (context.actor === state.offered.actor) return refuse("ANSWER_BY_OFFERER");
  if (state.answer?.kind === answer && statement === undefined) return [];
  const data = statement === undefined ? {} : { text: plain({ statement }) };
  return [{ type: answer === "agreed" ? "SupportAgreed.v1" : "SupportDeclined.v1", data }];
}

/** A refusal of a date before the earliest that is possible; `event` is what happened to the support on that. */
function tooEarly(date: string, code: RefusalCode, field: string, earliest: string, event: string): Refusal | undefined {
  if (date >= earliest) return undefined;
  return refuseSaying(code, field, `The date must be ${dateInWords(earliest)} or later, as the support ${event} then.`);
}

/** With the council's agreement only. A peer challenge gets the milestones that practice sets for it. */
function begin(state: SupportState, { begunOn }: Input<"beginSupport">, context: SupportDecisionContext): SupportDecision {
  const wrong = refuseAll([
    refuseIf(state.begun !== undefined, "SUPPORT_BEGUN"),
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

function milestone(state: SupportState, { name, input }: MilestoneCommand, context: SupportDecisionContext): SupportDecision {
  if (name === "setMilestone") {
    const wrong = refuseAll([
      refuseIf(state.answer?.kind === "declined", "SUPPORT_NOT_AGREED"),
      refuseIf(state.milestones.length >= MOST, "TOO_MANY", "due"),
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

const isAhead = ({ planned, held, cancelled }: Review): boolean => planned !== undefined && !held && !cancelled;

/** Two reviews of one support are never planned for the same days. */
function review(state: SupportState, { name, input }: ReviewCommand, context: SupportDecisionContext): SupportDecision {
  if (name === "planReview") {
    const { from, to } = input;
    const wrong = refuseAll([
      refuseIf(state.answer?.kind === "declined", "SUPPORT_NOT_AGREED"),
      refuseIf(to < from, "PERIOD_REVERSED", "to"),
      refuseIf(from <= context.today, "REVIEW_TOO_EARLY", "from"),
    ]);
    if (wrong) return wrong;
    if (state.reviews.length >= MOST) return refuse("TOO_MANY", "from");
    const other = state.reviews.find((r) => isAhead(r) && r.planned && r.planned.from <= to && from <= r.planned.to)?.planned;
    if (other)
      return refuse("REVIEW_DATES_OVERLAP", "from", `It is from ${dateInWords(other.from)} to ${dateInWords(other.to)}.`);
    return [{ type: "ReviewPlanned.v1", data: { review: context.newId("review"), from, to } }];
  }
  const planned = state.reviews.find((r) => r.review === input.review);
  const notAhead = refuseAll([
    refuseIf(input.review !== undefined && !planned?.planned, "UNKNOWN_REVIEW", "review"),
    refuseIf(planned !== undefined && !isAhead(planned), "REVIEW_DONE", "review"),
  ]);
  if (name === "cancelReview") return notAhead ?? [{ type: "ReviewCancelled.v1", data: { review: input.review } }];
  const { reviewedOn, progress, finding } = input;
  const begunOn = state.begun?.begunOn;
  const wrong = refuseAll([
    notAhead,
    refuseIf(begunOn === undefined, "SUPPORT_NOT_BEGUN"),
    refuseIf(reviewedOn > context.today, "FUTURE_DATE", "reviewedOn"),
    begunOn === undefined ? undefined : tooEarly(reviewedOn, "PERIOD_REVERSED", "reviewedOn", begunOn, "began"),
    refuseIf(!planned && state.reviews.length >= MOST, "TOO_MANY", "reviewedOn"),
  ]);
  if (wrong) return wrong;
  const text = plain({ finding });
  return [
    { type: "ProgressReviewed.v1", data: { review: planned?.review ?? context.newId("review"), reviewedOn, progress, text } },
  ];
}

function end(
  state: SupportState,
  { how, endedOn, reason }: Input<"endSupport">,
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

/** Whether it worked is for council and provider each to say, once it has ended, and never for one person on both sides. */
function judge(
  state: SupportState,
  { by, judgement, why }: Input<"judgeOutcome">,
  context: SupportDecisionContext,
): SupportDecision {
  if (!state.ended || !state.begun) return refuse("SUPPORT_NOT_ENDED");
  if (state.judgements.some((given) => given.by === by)) return refuse("JUDGED_ALREADY", "by");
  if (state.judgements.some(({ judged }) => judged.actor === context.actor)) return refuse("JUDGED_BY_BOTH");
  return [{ type: "OutcomeJudged.v1", data: { by, judgement, text: plain({ why }) } }];
}
