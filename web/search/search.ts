// Search over the concerns that somebody may see. What is looked for is sent in the body of a form, and so stands in no address: addresses stay in the
// browser's history, and proxies log them.

import { MAX_SEARCH_TEXT } from "../../text/limits.ts";
import { concernPath } from "../concern/links.ts";
import type { AnswerOf } from "../documents.ts";
import { councilsOf } from "../layout/shell.ts";
import { type FormFault, type FormWords, wordsIn } from "../page.ts";
import { choiceIn, choicesOf, type FormField, findMissing, optionalIn } from "../steps/fields.ts";
import { councilChoices } from "../steps/named-choices.ts";
import type { JourneyDefinition } from "../steps/steps.ts";

type Choices = AnswerOf<"search/choices.graphql">;
type Found = AnswerOf<"search/search.graphql">["concerns"]["nodes"][number];
type FoundPiece = NonNullable<Found["foundIn"]>[number];

/** The piece of text -> where the page of a concern has it. */
const ANCHORS: Readonly<Record<FoundPiece, string>> = {
  NARRATIVE: "concern",
  REPLY: "replies",
  CORRECTION: "corrections",
  RESOLUTION: "corrections",
  CONCLUSION: "conclusions",
  REOPENING: "conclusions",
  CLOSING: "closed",
  EVIDENCE: "evidence",
};

/** It changes nothing, and can be sent as often as one likes. */
export const searchConcerns: JourneyDefinition = {
  path: "/search",
  async handle({ execute }, words) {
    const choices = await execute("search/choices.graphql", {});
    if (!choices.viewer.mayReadConcerns) return { isNotFound: true };
    const fields = fieldsOf(choices);
    const isSent = words.owner !== undefined;
    const faults = isSent ? faultsIn(fields, words) : [];
    const isAnswered = isSent && faults.length === 0;
    const wanted = {
      text: optionalIn(words, "text") ?? null,
      council: optionalIn(words, "council") ?? null,
      strand: choiceIn<Found["strand"]>(words, "strand") || null,
    };
    return {
      faults,
      page: {
        template: "search/search.njk",
        async show(executor) {
          const frame = { title: "Search", fields };
          if (!isAnswered) return frame;
          const after = optionalIn(words, "after") ?? null;
          const { concerns } = await executor.execute("search/search.graphql", { ...wanted, after });
          const nodes = concerns.nodes.map((concern) => ({ ...concern, places: placesOf(concern) }));
          const looked = Object.entries(wanted).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
          return { ...frame, concerns: { ...concerns, nodes }, looked };
        },
      },
    };
  },
};

/** Somebody whose offices are all in one council needs no choice of councils. */
function fieldsOf({ viewer, councils, strands }: Choices): readonly FormField[] {
  const own = councilsOf(viewer);
  const isOfOne = own.length === 1 && viewer.assignments.every(({ current, council }) => !current || council);
  return [
    { name: "text", kind: "line", label: "Words", hint: "Concerns are found that have all of these words in one text." },
    ...(isOfOne ? [] : [{ name: "council", kind: "menu", choices: councilChoices(councils), label: "Council" } as const]),
    { name: "strand", kind: "menu", choices: choicesOf(strands), label: "Strand" },
  ];
}

function faultsIn(fields: readonly FormField[], words: FormWords): readonly FormFault[] {
  const faults = findMissing(fields, words);
  if (faults.length > 0) return faults;
  if (wordsIn(words, "text").length > MAX_SEARCH_TEXT)
    return [{ field: "text", message: `Shorten the words to ${MAX_SEARCH_TEXT} characters or fewer.` }];
  const isEmpty = fields.every(({ name }) => optionalIn(words, name) === undefined);
  return isEmpty ? [{ field: "text", message: "Enter words to look for, or select what to look through." }] : [];
}

/** Each piece, with its section of the concern's page. */
function placesOf({ id, foundIn }: Found): readonly { readonly piece: FoundPiece; readonly href: string }[] {
  return (foundIn ?? []).map((piece) => ({ piece, href: `${concernPath(id)}#${ANCHORS[piece]}` }));
}
