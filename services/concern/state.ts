// The state of a concern, folded from its events. Commands, the register and reads of one concern use the same fold.
import type { Part, Stage } from "../../reference/concern-parts.ts";
import { countEvent, type RecordCounts } from "../pipeline/record-bounds.ts";
import { type Awareness, markDisputedShares, toldBy, untoldWords, withAwarenessAnswer } from "./awareness.ts";
import {
  countedPositions,
  effectiveKind,
  type Holder,
  hasHeadSpoken,
  holderOf,
  isDivided,
  narrower,
  type Terms,
} from "./council-position.ts";
import type { ConcernData, ConcernEvent, Occurrence } from "./events.ts";
import { currentConclusion, evolveLife, type Life, NEW_LIFE, type NumberedOccurrence, type ToldToCouncil } from "./life.ts";
import { evolveOutcomes, NO_OUTCOMES, type Outcomes } from "./outcomes.ts";
import { evolveRequests, type ShareRequest, withMadeShare } from "./requests.ts";
import { evolveRestrictions, type Restrictions } from "./restriction.ts";
import { evolveUntold, type Untold, untoldFrom } from "./untold.ts";
import { CLOSING, type WordAnswer, withAnswer } from "./word-answers.ts";

type Text<Type extends keyof ConcernData> = NonNullable<ConcernData[Type] & { text?: unknown }>["text"];

/** The council is told of evidence that it supplied itself. */
export type Evidence = ConcernData["EvidenceAdded.v2"] &
  ToldToCouncil & {
    readonly added: Occurrence;
    readonly withdrawn?: Occurrence & { readonly text: Text<"EvidenceWithdrawn.v1"> };
  };
export type Reply = ConcernData["CouncilReplied.v2"] & { readonly given: Occurrence };
export type Correction = ConcernData["CorrectionRequested.v2"] & {
  readonly requested: Occurrence;
  readonly resolved?: Occurrence & ToldToCouncil & Omit<ConcernData["CorrectionResolved.v2"], "correction" | "awaitsTelling">;
};

/** The latest position of one holder. Conditions outlive an objection: an override does not remove them. Agreeing without conditions does. */
type HeldPosition = Pick<ConcernData["PositionStated.v2"], "office" | "acting"> & {
  readonly holder: Holder;
  readonly kind: ConcernData["PositionStated.v2"]["position"];
  readonly stated: NumberedOccurrence;
  readonly text?: Text<"PositionStated.v2">;
  readonly conditions?: Conditions;
};

/** The council's latest position on a share; `awaited` until it states one. */
type CouncilPosition = {
  readonly kind: "awaited" | ConcernData["PositionStated.v2"]["position"];
  readonly stated?: NumberedOccurrence;
  readonly text?: Text<"PositionStated.v2">;
  /** One head objects and the other does not, which is an objection. */
  readonly divided?: true;
};

/** The terms that conditions leave, with the words of each holder who set some. */
export type Conditions = Terms & {
  readonly texts: readonly NonNullable<Text<"PositionStated.v2">>[];
  /** The number of the last statement in words on the share, which the body must accept. */
  readonly toAccept?: number;
};

/** `from` is the first day of the share; undefined where it was at once. */
type Override = NumberedOccurrence &
  Omit<ConcernData["ObjectionOverridden.v2"], "share"> & {
    /** Another person has confirmed the danger that the override claims. */
    readonly confirmed?: Occurrence & { readonly text: Text<"DangerConfirmed.v1"> };
  };

/** `answerBy` is the last day in force: reaching the council, more time and imminent danger change the one that was proposed. */
export type Share = Omit<ConcernData["ShareProposed.v2"], "share"> & {
  readonly id: string;
  readonly proposed: NumberedOccurrence;
  /** The last position of each holder, in the order in which they were stated. */
  readonly positions: readonly HeldPosition[];
  /** What they make together the council's. */
  readonly position: CouncilPosition;
  readonly conditions?: Conditions;
  /** How many statements of conditions in words there were. */
  readonly worded?: number;
  /** The body accepted the conditions up to this statement. */
  readonly accepted?: Occurrence & Pick<ConcernData["ConditionsAccepted.v1"], "statement">;
  /** Removed by the council's next position: a new objection needs a new override. */
  readonly override?: Override;
  readonly letter?: Occurrence & Omit<ConcernData["LetterRecorded.v1"], "share">;
  readonly reached?: Occurrence & Pick<ConcernData["CouncilReached.v1"], "how" | "person">;
  readonly notReached?: Occurrence;
  readonly moreTime?: Occurrence;
  /** A second person has confirmed imminent danger. */
  readonly danger?: Occurrence & { readonly text: Text<"DangerConfirmed.v1"> };
  /** The council disputes that it was told of the body. */
  readonly isDisputed?: true;
  readonly made?: Occurrence & Pick<ConcernData["ShareMade.v2"], "basis">;
  readonly ended?: Occurrence & { readonly how: "withdrawn" | "expired"; readonly text?: Text<"ShareWithdrawn.v1"> };
};

export type ConcernState = RecordCounts &
  Life &
  Restrictions &
  Omit<ConcernData["ConcernLogged.v2"], "tellBy" | "isExtended"> & {
    readonly id: string;
    readonly logged: Occurrence;
    /** When the last event was recorded. */
    readonly changedAt: string;
    /** The adviser who looks after it, as last recorded, whether or not they still may; undefined if nobody does. */
    readonly owner?: string | undefined;
    readonly untold: Untold;
    readonly evidence: readonly Evidence[];
    readonly awareness: readonly Awareness[];
    readonly replies: readonly Reply[];
    readonly corrections: readonly Correction[];
    readonly requests: readonly ShareRequest[];
    readonly shares: readonly Share[];
    readonly wordAnswers: readonly WordAnswer[];
    readonly outcomes: Outcomes;
  };

const NOTHING_YET = {
  evidence: [],
  awareness: [],
  replies: [],
  corrections: [],
  requests: [],
  shares: [],
  restrictions: [],
  wordAnswers: [],
  outcomes: NO_OUTCOMES,
};

/** Applies one event. The first event of a stream must be ConcernLogged. */
export function evolve(id: string, state: ConcernState | undefined, event: ConcernEvent, by: Occurrence): ConcernState {
  const counts = countEvent(state, event, by);
  if (event.type === "ConcernLogged.v2") {
    const { tellBy: _, isExtended: __, ...logged } = event.data;
    const untold = untoldFrom(event.data, by);
    return { id, ...logged, logged: by, owner: by.actor, untold, ...NOTHING_YET, ...NEW_LIFE, ...counts, changedAt: by.at };
  }
  if (!state) throw new Error(`The stream of a concern starts with ${event.type}.`);
  return { ...change(state, event, by), ...counts, changedAt: by.at };
}

function change(state: ConcernState, event: Exclude<ConcernEvent, { type: "ConcernLogged.v2" }>, by: Occurrence): ConcernState {
  const { data } = event;
  const version = state.version + 1;
  const share = (changed: (share: Share) => Share): ConcernState => ({
    ...state,
    shares: state.shares.map((s) => ("share" in data && s.id === data.share ? changed(s) : s)),
  });
  switch (event.type) {
    case "EvidenceAdded.v2":
      return { ...state, evidence: [...state.evidence, { ...event.data, added: by, told: event.data.suppliedBy === "council" }] };
    case "EvidenceWithdrawn.v1": {
      const { evidence, text } = event.data;
      return {
        ...state,
        evidence: state.evidence.map((e) => (e.evidence === evidence ? { ...e, withdrawn: { ...by, text } } : e)),
      };
    }
    case "CouncilMadeAware.v2":
      return markDisputedShares({
        ...toldBy(state, { ...by, version, ...(event.data.opensOn && { opensOn: event.data.opensOn }) }),
        awareness: [...state.awareness, { ...event.data, recorded: by, words: untoldWords(state) }],
      });
    case "WordsAnswered.v1": {
      const { words, ...said } = event.data;
      const holder = holderOf(said.office);
      const answers = words.map((word): WordAnswer => ({ word, holder, ...said, stated: { ...by, version } }));
      return { ...state, wordAnswers: answers.reduce(withAnswer, state.wordAnswers) };
    }
    case "AwarenessAnswered.v1":
      return withAwarenessAnswer(state, event.data, by);
    case "CouncilReplied.v2":
      return { ...state, replies: [...state.replies, { ...event.data, given: by }] };
    case "CorrectionRequested.v2":
      return { ...state, corrections: [...state.corrections, { ...event.data, requested: by }] };
    case "CorrectionResolved.v2": {
      const { correction, awaitsTelling, ...resolution } = event.data;
      return {
        ...state,
        corrections: state.corrections.map((c) =>
          c.correction === correction ? { ...c, resolved: { ...by, ...resolution, told: !awaitsTelling } } : c,
        ),
      };
    }
    case "ShareProposed.v2": {
      const { share: id, ...proposal } = event.data;
      const proposed: Share = { id, ...proposal, proposed: { ...by, version }, positions: [], position: { kind: "awaited" } };
      const request = state.requests.find((one) => one.id === proposal.request);
      return {
        ...state,
        requests: withMadeShare(state.requests, request?.id, id),
        shares: [...state.shares, request ? agreedByRequest(proposed, request) : proposed],
      };
    }
    case "PositionStated.v2":
      return positionStated(state, event.data, by);
    case "ObjectionOverridden.v2": {
      const { share: _, ...override } = event.data;
      return share((s) => ({ ...s, override: { ...by, version, ...override } }));
    }
    case "ShareMade.v2":
      return share((s) => ({ ...s, made: { ...by, basis: event.data.basis } }));
    case "ConditionsAccepted.v1":
      return share((s) => ({ ...s, accepted: { ...by, statement: event.data.statement } }));
    case "LetterRecorded.v1": {
      const { sentOn, text } = event.data;
      return share((s) => ({ ...s, letter: { ...by, sentOn, text } }));
    }
    case "CouncilReached.v1": {
      const { share: _, answerBy, ...how } = event.data;
      return share((s) => ({ ...s, answerBy, reached: { ...by, ...how } }));
    }
    case "CouncilNotReached.v1":
      return share((s) => ({ ...s, notReached: by }));
    case "TimeTaken.v1":
      return share((s) => ({ ...s, answerBy: event.data.answerBy, moreTime: by }));
    case "DangerConfirmed.v1": {
      const { answerBy, from, text } = event.data;
      return share((s) => ({
        ...s,
        ...(answerBy !== undefined && { answerBy, danger: { ...by, text } }),
        ...(from !== undefined && s.override && { override: { ...s.override, from, confirmed: { ...by, text } } }),
      }));
    }
    case "ShareRequested.v1":
    case "ShareRequestDeclined.v1":
    case "ShareRequestWithdrawn.v1":
      return { ...state, requests: evolveRequests(state.requests, event, { ...by, version: state.version + 1 }) };
    case "ShareWithdrawn.v1":
      return share((s) => ({ ...s, ended: { ...by, how: "withdrawn", text: event.data.text } }));
    case "ShareExpired.v1":
      return share((s) => ({ ...s, ended: { ...by, how: "expired" } }));
    case "OwnerSet.v1":
      return { ...state, owner: event.data.owner };
    case "TellingExtended.v1":
    case "UntoldWordsOpened.v1":
    case "DiscardProposed.v1":
    case "UntoldFellDue.v1":
      return { ...state, untold: evolveUntold(state.untold, event, by) };
    case "ConcernRestricted.v1":
    case "RestrictionReviewed.v1":
    case "RestrictionLifted.v1":
      return { ...state, ...evolveRestrictions(state, event, by) };
    case "OutcomeOpened.v1":
    case "OutcomeRefused.v1":
      return { ...state, outcomes: evolveOutcomes(state.outcomes, event, by) };
    // The key's name is kept with the open fields, as destroying that key erases the words.
    case "ConcernDiscarded.v1":
      return { ...state, untold: evolveUntold(state.untold, event, by), ...NOTHING_YET, ...NEW_LIFE };
    default:
      return evolveLife(withoutFormerClosing(state, event), event, { ...by, version });
  }
}

/** An answer about one closing does not count for the next. */
const withoutFormerClosing = (state: ConcernState, { type }: ConcernEvent): ConcernState =>
  type === "ConcernReopened.v2" ? { ...state, wordAnswers: state.wordAnswers.filter(({ word }) => word !== CLOSING) } : state;

/** An objection also changes what silence means on other open shares with that body. */
function positionStated(state: ConcernState, data: ConcernData["PositionStated.v2"], by: Occurrence): ConcernState {
  const body = state.shares.find(({ id }) => id === data.share)?.body;
  const isOpen = (share: Share) => share.body === body && share.position.kind === "awaited" && !share.made;
  return {
    ...state,
    shares: state.shares.map((share) => {
      if (share.id === data.share) return stated(share, data, { ...by, version: state.version + 1 });
      return data.position === "objects" && isOpen(share) ? { ...share, silence: "is-objection" } : share;
    }),
  };
}

/** A new position replaces the last, and any override and standing agreement with it. */
function stated(share: Share, data: ConcernData["PositionStated.v2"], by: NonNullable<CouncilPosition["stated"]>): Share {
  const { override: _, standingAgreement: __, conditions: before, ...rest } = share;
  const { share: ___, position: kind, parts = share.parts, until = share.until, ...spoken } = data;
  const holder = holderOf(data.office);
  const own = share.positions.find((position) => position.holder === holder);
  // A head who is the first to speak takes over the conditions of the officers before.
  const kept = own || hasHeadSpoken(share.positions) ? own?.conditions : before;
  // Positions of earlier releases have no office: their conditions count as accepted.
  const isWorded = kind === "agrees-with-conditions" && data.text !== undefined && data.office !== undefined;
  const worded = (share.worded ?? 0) + (isWorded ? 1 : 0);
  const binding = { parts, until, texts: data.text ? [data.text] : [], ...(isWorded && { toAccept: worded }) };
  const conditions = { objects: kept, agrees: undefined, "agrees-with-conditions": binding }[kind];
  const held: HeldPosition = { holder, kind, stated: by, ...spoken, ...(conditions && { conditions }) };
  const positions = [...share.positions.filter((position) => position !== own), held];
  return { ...rest, ...(worded > 0 && { worded }), positions, ...councilPosition(positions) };
}

/** A share that the council requested: the request is its agreement, in the office of whoever made it. */
function agreedByRequest(share: Share, { requested, office, acting }: ShareRequest): Share {
  const spoken = { ...(office && { office }), ...(acting && { acting }) };
  const positions: HeldPosition[] = [{ holder: holderOf(office), kind: "agrees", stated: requested, ...spoken }];
  return { ...share, positions, ...councilPosition(positions) };
}

/** The council's position, and the conditions that bind, of the positions of its offices. */
function councilPosition(positions: readonly HeldPosition[]): Pick<Share, "position" | "conditions"> {
  const counted = countedPositions(positions);
  const kind = effectiveKind(positions) ?? "awaited";
  const stated = counted.at(-1)?.stated;
  const text = counted.findLast((position) => position.kind === kind)?.text;
  const conditions = counted
    .flatMap((position) => position.conditions ?? [])
    .reduce<Conditions | undefined>((one, other) => (one ? bothConditions(one, other) : other), undefined);
  return {
    position: {
      kind,
      ...(stated && { stated }),
      ...(text && { text }),
      ...(isDivided(positions) && { divided: true as const }),
    },
    ...(conditions && { conditions }),
  };
}

function bothConditions(one: Conditions, other: Conditions): Conditions {
  const toAccept = Math.max(one.toAccept ?? 0, other.toAccept ?? 0);
  return { ...narrower(one, other), texts: [...one.texts, ...other.texts], ...(toAccept > 0 && { toAccept }) };
}

/** The furthest stage. A concern that is reopened returns to its stage before the conclusion. */
export function stageOf(state: ConcernState): Stage {
  if (state.closed) return "closed";
  if (currentConclusion(state)) return "concluded";
  if (state.shares.some((share) => share.made)) return "shared";
  return state.awareness.length > 0 ? "aware" : "logged";
}

/** Evidence from advisers that is not withdrawn. The council's own evidence does not count against it. */
export const currentEvidence = (state: ConcernState): readonly Evidence[] =>
  state.evidence.filter((item) => !item.withdrawn && item.suppliedBy === "adviser");

/** The evidence on which the concern rests (principle 2); once the council is aware, evidence of which it was told (principle 1). */
const countedEvidence = (state: ConcernState): readonly Evidence[] =>
  currentEvidence(state).filter((item) => item.told || state.awareness.length === 0);

export const isEvidenced = (state: ConcernState): boolean => countedEvidence(state).length > 0;

/** Whether the concern rests on protected sources alone, and so is not shared beyond the council (docs/decisions/0045). */
export const isProtectedAlone = (state: ConcernState): boolean =>
  isEvidenced(state) && countedEvidence(state).every(({ protectedSource }) => protectedSource);

/** Part -> the times of its texts of which the council has not been told. The part is the one in which recipients will read the text. */
export function untoldIn({ corrections, conclusions, closed, reassurances, challenges }: ConcernState) {
  return {
    summary: [
      ...corrections.flatMap(({ resolved }) => (resolved && !resolved.told ? resolved.at : [])),
      ...conclusions.flatMap(({ told, concluded, reopened }) => [
        ...(told ? [] : [concluded.at]),
        ...(reopened && !reopened.told ? [reopened.at] : []),
      ]),
      ...(closed && !closed.told ? [closed.at] : []),
    ],
    shares: reassurances.flatMap(({ told, given }) => (told ? [] : given.at)),
    challenges: challenges.flatMap(({ answered }) => (answered && !answered.told ? answered.at : [])),
  } as const;
}

/** The part of a text: `unsharedEvidence` until the council has been told of it. */
export const partOnceTold = <P extends Part>(told: boolean, part: P): P | "unsharedEvidence" =>
  told ? part : "unsharedEvidence";

/** Whether a reader of these parts can read text of which the council has not been told. */
export const readsUntold = (parts: { has(part: Part): boolean }): boolean => parts.has(partOnceTold(false, "summary"));

/** The time of the oldest text of which the council has not been told; undefined if there is none. */
export const untoldSince = (state: ConcernState): string | undefined => Object.values(untoldIn(state)).flat().sort()[0];
