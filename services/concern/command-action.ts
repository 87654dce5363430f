import type { ConcernCommand } from "./commands.ts";
import type { ConcernState } from "./state.ts";

/** The action of policy that permits a command. Withdrawing advisers' evidence and the council's own are different actions. */
export function actionOf(command: ConcernCommand, state: ConcernState | undefined): string {
  if (command.name !== "withdrawEvidence") return command.name;
  const item = state?.evidence.find(({ evidence }) => evidence === command.input.evidence);
  return item?.suppliedBy === "council" ? "withdrawSuppliedEvidence" : "withdrawEvidence";
}
