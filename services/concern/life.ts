// The part of a concern's state that is about conversations, conclusions, escalation, the panel's challenges and reassurance (domain.md, "How a
// concern lives", steps 2, 5 and 6).

import type { ConclusionKind } from "../../reference/concern-terms.ts";
import type { EventOf } from "../stored-events.ts";
import type { ConcernData, ConcernEventType, Occurrence } from "./events.ts";
import type { lifeEvents } from "./life-events.ts";

/** `version` is the event's number in the stream. */
export type NumberedOccurrence = Occurrence & { readonly version: number };

/** Whether the council was told of a text, before which no recipient can read it; and the record that told it. */
export type ToldToCouncil = { readonly told: boolean; readonly telling?: ToldBy };

/** A record of telling the council: the number of its event, who made it, and the first day on which later words open to recipients. */
export type ToldBy = NumberedOccurrence & { readonly opensOn?: string };

type Conversation = ConcernData["ConversationRecorded.v1"] & { readonly recorded: Occurrence };

export type Conclusion = ToldToCouncil & {
  readonly id: string;
  readonly kind: ConclusionKind;
  readonly concluded: NumberedOccurrence;
  /** Under review: the day it falls due. */
  readonly reviewOn?: string;
  /** Light support and packages: the supports that the conclusion names. */
  readonly supports: readonly string[];
  /** Not accepted: the council's choice. */
  readonly choice?: ConcernData["ConcernNotAccepted.v2"]["choice"];
  readonly text: ConcernData[ConclusionEventType]["text"];
  readonly fellDue?: Occurrence;
  readonly reopened?: NumberedOccurrence & ToldToCouncil & { readonly text: ConcernData["ConcernReopened.v2"]["text"] };
};

export type Escalation = Omit<ConcernData["EscalationRaised.v1"], "escalation"> & {
  readonly id: string;
  readonly raised: Occurrence;
  readonly confirmed?: Occurrence & Pick<ConcernData["EscalationConfirmed.v1"], "text">;
  readonly stoodDown?: Occurrence & Pick<ConcernData["EscalationStoodDown.v1"], "text">;
};

export type Challenge = Omit<ConcernData["PanelChallenged.v1"], "challenge"> & {
  readonly id: string;
  readonly raised: Occurrence;
  readonly answered?: Occurrence & ToldToCouncil & Pick<ConcernData["ChallengeAnswered.v2"], "text">;
  readonly fellDue?: Occurrence;
  readonly reviewed?: Occurrence & Omit<ConcernData["EffectivenessReviewed.v1"], "challenge">;
};

type NotPersuaded = ConcernData["BodyNotPersuaded.v1"] & { readonly said: Occurrence };
type Reassurance = Omit<ConcernData["ReassuranceGiven.v2"], "awaitsTelling"> &
  ToldToCouncil & { readonly given: NumberedOccurrence };

export type Life = {
  readonly conversations: readonly Conversation[];
  readonly conclusions: readonly Conclusion[];
  readonly escalations: readonly Escalation[];
  readonly notPersuaded: readonly NotPersuaded[];
  readonly challenges: readonly Challenge[];
  readonly reassurances: readonly Reassurance[];
  /** Links a piece of evidence to the submission of a department or inspectorate from which it came. */
  readonly cited: readonly ConcernData["SubmissionCited.v2"][];
  readonly closed?: Occurrence & ToldToCouncil & Pick<ConcernData["ConcernClosed.v2"], "text">;
};

export const NEW_LIFE: Life = {
  conversations: [],
  conclusions: [],
  escalations: [],
  notPersuaded: [],
  challenges: [],
  reassurances: [],
  cited: [],
};

/** The events that conclude a concern, with their kinds of conclusion. */
export const CONCLUDES = {
  "ExplanationAccepted.v2": "satisfactory-explanation",
  "ReviewAgreed.v2": "under-review",
  "LightSupportArranged.v2": "light-support",
  "SupportPackageArranged.v2": "support-package",
  "ConcernNotAccepted.v2": "not-accepted",
} as const satisfies Partial<Record<ConcernEventType, ConclusionKind>>;
export type ConclusionEventType = keyof typeof CONCLUDES;
type LifeEvent = EventOf<typeof lifeEvents>;

export function evolveLife<State extends Life>(state: State, event: LifeEvent, by: NumberedOccurrence): State {
  const { version: _, ...occurrence } = by;
  switch (event.type) {
    case "ConversationRecorded.v1":
      return { ...state, conversations: [...state.conversations, { ...event.data, recorded: occurrence }] };
    case "ReviewFellDue.v1":
      return { ...state, conclusions: changed(state.conclusions, event.data.conclusion, { fellDue: occurrence }) };
    case "ConcernReopened.v2": {
      const { closed: _, ...open } = state;
      const last = state.conclusions.at(-1)?.id ?? "";
      return {
        ...open,
        conclusions: changed(state.conclusions, last, { reopened: { ...by, ...textOf(event.data) } }),
      } as State;
    }
    case "ConcernClosed.v2":
      return { ...state, closed: { ...occurrence, ...textOf(event.data) } };
    case "BodyNotPersuaded.v1":
      return { ...state, notPersuaded: [...state.notPersuaded, { ...event.data, said: occurrence }] };
    case "EscalationRaised.v1": {
      const { escalation: id, ...raised } = event.data;
      return { ...state, escalations: [...state.escalations, { id, ...raised, raised: occurrence }] };
    }
    case "EscalationConfirmed.v1": {
      const { escalation, text } = event.data;
      return { ...state, escalations: changed(state.escalations, escalation, { confirmed: { ...occurrence, text } }) };
    }
    case "EscalationStoodDown.v1": {
      const { escalation, text } = event.data;
      return { ...state, escalations: changed(state.escalations, escalation, { stoodDown: { ...occurrence, text } }) };
    }
    case "ReassuranceGiven.v2": {
      const { awaitsTelling, ...given } = event.data;
      return { ...state, reassurances: [...state.reassurances, { ...given, told: !awaitsTelling, given: by }] };
    }
    case "SubmissionCited.v2":
      return { ...state, cited: [...state.cited, event.data] };
    case "PanelChallenged.v1": {
      const { challenge: id, ...raised } = event.data;
      return { ...state, challenges: [...state.challenges, { id, ...raised, raised: occurrence }] };
    }
    case "ChallengeAnswered.v2": {
      const { challenge } = event.data;
      return {
        ...state,
        challenges: changed(state.challenges, challenge, { answered: { ...occurrence, ...textOf(event.data) } }),
      };
    }
    case "ChallengeFellDue.v1":
      return { ...state, challenges: changed(state.challenges, event.data.challenge, { fellDue: occurrence }) };
    case "EffectivenessReviewed.v1": {
      const { challenge, ...finding } = event.data;
      return { ...state, challenges: changed(state.challenges, challenge, { reviewed: { ...occurrence, ...finding } }) };
    }
    default:
      return { ...state, conclusions: [...state.conclusions, conclusion(event, by)] };
  }
}

function conclusion({ type, data }: Extract<LifeEvent, { type: ConclusionEventType }>, by: NumberedOccurrence): Conclusion {
  const supports = "supports" in data ? data.supports : "package" in data ? [data.package] : [];
  return {
    id: data.conclusion,
    kind: CONCLUDES[type],
    concluded: by,
    supports,
    ...textOf(data),
    ...("reviewOn" in data && { reviewOn: data.reviewOn }),
    ...("choice" in data && { choice: data.choice }),
  };
}

const textOf = <Data extends { readonly text: unknown; readonly awaitsTelling: boolean }>({ text, awaitsTelling }: Data) => ({
  text: text as Data["text"],
  told: !awaitsTelling,
});

const changed = <T extends { readonly id: string }>(all: readonly T[], id: string, change: Partial<T>): readonly T[] =>
  all.map((one) => (one.id === id ? { ...one, ...change } : one));

/** The last conclusion, unless the concern was reopened after it. */
export function currentConclusion({ conclusions }: Pick<Life, "conclusions">): Conclusion | undefined {
  const last = conclusions.at(-1);
  return last?.reopened ? undefined : last;
}
