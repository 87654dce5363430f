import type { SupportCommand } from "./commands.ts";

/** The action of policy that permits a command. Policy permits what the council and what the provider does by different actions. */
export function actionOnSupport({ name, input }: SupportCommand): string {
  if (name === "judgeOutcome") return input.by === "council" ? "judgeAsCouncil" : "judgeAsProvider";
  if (name === "moveSupport" || name === "answerMove") return input.by === "council" ? "moveAsCouncil" : "moveAsProvider";
  return name;
}
