import type { VariablesOf } from "../documents.ts";
import { defineDownload } from "../download.ts";

type Format = VariablesOf<"region-diary/diary-file.graphql">["format"];

/** The diary of some days as a file, which the API makes. */
export const diaryFile = defineDownload({
  path: "/regions/:region/diary/file",
  document: "region-diary/diary-file.graphql",
  variables: ({ address }) => ({
    region: address.region ?? "",
    from: address.from ?? "",
    to: address.to ?? "",
    // The API refuses a format that does not exist.
    format: address.format as Format,
  }),
  present: ({ regionCouncils, diaryFile }) => (regionCouncils.nodes.length > 0 ? diaryFile : undefined),
  refused: "There are too many entries for one file. Go back and download a month at a time.",
});
