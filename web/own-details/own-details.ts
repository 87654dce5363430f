// How somebody is reached, and who looks after their concerns while they are away, for themselves.
import type { AnswerOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { definePage } from "../page.ts";

export const OWN_DETAILS = "/your-details";
/** Where its journeys lead back to. */
export const fromOwnDetails = { href: OWN_DETAILS, text: "Your details" };

type OwnDetails = AnswerOf<"own-details/own-details.graphql">["viewer"];
type OwnCommand = OwnDetails["commands"][number];

/** For everybody who is registered. */
export const ownDetailsPage = definePage({
  path: OWN_DETAILS,
  document: "own-details/own-details.graphql",
  template: "own-details/own-details.njk",
  variables: () => ({}),
  present: ({ viewer }, { today }) =>
    viewer.commands.length > 0
      ? {
          title: "Your details",
          back: { href: "/", text: "Home" },
          ...viewer,
          covers: viewer.covers.toReversed().map((cover) => ({ ...cover, isOver: cover.until < today })),
          path: OWN_DETAILS,
        }
      : undefined,
});

/** Undefined for somebody who is not registered. `command`: what the journey does. */
export async function openOwnDetails({ execute }: DocumentExecutor, command: OwnCommand) {
  const { viewer } = await execute("own-details/own-details.graphql", {});
  return viewer.commands.length > 0 ? { viewer, from: fromOwnDetails, isOffered: viewer.commands.includes(command) } : undefined;
}
