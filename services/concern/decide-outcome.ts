// The commands on the outcome of a concern (docs/decisions/0037-outcomes.md).
import { bodyOfToken, isToken } from "../../policies/engine/facts.ts";
import { speakerIn } from "../people/speaker.ts";
import { isRefusal, refuse } from "../refusals.ts";
import type { ConcernCommand, ConcernInput } from "./commands.ts";
import type { ConcernDecision, ConcernDecisionContext } from "./decision.ts";
import { currentConclusion } from "./life.ts";
import { openedFor } from "./openers.ts";
import { bodiesEverSharedWith, outcomesAhead, refusalOf, shownUntil } from "./outcome.ts";
import type { ConcernState } from "./state.ts";

type OutcomeCommand = Extract<ConcernCommand, { name: "recordOutcomeOpened" | "refuseOutcome" }>;

export function decideOutcome(
  state: ConcernState,
  command: OutcomeCommand,
  { today, certainToday, openers, offices }: ConcernDecisionContext,
): ConcernDecision {
  switch (command.name) {
    case "recordOutcomeOpened": {
      const { conclusion, ending } = command.input;
      const ahead = outcomesAhead(state).find((one) => one.conclusion.id === conclusion && one.ending === ending);
      if (!ahead) return isSettled(state, command.input) ? [] : refuse("NO_OUTCOME", "conclusion");
      if (certainToday < ahead.opensOn) return refuse("NOT_DUE");
      // Without the record of disclosures it is not known who opened the concern.
      if (!openers) return refuse("BUSY");
      const shared = bodiesEverSharedWith(state);
      const opened = new Set(openers.flatMap((opener) => (shared.has(opener.body) ? openedFor(state, opener) : [])));
      const bodies = [...opened].filter((one) => !isToken(one) || !opened.has(bodyOfToken(one))).sort();
      return [{ type: "OutcomeOpened.v1", data: { conclusion, ending, bodies, until: shownUntil(today) } }];
    }
    case "refuseOutcome": {
      const current = currentConclusion(state);
      if (!current) return refuse("NO_OUTCOME");
      const speaker = speakerIn(offices, command.input.office);
      if (isRefusal(speaker)) return speaker;
      return refusalOf(state, current) ? [] : [{ type: "OutcomeRefused.v1", data: { conclusion: current.id, ...speaker } }];
    }
  }
}

/** Whether the outcome was shown already, or the council has said no. */
const isSettled = ({ outcomes }: ConcernState, { conclusion, ending }: ConcernInput["recordOutcomeOpened"]): boolean =>
  outcomes.opened.some((one) => one.conclusion === conclusion && one.ending === ending) ||
  outcomes.refused.some((one) => one.conclusion === conclusion);
