// What lists of concerns are filtered and ordered by beside the facts that policies use (docs/decisions/0044-caseload.md).
import type { ConclusionKind } from "../../reference/concern-terms.ts";
import type { Task } from "../tasks.ts";
import { currentConclusion } from "./life.ts";
import { type AwaitedParty, nextSteps } from "./next-step.ts";
import type { ConcernState } from "./state.ts";

/** `due` is the day of the next step. */
export type CaseloadValues = {
  /** As last recorded; undefined if nobody owns the concern. */
  readonly owner: string | undefined;
  readonly changedAt: string;
  readonly conclusion: ConclusionKind | undefined;
  readonly awaits: Readonly<Record<AwaitedParty, boolean>>;
  readonly awaitsPosition: boolean;
  readonly due: string | undefined;
  /** The day of the last conversation. */
  readonly lastHeld: string | undefined;
};

export function caseloadOf(state: ConcernState, tasks: readonly Task[], today: string, wordsClosed: boolean): CaseloadValues {
  const steps = nextSteps(tasks, today, wordsClosed);
  const awaits = (who: AwaitedParty) => steps.some((step) => step.awaits === who);
  return {
    owner: state.owner,
    changedAt: state.changedAt,
    conclusion: currentConclusion(state)?.kind,
    awaits: { adviser: awaits("adviser"), council: awaits("council"), recipient: awaits("recipient") },
    awaitsPosition: steps.some(({ kind }) => kind === "position-wanted"),
    due: steps[0]?.due,
    lastHeld: state.conversations
      .map(({ heldOn }) => heldOn)
      .sort()
      .at(-1),
  };
}
