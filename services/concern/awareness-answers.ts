// Rules for the council's answer to a record that it was told of a concern: it confirms or disputes the record. After a dispute a second adviser tells
// the council again (docs/decisions/0033).
import { HEADS, isHead } from "../../reference/concern-terms.ts";
import { plain } from "../confidential.ts";
import { speakerIn } from "../people/speaker.ts";
import type { Speaker } from "../people/spoken-in.ts";
import { isRefusal, type Refusal, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import { type Awareness, openDisputes } from "./awareness.ts";
import type { AwarenessInput, ConcernInput } from "./commands.ts";
import type { ConcernDecision, ConcernDecisionContext } from "./decision.ts";
import type { ConcernState } from "./state.ts";

/** The working days in which the council's first dispute suspends something. */
export const DAYS_TO_ANSWER = 5;

/** Whom a second adviser tells after a dispute. */
const TOLD_AFTER_DISPUTE: readonly AwarenessInput["toldOffice"][] = [...HEADS, "monitoring-officer"];

/** While the council disputes that it was told, an adviser who made none of the disputed records tells one of its heads or its monitoring officer. */
export function refuseRepair(disputed: readonly Awareness[], { toldOffice }: AwarenessInput, actor: string): Refusal | undefined {
  if (disputed.length === 0) return undefined;
  return refuseAll([
    refuseIf(
      disputed.some(({ recorded }) => recorded.actor === actor),
      "TOLD_BY_SAME_ADVISER",
    ),
    refuseIf(!TOLD_AFTER_DISPUTE.includes(toldOffice), "TELL_A_HEAD", "toldOffice"),
  ]);
}

/** What a head has answered, other officers leave to the heads; and what one head disputes, the other leaves to that head. */
function isLeftToHeads({ answer, dispute }: Awareness, { office }: Speaker): boolean {
  const isOfHead = answer?.office !== undefined && isHead(answer.office);
  const isOfOtherHead = dispute?.office !== undefined && isHead(dispute.office) && dispute.office !== office;
  return isOfOtherHead || (isOfHead && !isHead(office));
}

export function answerAwareness(
  state: ConcernState,
  input: ConcernInput["answerAwareness"],
  context: ConcernDecisionContext,
): ConcernDecision {
  const { answer, statement } = input;
  const speaker = speakerIn(context.offices, input.office);
  if (isRefusal(speaker)) return speaker;
  const record = state.awareness.find(({ awareness }) => awareness === input.awareness);
  if (!record) return refuse("UNKNOWN_AWARENESS", "awareness");
  if (context.actor === record.recorded.actor) return refuse("ANSWER_BY_TELLER", "awareness");
  if (isLeftToHeads(record, speaker)) return refuse("HEAD_HAS_SPOKEN", "awareness");
  const bodies = [...new Set(input.bodies)];
  const words = [...new Set(input.words)];
  const isOtherwise = answer === "told-otherwise";
  const wrong = refuseAll([
    ...bodies.map((body, index) => refuseIf(!record.bodies.includes(body), "BODY_NOT_COVERED", `bodies.${index}`)),
    ...words.map((word, index) => refuseIf(!record.words.includes(word), "UNKNOWN_WORDS", `words.${index}`)),
    isOtherwise && statement === undefined
      ? refuseSaying("INVALID_INPUT", "statement", "Enter what your council was told instead.")
      : undefined,
    isOtherwise && bodies.length + words.length === 0
      ? refuseSaying("INVALID_INPUT", "bodies", "Select the bodies or the words that your council was not told of.")
      : undefined,
    !isOtherwise && bodies.length + words.length > 0
      ? refuseSaying("INVALID_INPUT", "bodies", "Select bodies and words only if your council was told otherwise.")
      : undefined,
  ]);
  if (wrong) return wrong;
  if (answer === "confirmed" && record.answer?.answer === "confirmed" && statement === undefined) return [];
  // A council that was told twice can dispute both records before it is told again.
  const isFirst = !state.awareness.some(({ wasDisputed }) => wasDisputed) || openDisputes(state).length > 0;
  const isInTime = record.answerBy !== undefined && context.certainToday <= record.answerBy;
  const suspends = answer !== "confirmed" && isFirst && isInTime;
  const text = statement === undefined ? {} : { text: plain({ statement }) };
  return [
    { type: "AwarenessAnswered.v1", data: { awareness: record.awareness, answer, suspends, bodies, words, ...speaker, ...text } },
  ];
}
