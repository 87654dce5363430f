// The rules of the Performance Support Panel's challenge (domain.md, "Who is who"): packages and disputed concerns are reported to it by
// a share like any other; it challenges, officers answer by a date, and it reviews whether the support is effective.
import { bodiesOfKind } from "../../reference/bodies.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { workingDaysAfter } from "../dates.ts";
import { refuse, refuseAll, refuseIf } from "../refusals.ts";
import type { ConcernCommand, ConcernInput } from "./commands.ts";
import type { ConcernDecision, ConcernDecisionContext } from "./decision.ts";
import { asOfDate } from "./latest-position.ts";
import { currentConclusion } from "./life.ts";
import { isClosedTo } from "./open-words.ts";
import type { ConcernState } from "./state.ts";

type PanelCommandName = "challengeConcern" | "answerChallenge" | "reviewEffectiveness" | "recordAnswerDue";
type PanelCommand = Extract<ConcernCommand, { name: PanelCommandName }>;

/** The minimum number of working days that officers have to answer. */
const DAYS_TO_ANSWER = 5;
/** The maximum number of challenges of one concern. */
const MAX_CHALLENGES = 30;

export function decidePanel(state: ConcernState, command: PanelCommand, context: ConcernDecisionContext): ConcernDecision {
  if (command.name === "challengeConcern") return challenge(state, command.input, context);
  const current = state.challenges.find(({ id }) => id === command.input.challenge);
  if (!current) return refuse("UNKNOWN_CHALLENGE", "challenge");
  const { id, answered } = current;
  switch (command.name) {
    case "answerChallenge":
      if (context.actor === current.raised.actor) return refuse("ANSWER_BY_CHALLENGER");
      if (answered) return refuse("CHALLENGE_ANSWERED", "challenge");
      return [
        {
          type: "ChallengeAnswered.v2",
          data: { awaitsTelling: true, challenge: id, text: plain({ answer: command.input.answer }) },
        },
      ];
    case "recordAnswerDue":
      if (current.fellDue || answered) return [];
      return context.today > current.answerBy
        ? [{ type: "ChallengeFellDue.v1", data: { challenge: id } }]
        : refuse("NOT_DUE", "challenge");
    case "reviewEffectiveness": {
      const { judgement, finding } = command.input;
      // The panel reviews an answer that it can read.
      if (!answered || isClosedTo(state, asOfDate(context, state, context), id, current.body))
        return refuse("CHALLENGE_NOT_ANSWERED", "challenge");
      if (context.actor === answered.actor) return refuse("REVIEW_BY_ANSWERER");
      if (current.reviewed) return refuse("CHALLENGE_REVIEWED", "challenge");
      return [{ type: "EffectivenessReviewed.v1", data: { challenge: id, judgement, text: plain({ finding }) } }];
    }
  }
}

function challenge(
  state: ConcernState,
  input: ConcernInput["challengeConcern"],
  context: ConcernDecisionContext,
): ConcernDecision {
  const { about, answerBy } = input;
  const earliest = workingDaysAfter(context.today, DAYS_TO_ANSWER);
  const wrong = refuseAll([
    refuseIf(!isReported(state, about, context), "NOTHING_TO_CHALLENGE", "about"),
    refuseIf(answerBy < earliest, "CHALLENGE_DATE_TOO_EARLY", "answerBy", `The earliest date is ${dateInWords(earliest)}.`),
  ]);
  if (wrong) return wrong;
  if (state.challenges.length >= MAX_CHALLENGES) return refuse("TOO_MANY", "challenge");
  const [panel] = bodiesOfKind("panel");
  if (!panel) throw new Error("The reference has no panel.");
  const text = plain({ challenge: input.challenge });
  return [{ type: "PanelChallenged.v1", data: { challenge: context.newId("challenge"), body: panel.id, about, answerBy, text } }];
}

/** Whether the panel may read the concern: it has a support package, the council does not accept it, or a correction was refused. */
function isReported(
  state: ConcernState,
  about: ConcernInput["challengeConcern"]["about"],
  context: ConcernDecisionContext,
): boolean {
  const asOf = asOfDate(context, state, context);
  const reads = (word: string) => bodiesOfKind("panel").some(({ id }) => !isClosedTo(state, asOf, word, id));
  const conclusion = currentConclusion(state);
  const kind = conclusion && reads(conclusion.id) ? conclusion.kind : undefined;
  if (about === "support-package") return kind === "support-package";
  const refused = state.corrections.filter(({ resolved }) => resolved?.outcome === "refused");
  return kind === "not-accepted" || refused.some(({ correction }) => reads(correction));
}
