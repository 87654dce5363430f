// The commands on the outcome of a concern (docs/decisions/0037-outcomes.md).
import { bodyOfToken, isToken } from "../../policies/engine/facts.ts";
import { speakerIn } from "../people/speaker.ts";
import { isRefusal, refuse } from "../refusals.ts";
import type { ConcernCommand, ConcernInput } from "./commands.ts";
import type { ConcernDecision, ConcernDecisionContext } from "./decision.ts";
import { currentConclusion } from "./life.ts";
import { bodiesEverSharedWith, outcomeRefusal, outcomesAhead, shownUntil } from "./outcome.ts";
import { outcomeRecipients } from "./outcome-recipients.ts";
import type { ConcernState } from "./state.ts";

type OutcomeCommand = Extract<ConcernCommand, { name: "recordOutcomeOpened" | "refuseOutcome" }>;

export function decideOutcome(
  state: ConcernState,
  command: OutcomeCommand,
  { today, certainToday, disclosures, offices }: ConcernDecisionContext,
): ConcernDecision {
  switch (command.name) {
    case "recordOutcomeOpened": {
      const { conclusion, ending } = command.input;
      const ahead = outcomesAhead(state).find((one) => one.conclusion.id === conclusion && one.ending === ending);
      if (!ahead) return isSettled(state, command.input) ? [] : refuse("NO_OUTCOME", "conclusion");
      if (certainToday < ahead.opensOn) return refuse("NOT_DUE");
      // Only the record of disclosures says who opened the concern.
      if (!disclosures) return refuse("BUSY");
      const shared = bodiesEverSharedWith(state);
      const recipients = new Set(
        disclosures.flatMap((disclosure) => (shared.has(disclosure.body) ? outcomeRecipients(state, disclosure) : [])),
      );
      // A body that is itself a recipient includes its people and seats.
      const bodies = [...recipients].filter((one) => !isToken(one) || !recipients.has(bodyOfToken(one))).sort();
      return [{ type: "OutcomeOpened.v1", data: { conclusion, ending, bodies, until: shownUntil(today) } }];
    }
    case "refuseOutcome": {
      const current = currentConclusion(state);
      if (!current) return refuse("NO_OUTCOME");
      const speaker = speakerIn(offices, command.input.office);
      if (isRefusal(speaker)) return speaker;
      return outcomeRefusal(state, current) ? [] : [{ type: "OutcomeRefused.v1", data: { conclusion: current.id, ...speaker } }];
    }
  }
}

/** Whether the outcome was already shown, or the council has refused it. */
const isSettled = ({ outcomes }: ConcernState, { conclusion, ending }: ConcernInput["recordOutcomeOpened"]): boolean =>
  outcomes.opened.some((one) => one.conclusion === conclusion && one.ending === ending) ||
  outcomes.refused.some((one) => one.conclusion === conclusion);
