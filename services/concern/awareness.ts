// The records in a concern's state that the council was told: of which words and bodies, the council's answer, and what a dispute suspends
// (docs/decisions/0033).
import { withAnswer } from "../tellings.ts";
import type { ConcernData, Occurrence } from "./events.ts";
import type { Life, ToldBy, ToldToCouncil } from "./life.ts";
import { CLOSING, reopeningId } from "./word-answers.ts";

export type Awareness = ConcernData["CouncilMadeAware.v2"] & {
  readonly recorded: Occurrence;
  /** The ids of the words that the council had not been told of before. */
  readonly words: readonly string[];
  /** The council's last answer. */
  readonly answer?: Occurrence & Omit<ConcernData["AwarenessAnswered.v1"], "awareness" | "suspends">;
  /** The dispute that suspends something, until the council confirms that it was told. */
  readonly dispute?: Pick<ConcernData["AwarenessAnswered.v1"], "bodies" | "words" | "office"> & {
    readonly kind: ConcernData["AwarenessAnswered.v1"]["answer"];
  };
  readonly wasDisputed?: true;
};

/** What has words of which a record can tell the council. */
type Words = Pick<Life, "conclusions" | "reassurances" | "challenges" | "closed"> & {
  readonly evidence: readonly (ToldToCouncil & { readonly evidence: string })[];
  readonly corrections: readonly { readonly correction: string; readonly resolved?: ToldToCouncil }[];
};
/** What of a concern's state depends on the records that the council was told. */
type Told = Words & {
  readonly awareness: readonly Awareness[];
  readonly shares: readonly { readonly body: string; readonly request?: string | undefined; readonly isDisputed?: true }[];
};

/** The ids of the words, such as evidence and corrections, that the council has not been told of. */
export const untoldWords = ({
  evidence,
  corrections,
  conclusions,
  reassurances,
  challenges,
  closed,
}: Words): readonly string[] => [
  ...evidence.filter(({ told }) => !told).map((one) => one.evidence),
  ...corrections.filter(({ resolved }) => resolved && !resolved.told).map(({ correction }) => correction),
  ...conclusions.filter(({ told }) => !told).map(({ id }) => id),
  ...conclusions.filter(({ reopened }) => reopened && !reopened.told).map(({ id }) => reopeningId(id)),
  ...reassurances.filter(({ told }) => !told).map(({ reassurance }) => reassurance),
  ...challenges.filter(({ answered }) => answered && !answered.told).map(({ id }) => id),
  ...(closed && !closed.told ? [CLOSING] : []),
];

/** The state with `change` applied to every word. */
function withWords<State extends Words>(state: State, change: (word: ToldToCouncil, id: string) => ToldToCouncil): State {
  const changed = <Word extends ToldToCouncil>(word: Word, id: string): Word => ({ ...word, ...change(word, id) });
  const { closed } = state;
  return {
    ...state,
    evidence: state.evidence.map((one) => changed(one, one.evidence)),
    corrections: state.corrections.map((one) =>
      one.resolved ? { ...one, resolved: changed(one.resolved, one.correction) } : one,
    ),
    conclusions: state.conclusions.map((one) => ({
      ...changed(one, one.id),
      ...(one.reopened && { reopened: changed(one.reopened, reopeningId(one.id)) }),
    })),
    reassurances: state.reassurances.map((one) => changed(one, one.reassurance)),
    challenges: state.challenges.map((one) => (one.answered ? { ...one, answered: changed(one.answered, one.id) } : one)),
    ...(closed && { closed: changed(closed, CLOSING) }),
  } as State;
}

/** The state in which the council counts as told of these words, or as not told of them. */
function withTold<State extends Words>(state: State, words: readonly string[], isTold: boolean): State {
  const has = new Set(words);
  return withWords(state, ({ told, telling }, id) => ({ told: has.has(id) ? isTold : told, ...(telling && { telling }) }));
}

/** Marks everything that the council has not been told of yet as told by a record. */
export const toldBy = <State extends Words>(state: State, telling: ToldBy): State =>
  withWords(state, (word) => (word.told ? word : { told: true, telling }));

type AwarenessAnswer = ConcernData["AwarenessAnswered.v1"];

/** Applies the council's answer to a record. Words that it disputes count as not told; the council itself still reads them. */
export function withAwarenessAnswer<State extends Told>(state: State, answer: AwarenessAnswer, by: Occurrence): State {
  const record = state.awareness.find(({ awareness }) => awareness === answer.awareness);
  if (!record) return state;
  const { awareness: _, suspends, ...said } = answer;
  const changed: Awareness = withAnswer(record, { ...by, ...said }, suspends);
  const awareness = state.awareness.map((one) => (one === record ? changed : one));
  const disputedWords = ({ dispute }: Awareness) => (dispute?.kind === "not-told" ? record.words : (dispute?.words ?? []));
  const withFormer = record.dispute !== changed.dispute ? withTold(state, disputedWords(record), true) : state;
  return markDisputedShares({ ...(suspends ? withTold(withFormer, disputedWords(changed), false) : withFormer), awareness });
}

/** Whether a record told the council of a body, and the council does not dispute that. */
export const isCovered = ({ awareness }: Pick<Told, "awareness">, body: string): boolean =>
  awareness.some(
    ({ bodies, dispute }) => bodies.includes(body) && dispute?.kind !== "not-told" && !(dispute?.bodies.includes(body) ?? false),
  );

/** Marks the shares with bodies that only disputed records cover: these shares give no access. A share that the council requested needs no record. */
export const markDisputedShares = <State extends Told>(state: State): State =>
  ({
    ...state,
    shares: state.shares.map(({ isDisputed: _, ...share }) =>
      share.request !== undefined || isCovered(state, share.body) ? share : { ...share, isDisputed: true },
    ),
  }) as State;
