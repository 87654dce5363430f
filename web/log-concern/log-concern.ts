// How an adviser logs a concern.
import { evidenceIn, formFieldsOfEvidence, loadEvidenceChoices } from "../add-evidence/questions.ts";
import { adviserAssignments } from "../advisers.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { definePage, type FormWords, wordsIn } from "../page.ts";
import { choiceIn, choicesOf, dateIn } from "../steps/fields.ts";
import { councilChoices } from "../steps/named-choices.ts";
import { defineJourney } from "../steps/steps.ts";
import { stepsOfConcern } from "./questions.ts";

const PATH = "/log-a-concern";

type LoggedConcern = VariablesOf<"log-concern/log-concern.graphql">["input"];

/** A concern as it was written into the form, with its evidence. */
export const concernIn = (words: FormWords) =>
  ({
    idempotencyKey: wordsIn(words, "key"),
    council: wordsIn(words, "council"),
    strand: choiceIn(words, "strand"),
    cause: choiceIn(words, "cause"),
    period: { from: dateIn(words, "from"), to: dateIn(words, "to") },
    summary: wordsIn(words, "summary"),
    observed: wordsIn(words, "observed"),
    evidence: [evidenceIn(words)],
  }) satisfies LoggedConcern;

/** A field of the command's input -> the form's field. */
export const formFieldsOfConcern: Readonly<Record<string, string>> = {
  ...{ "period.from": "from", "period.to": "to", period: "from", evidence: "kind" },
  ...formFieldsOfEvidence("evidence.0"),
};

type LoggedResult = AnswerOf<"log-concern/log-concern.graphql">["result"];

/** The page that says what happens next. */
export const nextOfLogging = (result: LoggedResult): string =>
  `/concerns/${encodeURIComponent("id" in result ? result.id : "")}/logged`;

export const logConcern = defineJourney({
  path: PATH,
  title: "Log a concern",
  beforeSending:
    "When you log this concern, only the advisers for its region can see it, until you record that the council was told.",
  takesFiles: true,
  send: "Log the concern",
  keepsDraft: true,
  document: "log-concern/log-concern.graphql",
  async open(executor, _, words) {
    const choices = await executor.execute("log-concern/choices.graphql", {});
    const regions = adviserAssignments(choices.viewer.assignments).flatMap((one) => one.regions.map(({ code }) => code));
    const councils = await councilsOf(executor, [...new Set(regions)]);
    if (councils.length === 0) return undefined;
    const steps = stepsOfConcern({
      councils: councilChoices(councils),
      strands: choicesOf(choices.strands),
      causes: choicesOf(choices.causes),
      ...(await loadEvidenceChoices(executor, choices, words, wordsIn(words, "council"))),
    });
    return { steps, from: { href: "/concerns", text: "Concerns" } };
  },
  variables: (words) => ({ input: concernIn(words) }),
  fields: formFieldsOfConcern,
  next: nextOfLogging,
});

async function councilsOf({ execute }: DocumentExecutor, regions: readonly string[]) {
  const answers = await Promise.all(regions.map((region) => execute("log-concern/councils.graphql", { region })));
  return answers.flatMap(({ councils }) => councils);
}

/** What happens next, after a concern was logged. */
export const concernLogged = definePage({
  path: "/concerns/:concern/logged",
  document: "log-concern/logged.graphql",
  template: "log-concern/logged.njk",
  variables: ({ address }) => ({ id: address.concern ?? "" }),
  present: ({ concern }) =>
    concern && { title: "Concern logged", concern, isUntold: concern.nextStep?.kind === "MAKE_COUNCIL_AWARE" },
});
