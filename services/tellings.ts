// What a council says of a record that it was told of a concern, an offer of support or a submission: it confirms or disputes the record. The first
// dispute in time suspends what rests on the record, until a second adviser has told the council again (docs/decisions/0033). Pure.
import { scopeOf } from "../policies/engine/facts.ts";
import { type AWARENESS_ANSWERS, type CouncilOffice, HEADS, isHead } from "../reference/concern-terms.ts";
import type { Occurrence } from "./concern/events.ts";
import type { DecisionContext } from "./decision-context.ts";
import type { Speaker } from "./people/spoken-in.ts";
import { type Refusal, refuse, refuseAll, refuseIf, refuseSaying } from "./refusals.ts";
import { since, speakersFor, type Task, type TaskAudience } from "./tasks.ts";

/** The working days in which the council's first dispute suspends something. */
export const DAYS_TO_ANSWER = 5;

type Answer = (typeof AWARENESS_ANSWERS)[number];
type Said = {
  readonly answer: Answer;
  readonly bodies?: readonly string[];
  readonly words?: readonly string[];
  readonly office?: CouncilOffice | undefined;
};

/** A record that the council was told, as far as its answer goes. `said` is the form of an answer. */
export type Telling<S extends Said = Said> = {
  readonly recorded: Occurrence;
  /** The last day on which the first dispute suspends something; absent on records from before there was one. */
  readonly answerBy?: string | undefined;
  /** What the record was made after: a dispute, which it settles. */
  readonly repairs?: string | true | undefined;
  /** The council's last answer. */
  readonly answer?: Occurrence & S;
  /** The dispute that suspends something, until the council confirms that it was told. */
  readonly dispute?: Omit<Said, "answer"> & { readonly kind: Answer };
  readonly wasDisputed?: true;
};

/** The records that the council disputes, until a second adviser has told it: that settles all of them, and no later dispute suspends anything. */
export const openDisputes = <T extends Pick<Telling, "repairs" | "dispute">>(records: readonly T[]): readonly T[] =>
  records.some(({ repairs }) => repairs !== undefined) ? [] : records.filter(({ dispute }) => dispute);

/** Whom a second adviser tells after a dispute. */
const TOLD_AFTER_DISPUTE: readonly CouncilOffice[] = [...HEADS, "monitoring-officer"];

/**
 * While the council disputes that it was told, an adviser who made none of the disputed records, and has no interest in the council, tells one of its
 * heads or its monitoring officer. Policy cannot decide this: the same action records the first time that a council is told.
 */
export function refuseRepair(
  disputed: readonly Telling[],
  { council, toldOffice }: { readonly council: string; readonly toldOffice: CouncilOffice },
  { actor, interests }: Pick<DecisionContext, "actor" | "interests">,
): Refusal | undefined {
  if (disputed.length === 0) return undefined;
  return refuseAll([
    refuseIf(interests.includes(council), "OWN_COUNCIL"),
    refuseIf(
      disputed.some(({ recorded }) => recorded.actor === actor),
      "TOLD_BY_SAME_ADVISER",
    ),
    refuseIf(!TOLD_AFTER_DISPUTE.includes(toldOffice), "TELL_A_HEAD", "toldOffice"),
  ]);
}

/** Why somebody cannot answer for the council: they made the record, or it is for another of its heads. */
export function refuseAnswer(
  { recorded, answer, dispute }: Telling,
  { office }: Speaker,
  actor: string,
  field?: string,
): Refusal | undefined {
  if (actor === recorded.actor) return refuse("ANSWER_BY_TELLER", field);
  // What a head has answered, other officers leave to the heads; and what one head disputes, the other leaves to that head.
  const isOfHead = answer?.office !== undefined && isHead(answer.office);
  const isOfOtherHead = dispute?.office !== undefined && isHead(dispute.office) && dispute.office !== office;
  return refuseIf(isOfOtherHead || (isOfHead && !isHead(office)), "HEAD_HAS_SPOKEN", field);
}

/** Faults of an answer, given the bodies that the record told the council of. */
export const answerFaults = (
  {
    answer,
    statement,
    bodies = [],
  }: { readonly answer: Answer; readonly statement?: string | undefined; readonly bodies?: readonly string[] },
  told: readonly string[],
): readonly (Refusal | undefined)[] => [
  ...bodies.map((body, index) => refuseIf(!told.includes(body), "BODY_NOT_COVERED", `bodies.${index}`)),
  answer === "told-otherwise" && statement === undefined
    ? refuseSaying("INVALID_INPUT", "statement", "Enter what your council was told instead.")
    : undefined,
];

/**
 * Whether an answer suspends what rests on a record: a dispute, in time, and the first one. A council that was told several times can dispute each
 * record, or dispute one anew, before it is told again.
 */
export function isSuspending(records: readonly Telling[], { answerBy }: Telling, answer: Answer, certainToday: string): boolean {
  const isFirst = !records.some(({ wasDisputed }) => wasDisputed) || openDisputes(records).length > 0;
  const isInTime = answerBy !== undefined && certainToday <= answerBy;
  return answer !== "confirmed" && isFirst && isInTime;
}

/** Whether an answer repeats the last one of the office and says nothing else. */
export const isRepeated = (
  { answer: last }: Telling,
  { answer, statement }: { readonly answer: Answer; readonly statement?: string | undefined },
  { office }: Speaker,
): boolean => answer === "confirmed" && last?.answer === "confirmed" && last.office === office && statement === undefined;

/** Applies an answer to a record. */
export function withAnswer<S extends Said, T extends Telling<S>>(record: T, said: Occurrence & S, suspends: boolean): T {
  const { dispute: former, ...rest } = record;
  const { answer: kind, bodies, words, office } = said;
  const about = { ...(bodies && { bodies }), ...(words && { words }), ...(office && { office }) };
  const dispute = suspends ? { kind, ...about } : kind === "confirmed" ? undefined : former;
  return {
    ...rest,
    answer: said,
    ...(dispute && { dispute }),
    ...((suspends || record.wasDisputed) && { wasDisputed: true }),
  } as T;
}

/** The task of the last record: the council answers it, or another adviser tells the council again. */
export function tellingTasks(
  { answer, answerBy: due, recorded }: Telling,
  records: readonly Telling[],
  about: { readonly council: string; readonly region: string; readonly strand: string },
): readonly Task[] {
  const notFor = recorded.actor;
  if (!answer)
    return due
      ? [{ kind: "awareness-to-answer", audience: speakersFor(about), ...since(recorded.at), until: due, due, notFor }]
      : [];
  const audience: TaskAudience = `scope:${scopeOf(about.region, about.strand)}`;
  return openDisputes(records).length > 0 ? [{ kind: "awareness-disputed", audience, ...since(answer.at), notFor }] : [];
}

/** Whether a dispute is about the whole record: the council was not told at all, or something else than it says. */
export const isWhole = ({ dispute }: Pick<Telling, "dispute">): boolean =>
  dispute !== undefined && (dispute.kind === "not-told" || !dispute.bodies?.length);
