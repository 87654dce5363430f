// How journeys on one escalation begin.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import type { OfferedCommand } from "../concern/links.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import type { FormWords, PageRequest } from "../page.ts";

/** Undefined if there is no such escalation, or the person may not see it. `command`: what the journey does. */
export async function openEscalation({ execute }: DocumentExecutor, request: PageRequest, command: OfferedCommand) {
  const { concern } = await execute("escalation/escalation.graphql", { id: request.address.concern ?? "" });
  const escalation = concern?.escalations?.find(({ id }) => id === request.address.escalation);
  if (!concern || !escalation) return undefined;
  const { commands } = escalation;
  return { escalation, journey: journeyOn({ ...concern, commands }, command, request) };
}

export const escalationInput = (words: FormWords, request: PageRequest) => ({
  ...concernInput(words, request),
  escalation: request.address.escalation ?? "",
});
