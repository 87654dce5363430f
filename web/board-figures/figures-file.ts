import { defineDownload } from "../download.ts";

/** All figures of a quarter as a file, which the API makes. */
export const quarterFigures = defineDownload({
  path: "/figures/:quarter/file",
  document: "board-figures/file.graphql",
  variables: ({ address }) => ({ quarter: address.quarter ?? "" }),
  present: ({ overview }) => overview?.file,
  refused: "This file cannot be made now. Try again later.",
});
