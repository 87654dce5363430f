// What the journeys on a concern that the council has not been told of have in common.
import { journeyOn } from "../concern/concern-journey.ts";
import type { OfferedCommand } from "../concern/links.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import type { PageRequest } from "../page.ts";

/** Undefined if there is no such concern, or the person may not see it. `command`: what the journey does. */
export async function openUntold({ execute }: DocumentExecutor, request: PageRequest, command: OfferedCommand) {
  const { concern, grounds, purposes } = await execute("untold-concern/untold-concern.graphql", {
    id: request.address.concern ?? "",
  });
  return concern ? { concern, grounds, purposes, journey: journeyOn(concern, command, request) } : undefined;
}
