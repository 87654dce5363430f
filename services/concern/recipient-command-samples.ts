// Sample inputs of what the body of a share does with a concern, as for the commands of advisers and the council.
import { bodiesOfKind } from "../../reference/bodies.ts";
import { CHALLENGED } from "../../reference/concern-terms.ts";
import { SAMPLE_FAR_DAY, SAMPLE_WORDS } from "../possible-commands.ts";
import { onShare, type PartOf, type SamplesOf } from "./command-samples.ts";
import type { Share } from "./state.ts";

export type RecipientCommand = "acceptConditions" | "sayNotPersuaded" | "challengeConcern";

const isOfPanel = ({ body }: Share): boolean => bodiesOfKind("panel").some(({ id }) => id === body);

/** Each names the share's own body, or is what that body alone does. */
export const SAMPLES_OF_RECIPIENT: SamplesOf<PartOf<Share>, RecipientCommand> = {
  acceptConditions: {
    named: ["share", "statement"],
    inputs: (about) => [{ ...onShare(about), statement: about.part.conditions?.toAccept ?? 0 }],
  },
  sayNotPersuaded: {
    named: ["body"],
    inputs: ({ state, part }) => [{ concern: state.id, body: part.body, grounds: ["denial"], reason: SAMPLE_WORDS }],
  },
  challengeConcern: {
    named: ["about"],
    inputs: ({ state, part }) =>
      isOfPanel(part)
        ? CHALLENGED.map((about) => ({ concern: state.id, about, challenge: SAMPLE_WORDS, answerBy: SAMPLE_FAR_DAY }))
        : [],
  },
};
