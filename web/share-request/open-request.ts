// How an adviser's journeys on a share that the council asked for begin.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import type { OfferedCommand } from "../concern/links.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import type { FormWords, PageRequest } from "../page.ts";

/** Undefined if there is no such request, or the person may not see it. `command`: what the journey does. */
export async function openRequest({ execute }: DocumentExecutor, request: PageRequest, command: OfferedCommand) {
  const { concern } = await execute("share-request/request.graphql", { id: request.address.concern ?? "" });
  const wanted = concern?.shareRequests?.find(({ id }) => id === request.address.request);
  if (!concern || !wanted) return undefined;
  return { wanted, journey: journeyOn({ ...concern, commands: wanted.commands }, command, request) };
}

export const requestInput = (words: FormWords, request: PageRequest) => ({
  ...concernInput(words, request),
  request: request.address.request ?? "",
});
