import { isOfSector } from "../../reference/bodies.ts";
import type { SubmissionCommand } from "./decide.ts";
import type { SubmissionState } from "./state.ts";

/** The action of policy that lets somebody submit for a body. Those of bodies of the sector came with a later release (docs/decisions/0017). */
export const submittingAction = (body: string): string => (isOfSector(body) ? "submitIntelligence" : "submitInformation");

/** The action of policy that permits a command. */
export function actionOnSubmission(
  { name, input }: SubmissionCommand,
  submission: Pick<SubmissionState, "body"> | undefined,
): string {
  if (name === "submitInformation") return submittingAction(input.body);
  if (name === "requestSubmissionChange") return submission && isOfSector(submission.body) ? "requestIntelligenceChange" : name;
  return name;
}
