// The state of one support, folded from its events.

import { REGION_VIEWS, type RegionView } from "../../reference/support-kinds.ts";
import { countedPositions, type Holder, holderOf, lastOfEach } from "../concern/council-position.ts";
import type { Occurrence } from "../concern/events.ts";
import { countEvent, type RecordCounts } from "../pipeline/record-bounds.ts";
import type { DataOf } from "../stored-events.ts";
import { isWhole, openDisputes, type Telling, withAnswer } from "../tellings.ts";
import type { SupportEvent, supportEvents } from "./events.ts";

type Data = DataOf<typeof supportEvents>;

type Milestone = Data["MilestoneSet.v1"] & {
  readonly set: Occurrence;
  readonly met?: Occurrence & { readonly metOn: string };
  readonly fellDue?: Occurrence;
};
/** A planned review, one that took place, or both. */
type Review = {
  readonly review: string;
  readonly planned?: { readonly from: string; readonly to: string };
  readonly cancelled?: Occurrence;
  readonly held?: Occurrence & Omit<Data["ProgressReviewed.v1"], "review">;
};
export type Presence = Data["DaysProposed.v1"]["presence"][number] & {
  readonly planned: Occurrence;
  readonly cancelled?: Occurrence;
};
/** New days that one side proposed. The last one is open until it is answered or the support ends; one that was replaced has no answer. */
export type Move = Data["DaysProposed.v1"] & {
  readonly proposed: Occurrence;
  readonly answer?: Occurrence & Omit<Data["DaysDeclined.v1"], "move"> & { readonly kind: "agreed" | "declined" };
};
type Judgement = Data["OutcomeJudged.v2"] & { readonly judged: Occurrence };

type CouncilAnswer = Occurrence &
  Omit<Data["SupportDeclined.v2"], "text"> & {
    readonly holder: Holder;
    readonly kind: "agreed" | "declined";
    readonly text?: Data["SupportAgreed.v2"]["text"];
  };

type TellingSaid = Omit<Data["OfferTellingAnswered.v1"], "suspends">;
/** A record that the council was told of the offer. The offer itself is the first; its text has the name of who was told. */
export type OfferTelling = Telling<TellingSaid> &
  Pick<Data["OfferToldAgain.v1"], "toldOffice" | "channel" | "toldOn" | "shownTo"> & {
    readonly text?: Data["OfferToldAgain.v1"]["text"];
  };

export type SupportState = RecordCounts &
  Data["SupportOffered.v2"] & {
    readonly id: string;
    readonly offered: Occurrence;
    readonly tellings: readonly [OfferTelling, ...OfferTelling[]];
    /** Every answer of somebody of the council, first to last. */
    readonly said: readonly CouncilAnswer[];
    /** The one that is the council's: the last that declines, or the last, of those that count; undefined until it answers. */
    readonly answer?: CouncilAnswer;
    /** The others, first to last. */
    readonly formerAnswers: readonly CouncilAnswer[];
    /** What each office last said that the region sees. */
    readonly views: readonly { readonly holder: Holder; readonly view: RegionView }[];
    /** The least of those that count; undefined until the council first agrees. Whether it still counts is a matter of the answer. */
    readonly regionView?: RegionView;
    readonly leadChanges: readonly (Occurrence & Data["SupportLeadChanged.v1"])[];
    readonly begun?: Occurrence & { readonly begunOn: string };
    readonly milestones: readonly Milestone[];
    readonly reviews: readonly Review[];
    readonly presences: readonly Presence[];
    readonly moves: readonly Move[];
    /** The package that it is a part of. */
    readonly partOf?: string | undefined;
    readonly judgements: readonly Judgement[];
    readonly ended?: Occurrence & Data["SupportEnded.v1"];
  };

const NOTHING_YET = {
  ...{
    said: [],
    formerAnswers: [],
    views: [],
    leadChanges: [],
    milestones: [],
    reviews: [],
    presences: [],
    moves: [],
    judgements: [],
  },
};

/** The names of its leads, first to last. */
export const leadTexts = ({ text, leadChanges }: SupportState) => [text, ...leadChanges.map((change) => change.text)];

/** Applies one event. The first event of a stream must be SupportOffered. */
export function evolveSupport(id: string, state: SupportState | undefined, event: SupportEvent, by: Occurrence): SupportState {
  const counts = countEvent(state, event, by);
  if (event.type === "SupportOffered.v2") return { id, ...event.data, ...offeredBy(event.data, by), ...NOTHING_YET, ...counts };
  if (!state) throw new Error(`The stream of a support starts with ${event.type}.`);
  return { ...change(state, event, by), ...counts };
}

function offeredBy(
  { offeredTo: toldOffice, channel, offeredOn: toldOn, shownTo, disputeBy }: Data["SupportOffered.v2"],
  by: Occurrence,
): Pick<SupportState, "offered" | "tellings"> {
  const telling = { toldOffice, channel, toldOn, shownTo, recorded: by };
  return { offered: by, tellings: [disputeBy === undefined ? telling : { ...telling, answerBy: disputeBy }] };
}

export const lastTelling = ({ tellings }: Pick<SupportState, "tellings">): OfferTelling => tellings.at(-1) ?? tellings[0];

/** Whether the council disputes that it was told of the offer at all, or says that it was told of another. */
export const isTellingDisputed = ({ tellings }: Pick<SupportState, "tellings">): boolean => openDisputes(tellings).some(isWhole);

/** The bodies of the offer that the council was told of, by a record that it does not dispute in this. */
export const bodiesTold = ({ tellings }: Pick<SupportState, "tellings">): readonly string[] => [
  ...new Set(
    tellings.flatMap((telling) =>
      isWhole(telling) ? [] : telling.shownTo.filter((body) => !telling.dispute?.bodies?.includes(body)),
    ),
  ),
];

function change(state: SupportState, event: Exclude<SupportEvent, { type: "SupportOffered.v2" }>, by: Occurrence): SupportState {
  const milestone = (id: string, changed: Partial<Milestone>) =>
    state.milestones.map((m) => (m.milestone === id ? { ...m, ...changed } : m));
  switch (event.type) {
    case "OfferTellingAnswered.v1": {
      const { suspends, ...said } = event.data;
      const last = withAnswer<TellingSaid, OfferTelling>(lastTelling(state), { ...by, ...said }, suspends);
      return { ...state, tellings: [...state.tellings.slice(0, -1), last] as unknown as SupportState["tellings"] };
    }
    case "OfferToldAgain.v1": {
      const { disputeBy, ...told } = event.data;
      return { ...state, tellings: [...state.tellings, { ...told, recorded: by, answerBy: disputeBy, repairs: true }] };
    }
    case "SupportAgreed.v2": {
      const { regionSees, ...said } = event.data;
      const holder = holderOf(said.office);
      return { ...state, ...answered(state, { ...by, holder, kind: "agreed", ...said }), ...viewed(state, holder, regionSees) };
    }
    case "RegionViewSet.v1":
      return { ...state, ...viewed(state, holderOf(event.data.office), event.data.regionSees) };
    case "SupportDeclined.v2":
      return { ...state, ...answered(state, { ...by, holder: holderOf(event.data.office), kind: "declined", ...event.data }) };
    case "SupportLeadChanged.v1":
      return { ...state, leadChanges: [...state.leadChanges, { ...by, ...event.data }] };
    case "SupportBegun.v1":
      return { ...state, begun: { ...by, ...event.data } };
    case "MilestoneSet.v1":
      return { ...state, milestones: [...state.milestones, { ...event.data, set: by }] };
    case "MilestoneMet.v1":
      return { ...state, milestones: milestone(event.data.milestone, { met: { ...by, metOn: event.data.metOn } }) };
    case "MilestoneFellDue.v1":
      return { ...state, milestones: milestone(event.data.milestone, { fellDue: by }) };
    case "ReviewPlanned.v1": {
      const { review, ...planned } = event.data;
      return { ...state, reviews: [...state.reviews, { review, planned }] };
    }
    case "ReviewCancelled.v1":
      return { ...state, reviews: state.reviews.map((r) => (r.review === event.data.review ? { ...r, cancelled: by } : r)) };
    case "PresencePlanned.v1":
      return { ...state, presences: [...state.presences, { ...event.data, planned: by }] };
    case "PresenceCancelled.v1": {
      const { presence } = event.data;
      return { ...state, presences: state.presences.map((p) => (p.presence === presence ? { ...p, cancelled: by } : p)) };
    }
    case "DaysProposed.v1":
      return { ...state, moves: [...state.moves, { ...event.data, proposed: by }] };
    case "DaysAgreed.v1": {
      const { replaces, ...said } = event.data;
      const moved = answerMove(state, said, "agreed", by);
      const move = moved.moves.find((one) => one.move === said.move);
      if (!move) return moved;
      return {
        ...moved,
        ...{ from: move.from, until: move.until },
        presences: [
          ...state.presences.map((one) => (replaces.includes(one.presence) ? { ...one, cancelled: by } : one)),
          ...move.presence.map((one) => ({ ...one, planned: by })),
        ],
      };
    }
    case "DaysDeclined.v1":
      return answerMove(state, event.data, "declined", by);
    case "PackageSet.v1":
      return { ...state, partOf: event.data.package };
    case "ProgressReviewed.v1": {
      const { review, ...held } = event.data;
      const planned = state.reviews.find((r) => r.review === review);
      const others = state.reviews.filter((r) => r !== planned);
      return { ...state, reviews: [...others, { ...planned, review, held: { ...by, ...held } }] };
    }
    case "OutcomeJudged.v2":
      return { ...state, judgements: [...state.judgements, { ...event.data, judged: by }] };
    case "SupportEnded.v1":
      return { ...state, ended: { ...by, ...event.data } };
  }
}

function answerMove(
  state: SupportState,
  { move, ...said }: Data["DaysDeclined.v1"],
  kind: "agreed" | "declined",
  by: Occurrence,
): SupportState {
  const answer = { ...by, ...said, kind };
  return { ...state, moves: state.moves.map((one) => (one.move === move ? { ...one, answer } : one)) };
}

/** The proposed days that wait for the other side; undefined once they were answered, or the support was declined or has ended. */
export function openMove(state: SupportState): Move | undefined {
  const last = state.moves.at(-1);
  return last && !last.answer && isOpen(state) ? last : undefined;
}

/** Of two heads, one that declines makes the council's answer. */
function answered(
  state: SupportState,
  last: CouncilAnswer,
): Pick<SupportState, "said" | "formerAnswers"> & { answer: CouncilAnswer } {
  const said = [...state.said, last];
  const counted = countedPositions(lastOfEach(said));
  const answer = counted.findLast(({ kind }) => kind === "declined") ?? counted.at(-1) ?? last;
  return { said, answer, formerAnswers: said.filter((one) => one !== answer) };
}

/** Of two heads, the one that shows less decides what the region sees. */
function viewed(state: SupportState, holder: Holder, view: RegionView): Pick<SupportState, "views"> & { regionView: RegionView } {
  const views = [...state.views.filter((one) => one.holder !== holder), { holder, view }];
  const counted = countedPositions(views).map((one) => one.view);
  return { views, regionView: REGION_VIEWS.find((one) => counted.includes(one)) ?? view };
}

/** Whether one head of the council agrees to the support and the other declines it, which is to decline it. */
export const isDividedOn = ({ said }: Pick<SupportState, "said">): boolean =>
  new Set(countedPositions(lastOfEach(said)).map(({ kind }) => kind)).size > 1;

/** domain.md: "what is offered, agreed, running". A council that withdraws its agreement has declined. */
export const SUPPORT_STATUSES = ["offered", "agreed", "declined", "running", "completed", "stopped", "offer-withdrawn"] as const;
export type SupportStatus = (typeof SUPPORT_STATUSES)[number];

export function statusOfSupport({
  answer,
  begun,
  ended,
}: Partial<Pick<SupportState, "answer" | "begun" | "ended">>): SupportStatus {
  if (ended) return ended.how;
  if (answer?.kind === "declined") return "declined";
  if (begun) return "running";
  return answer ? "agreed" : "offered";
}

/** Whether a review is planned and has neither taken place nor been cancelled. */
export const isPlanned = (review: Review): review is Review & { readonly planned: NonNullable<Review["planned"]> } =>
  review.planned !== undefined && !review.held && !review.cancelled;

export const isPresenceAhead = ({ cancelled, to }: Presence, today: string): boolean => !cancelled && to >= today;

/** Whether the support is planned or running, so that it can clash with other support. */
export const isOpen = (support: SupportState): boolean => ["offered", "agreed", "running"].includes(statusOfSupport(support));

/** Whether the support works, according to the latest review. */
export const lastProgress = ({ reviews }: SupportState): Data["ProgressReviewed.v1"]["progress"] | undefined =>
  reviews
    .flatMap(({ held }) => held ?? [])
    .reduce<Review["held"]>((last, held) => (last && last.reviewedOn > held.reviewedOn ? last : held), undefined)?.progress;

/** Whether council and provider both judged it effective, so that others can learn from it. */
export const workedWell = ({ judgements }: SupportState): boolean =>
  ["council", "provider"].every((judge) => judgements.some(({ by, judgement }) => by === judge && judgement === "effective"));
