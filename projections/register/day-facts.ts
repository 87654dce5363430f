// Computes what the register stores for a concern on the current day: facts, tasks, values that lists filter by, and the bodies to which its words are open.
import { lazy } from "../../caching/cache.ts";
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import { caseloadOf } from "../../services/concern/caseload.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { blockedSharesIn } from "../../services/concern/latest-position.ts";
import { nextTaskDay } from "../../services/concern/next-step.ts";
import { openBodies } from "../../services/concern/open-words.ts";
import { ALL_BLOCKED, type AsOf, NONE_BLOCKED, nextChange } from "../../services/concern/shares.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { tasksOf } from "../../services/concern/tasks.ts";
import { wordsOf } from "../../services/concern/words.ts";
import type { CouncilState } from "../../services/council/state.ts";
import type { Days } from "../../services/decision-context.ts";
import type { Task } from "../../services/tasks.ts";
import type { FactsOfDay } from "./rows.ts";

type Deps = {
  /** The day for which the rows are computed. */
  readonly current: () => Days;
  readonly inForce: AsOf["inForce"];
  readonly councilState: (council: string) => CouncilState;
  /** Whether the council's stream is unreadable. The council may then have objected to any share, so each counts as blocked. */
  readonly isUnreadable: (council: string) => boolean;
};

export function openDayFacts({ current, inForce, councilState, isUnreadable }: Deps) {
  const currentDay = (): AsOf => ({ ...current(), inForce, blocked: NONE_BLOCKED });
  const asOfDate = ({ council }: ConcernState): AsOf =>
    isUnreadable(council) ? { ...currentDay(), blocked: ALL_BLOCKED } : currentDay();

  /** The council's state is read only if a share is not made yet. */
  function blocked(state: ConcernState, council?: CouncilState): AsOf["blocked"] {
    if (isUnreadable(state.council)) return ALL_BLOCKED;
    const isWaiting = state.shares.some(({ made, ended }) => !made && !ended);
    return isWaiting ? blockedSharesIn(state, council ?? councilState(state.council)) : new Set();
  }

  const tasksIn = (state: ConcernState, council?: CouncilState): readonly Task[] =>
    tasksOf(state, { inForce, blocked: blocked(state, council) });

  return {
    currentDay,
    blocked,
    /** The tasks of a concern. `council`: the state of its council, if a state other than the stored one counts. */
    tasksIn,
    /** What the text index needs of a concern. */
    indexed(state: ConcernState, facts: ConcernFacts) {
      const openTo = lazy(() => {
        const asOf = asOfDate(state);
        return new Map(wordsOf(state).map((word) => [word.id, openBodies(state, asOf, word)]));
      });
      return { state, facts, openTo: (word: string) => openTo().get(word) ?? [] };
    },
    factsNow(state: ConcernState, tasks: readonly Task[] = tasksIn(state)): FactsOfDay {
      const facts = factsOf(state, asOfDate(state));
      const { today } = current();
      const days = [nextChange(state, current()), nextTaskDay(tasks, today)].flatMap((one) => one ?? []);
      return { facts, caseload: caseloadOf(state, tasks, today, facts.wordsClosed), nextChange: days.sort()[0] };
    },
  };
}
