// How journeys on one challenge of the panel begin.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import type { OfferedCommand } from "../concern/links.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import type { FormWords, PageRequest } from "../page.ts";

/** Undefined if there is no such challenge, or the person may not see it. `command`: what the journey does. */
export async function openChallenge({ execute }: DocumentExecutor, request: PageRequest, command: OfferedCommand) {
  const { concern, judgements } = await execute("panel/challenge.graphql", { id: request.address.concern ?? "" });
  const challenge = concern?.challenges?.find(({ id }) => id === request.address.challenge);
  if (!concern || !challenge) return undefined;
  const { commands } = challenge;
  return { challenge, judgements, journey: journeyOn({ ...concern, commands }, command, request) };
}

export const challengeInput = (words: FormWords, request: PageRequest) => ({
  ...concernInput(words, request),
  challenge: request.address.challenge ?? "",
});
