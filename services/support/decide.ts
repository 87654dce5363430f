// The rules of support (domain.md, "Aligned support"). Support is offered to the council, starts only with its agreement, and has milestones and
// reviews. Council and provider judge its outcome separately.
import { z } from "zod";
import { findBody } from "../../reference/bodies.ts";
import { CAUSES, causeAllowedIn } from "../../reference/causes.ts";
import { CHANNELS, COUNCIL_OFFICES, type CouncilOffice, isHead } from "../../reference/concern-terms.ts";
import type { Councils } from "../../reference/councils.ts";
import { STRANDS } from "../../reference/strands.ts";
import {
  alignsSupportIn,
  EFFECTIVENESS,
  findProvider,
  kindAllowedIn,
  MILESTONE_KINDS,
  PROGRESS,
  REGION_VIEWS,
  type RegionView,
  SUPPORT_KINDS,
  USUAL_MILESTONES,
} from "../../reference/support-kinds.ts";
import { hasHeadSpoken, holderOf } from "../concern/council-position.ts";
import { plain } from "../confidential.ts";
import { councilInForce, refuseUnlessInForce, refuseUnlessResponsible } from "../council/in-force.ts";
import { dateInWords, dayAfter, monthsAfter } from "../dates.ts";
import type { DecisionContext } from "../decision-context.ts";
import {
  type CommandDeclaration,
  type CommandDeclarations,
  type CommandOf,
  day,
  type InputOf,
  id,
  narrative,
  shortText,
  type WhenFull,
} from "../input.ts";
import { speakerIn } from "../people/speaker.ts";
import { inOffice, type Speaker } from "../people/spoken-in.ts";
import { withinBounds } from "../pipeline/record-bounds.ts";
import { isRefusal, type Refusal, type RefusalCode, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import { JUDGES, SUPPORT_ENDS, type SupportEvent } from "./events.ts";
import { isPlanned, type SupportState } from "./state.ts";

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
      shownTo: z.array(id).max(20).optional(),
    }),
  },
  answerSupport: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({
      ...onSupport,
      ...inOffice,
      answer: z.enum(SUPPORT_ANSWERS),
      regionSees: z.enum(REGION_VIEWS).optional(),
      statement: narrative.optional(),
    }),
  },
  setRegionView: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({ ...onSupport, ...inOffice, regionSees: z.enum(REGION_VIEWS) }),
  },
  changeSupportLead: { creates: "nothing", input: z.strictObject({ ...onSupport, lead: shortText }) },
  beginSupport: { creates: "nothing", input: z.strictObject({ ...onSupport, begunOn: day }) },
  setMilestone: {
    creates: "milestone",
    input: z.strictObject({ ...onSupport, kind: z.enum(MILESTONE_KINDS), due: day, about: shortText.optional() }),
  },
  meetMilestone: { creates: "nothing", whenFull: "always", input: z.strictObject({ ...onSupport, milestone: id, metOn: day }) },
  recordMilestoneDue: { creates: "nothing", whenFull: "always", input: z.strictObject({ ...onSupport, milestone: id }) },
  planReview: { creates: "review", input: z.strictObject({ ...onSupport, from: day, to: day }) },
  cancelReview: { creates: "nothing", whenFull: "always", input: z.strictObject({ ...onSupport, review: id }) },
  recordProgress: {
    creates: "review",
    input: z.strictObject({
      ...onSupport,
      /** The planned review, if there was one. */
      review: id.optional(),
      reviewedOn: day,
      progress: z.enum(PROGRESS),
      finding: narrative,
    }),
  },
  endSupport: {
    creates: "nothing",
    whenFull: "always",
    input: z.strictObject({ ...onSupport, how: z.enum(SUPPORT_ENDS), endedOn: day, reason: narrative }),
  },
  judgeOutcome: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({ ...onSupport, by: z.enum(JUDGES), judgement: z.enum(EFFECTIVENESS), why: narrative }),
  },
} as const satisfies CommandDeclarations;

export type SupportCommandName = keyof typeof supportCommands;
export type SupportCommand = CommandOf<typeof supportCommands>;
type Input = InputOf<typeof supportCommands>;

export type SupportDecisionContext = DecisionContext & {
  readonly council: Councils["status"];
  /** The offices in which the person may speak for the council in the strand of the support. */
  readonly offices: readonly Speaker[];
  /** The current lead, unsealed, to compare with a new one; undefined if it was erased. */
  readonly lead: string | undefined;
};

type SupportDecision = readonly SupportEvent[] | Refusal;

/** The maximum number of milestones, and of reviews, of one support. */
const MAX_PER_SUPPORT = 100;

export function decideSupport(
  state: SupportState | undefined,
  command: SupportCommand,
  context: SupportDecisionContext,
): SupportDecision {
  return withinBounds("support", state, context, whenFull(state, command), decideByRules(state, command, context));
}

/** A council can always take its agreement back, and let its region see less. */
function whenFull(state: SupportState | undefined, { name, input }: SupportCommand): WhenFull | undefined {
  const takesBack = name === "answerSupport" && input.answer === "declined" && state?.answer?.kind === "agreed";
  const showsLess = name === "setRegionView" && isLess(input.regionSees, state?.regionView);
  return takesBack || showsLess ? "always" : (supportCommands[name] as CommandDeclaration).whenFull;
}

const isLess = (view: RegionView, than: RegionView = "nothing"): boolean =>
  REGION_VIEWS.indexOf(view) < REGION_VIEWS.indexOf(than);

function decideByRules(
  state: SupportState | undefined,
  command: SupportCommand,
  context: SupportDecisionContext,
): SupportDecision {
  if (command.name === "offerSupport") return state ? [] : offer(command.input, context);
  if (!state) return refuse("NOT_FOUND");
  if (command.name === "judgeOutcome") return judge(state, command.input, context);
  if (command.name === "setRegionView") return setRegionView(state, command.input, context);
  if (state.ended) return command.name === "recordMilestoneDue" ? [] : refuse("SUPPORT_ENDED");
  switch (command.name) {
    case "answerSupport":
      return answer(state, command.input, context);
    case "changeSupportLead": {
      const { lead } = command.input;
      return context.lead === lead ? [] : [{ type: "SupportLeadChanged.v1", data: { text: plain({ lead }) } }];
    }
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

/** An offer records to whom in the council it was made, how and when: the council learns of it before anyone else. */
function offer(input: Input["offerSupport"], context: SupportDecisionContext): SupportDecision {
  const status = context.council(input.council, context.today);
  const { aim, lead, toldName, strand, kind, shownTo = [], ...offered } = input;
  const wrong = refuseAll([
    refuseUnlessInForce(status),
    refuseUnlessResponsible(status, input.strand),
    refuseIf(!kindAllowedIn(kind, strand), "SUPPORT_KIND_NOT_FOR_STRAND", "kind"),
    // An unknown council has no region to check the provider against.
    status.kind === "in-force"
      ? refuseIf(!findProvider(input.provider, { region: status.council.region, strand }), "UNKNOWN_PROVIDER", "provider")
      : undefined,
    ...(status.kind === "in-force" ? shownTo.map(refuseUnlessAligning(status.council.region)) : []),
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
  const named = { causes: [...new Set(input.causes)], shownTo: [...new Set(shownTo)] };
  const text = plain({ aim, lead, toldName });
  return [{ type: "SupportOffered.v2", data: { ...offered, ...named, council, region, strand, kind, text } }];
}

/** The lead bodies of the council's region align its support, of whatever strand. Others hear of it through a share of a concern. */
const refuseUnlessAligning = (region: string) => (name: string, index: number) => {
  const body = findBody(name);
  if (!body) return refuse("UNKNOWN_BODY", `shownTo.${index}`);
  return refuseIf(
    !alignsSupportIn(body, region),
    "BODY_OUT_OF_SCOPE",
    `shownTo.${index}`,
    "Select regional leads of the council's own region.",
  );
};

/** The council can change its answer until the support ends: it can withdraw its agreement as easily as give it. */
function answer(
  state: SupportState,
  { answer, regionSees, statement, office }: Input["answerSupport"],
  context: SupportDecisionContext,
): SupportDecision {
  if (context.actor === state.offered.actor) return refuse("ANSWER_BY_OFFERER");
  const speaker = speakerOn(state, office, context);
  if (isRefusal(speaker)) return speaker;
  const said = { ...speaker, ...(statement !== undefined && { text: plain({ statement }) }) };
  const own = state.said.findLast(({ holder }) => holder === holderOf(speaker.office));
  const isRepeated = own?.kind === answer && own.actor === context.actor && statement === undefined;
  if (answer === "declined") {
    if (regionSees)
      return refuseSaying("INVALID_INPUT", "regionSees", "Leave this out: the region sees nothing of what you decline.");
    return isRepeated ? [] : [{ type: "SupportDeclined.v2", data: said }];
  }
  const view = regionSees ?? viewUnlessSaid(state, speaker);
  if (isRepeated && view === viewOf(state, speaker)) return [];
  return [{ type: "SupportAgreed.v2", data: { regionSees: view, ...said } }];
}

/** Who answers for the council. Other officers do so only while neither head has. */
function speakerOn(
  state: SupportState,
  office: CouncilOffice | undefined,
  { offices }: SupportDecisionContext,
): Speaker | Refusal {
  const speaker = speakerIn(offices, office);
  if (isRefusal(speaker) || isHead(speaker.office)) return speaker;
  return hasHeadSpoken(state.said) || hasHeadSpoken(state.views) ? refuse("HEAD_HAS_SPOKEN") : speaker;
}

const viewOf = ({ views }: SupportState, { office }: Speaker): RegionView | undefined =>
  views.find(({ holder }) => holder === holderOf(office))?.view;

/** A council that agrees again after it had declined is not taken to show the purpose again, and neither is a head who agrees after the other. */
function viewUnlessSaid(state: SupportState, speaker: Speaker): RegionView {
  const own = state.said.findLast(({ holder }) => holder === holderOf(speaker.office));
  const isFirst = !hasHeadSpoken(state.said);
  const answer = own ?? (isFirst ? state.answer : undefined);
  const view = viewOf(state, speaker) ?? (isFirst ? state.regionView : undefined) ?? "dates";
  return answer?.kind === "agreed" || view === "nothing" ? view : "dates";
}

/** The council says what its region sees, at any time after it has agreed: after the end too, as the support stays in the region's picture. */
function setRegionView(
  state: SupportState,
  { regionSees, office }: Input["setRegionView"],
  context: SupportDecisionContext,
): SupportDecision {
  const wrong = refuseAll([
    refuseIf(context.actor === state.offered.actor, "ANSWER_BY_OFFERER"),
    refuseIf(state.answer?.kind !== "agreed", "REGION_VIEW_WITHOUT_AGREEMENT"),
    refuseIf(state.ended?.how === "offer-withdrawn", "SUPPORT_ENDED"),
  ]);
  if (wrong) return wrong;
  const speaker = speakerOn(state, office, context);
  if (isRefusal(speaker)) return speaker;
  const isSaid = regionSees === (viewOf(state, speaker) ?? (hasHeadSpoken(state.said) ? undefined : state.regionView));
  return isSaid ? [] : [{ type: "RegionViewSet.v1", data: { ...speaker, regionSees } }];
}

/** Refuses a date before `earliest`, the day of `event`. */
function tooEarly(date: string, code: RefusalCode, field: string, earliest: string, event: string): Refusal | undefined {
  if (date >= earliest) return undefined;
  return refuseSaying(code, field, `The date must be ${dateInWords(earliest)} or later, as the support ${event} then.`);
}

/** Support starts only with the council's agreement. A peer challenge gets its standard milestones. */
function begin(state: SupportState, { begunOn }: Input["beginSupport"], context: SupportDecisionContext): SupportDecision {
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
function review(state: SupportState, { name, input }: ReviewCommand, context: SupportDecisionContext): SupportDecision {
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

function end(
  state: SupportState,
  { how, endedOn, reason }: Input["endSupport"],
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
function judge(
  state: SupportState,
  { by, judgement, why }: Input["judgeOutcome"],
  context: SupportDecisionContext,
): SupportDecision {
  if (!state.ended || !state.begun) return refuse("SUPPORT_NOT_ENDED");
  if (state.judgements.some((given) => given.by === by)) return refuse("JUDGED_ALREADY", "by");
  if (state.judgements.some(({ judged }) => judged.actor === context.actor)) return refuse("JUDGED_BY_BOTH");
  return [{ type: "OutcomeJudged.v1", data: { by, judgement, text: plain({ why }) } }];
}
