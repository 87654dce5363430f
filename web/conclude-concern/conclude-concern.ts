// An adviser concludes a concern, in one of five ways.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { choiceIn, choicesOf, dateIn, optionalIn, severalIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { periodInWords } from "../words.ts";
import { kindStep, stepsOfKind, type WayToConclude } from "./questions.ts";

type ConclusionInput = VariablesOf<"conclude-concern/conclude-concern.graphql">["input"];
type Choices = AnswerOf<"conclude-concern/choices.graphql">;

export const concludeConcern = defineJourney({
  path: "/concerns/:concern/conclude",
  title: "Conclude this concern",
  beforeSending:
    "The council reads this conclusion at once. Those with whom the concern is shared read it after you have told the council of it, and recorded that.",
  send: "Conclude the concern",
  document: "conclude-concern/conclude-concern.graphql",
  async open(executor, request, words) {
    const choices = await executor.execute("conclude-concern/choices.graphql", { id: request.address.concern ?? "" });
    if (!choices.concern) return undefined;
    const kinds = choicesOf(choices.kinds);
    const kind = kinds.some(({ value }) => value === wordsIn(words, "kind")) ? kindIn(words) : "";
    const supports = await supportChoices(executor, choices, choices.concern, kind);
    return {
      ...journeyOn(choices.concern, "CONCLUDE_CONCERN", request),
      steps: [kindStep(kinds), ...stepsOfKind(kind, { supports, choices: choicesOf(choices.choices) })],
    };
  },
  variables: (words, request) => ({
    input: { ...concernInput(words, request), kind: choiceIn<ConclusionInput["kind"]>(words, "kind"), ...contentIn(words) },
  }),
  next: (_, { address }) => concernPath(address.concern),
});

/** Empty before it was selected. */
const kindIn = (words: FormWords): WayToConclude | "" => wordsIn(words, "kind") as WayToConclude | "";

/** The council's support that a conclusion of this kind can name. */
async function supportChoices(
  { execute }: DocumentExecutor,
  { supportKinds }: Choices,
  { council, strand }: NonNullable<Choices["concern"]>,
  kind: WayToConclude | "",
) {
  if (kind !== "LIGHT_SUPPORT" && kind !== "SUPPORT_PACKAGE") return [];
  const names = new Map(choicesOf(supportKinds).map(({ value, text }) => [value, text]));
  const { supports } = await execute("conclude-concern/supports.graphql", { council: council.code, strand });
  return supports.nodes
    .filter((support) => (support.kind === "PACKAGE") === (kind === "SUPPORT_PACKAGE"))
    .map(({ id, kind, provider, from, until }) => ({
      value: id,
      text: `${(kind && names.get(kind)) ?? "Support"}, ${provider.name}, ${periodInWords({ from, to: until })}`,
    }));
}

/** What is written for the kind that is selected. What was written for another is not sent. */
function contentIn(words: FormWords): Partial<ConclusionInput> {
  const arranged = { causalFactors: wordsIn(words, "causalFactors"), solutions: wordsIn(words, "solutions") };
  switch (kindIn(words)) {
    case "SATISFACTORY_EXPLANATION":
      return { explanation: wordsIn(words, "explanation"), appearance: wordsIn(words, "appearance") };
    case "UNDER_REVIEW":
      return { acting: wordsIn(words, "acting"), reviewOn: dateIn(words, "reviewOn") };
    case "LIGHT_SUPPORT":
      return { ...arranged, supports: severalIn(words, "supports") };
    case "SUPPORT_PACKAGE":
      return { ...arranged, package: optionalIn(words, "package") ?? null };
    case "NOT_ACCEPTED":
      return { whyViewsDiffer: wordsIn(words, "whyViewsDiffer"), choice: choiceIn(words, "choice") };
    case "":
      return {};
  }
}
