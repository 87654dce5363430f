// How an adviser logs a concern.
import { adviserAssignments } from "../advisers.ts";
import type { VariablesOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { definePage, type FormWords, wordsIn } from "../page.ts";
import { choiceIn, choicesOf, dateIn, optionalIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { stepsOfConcern } from "./questions.ts";

const PATH = "/log-a-concern";
type LogConcernInput = VariablesOf<"log-concern/log-concern.graphql">["input"];

export const logConcern = defineJourney({
  path: PATH,
  title: "Log a concern",
  beforeSending:
    "When you log this concern, only the advisers for its region can see it, until you record that the council was told.",
  send: "Log the concern",
  document: "log-concern/log-concern.graphql",
  async open(executor) {
    const choices = await executor.execute("log-concern/choices.graphql", {});
    const regions = adviserAssignments(choices.viewer.assignments).flatMap((one) => one.regions.map(({ code }) => code));
    const councils = await councilsOf(executor, [...new Set(regions)]);
    if (councils.length === 0) return undefined;
    const steps = stepsOfConcern({
      councils: councils.map(({ code, name }) => ({ value: code, text: name })),
      strands: choicesOf(choices.strands),
      causes: choicesOf(choices.causes),
      // A published figure is cited by its metric, area and period, which these pages cannot ask for.
      evidenceKinds: choicesOf(choices.evidenceKinds).filter(({ value }) => value !== "PUBLISHED_METRIC"),
      sourceGradings: choicesOf(choices.sourceGradings),
      contentGradings: choicesOf(choices.contentGradings),
      handlingMarkings: choicesOf(choices.handlingMarkings),
    });
    return { steps, from: { href: "/concerns", text: "Concerns" } };
  },
  variables: (words) => ({
    input: {
      idempotencyKey: wordsIn(words, "key"),
      council: wordsIn(words, "council"),
      strand: choiceIn(words, "strand"),
      cause: choiceIn(words, "cause"),
      period: { from: dateIn(words, "from"), to: dateIn(words, "to") },
      summary: wordsIn(words, "summary"),
      observed: wordsIn(words, "observed"),
      evidence: [evidenceIn(words)],
    },
  }),
  fields: {
    ...{ "period.from": "from", "period.to": "to", period: "from", evidence: "kind" },
    ...{ "evidence.0.kind": "kind", "evidence.0.account": "account", "evidence.0.cites": "kind" },
    ...{ "evidence.0.source": "source", "evidence.0.reference": "reference", "evidence.0.protectedSource": "protected" },
    ...{ "evidence.0.period.from": "evidenceFrom", "evidence.0.period.to": "evidenceTo", "evidence.0.period": "evidenceFrom" },
    ...{ "evidence.0.grading.source": "sourceGrading", "evidence.0.grading.content": "contentGrading" },
    ...{ "evidence.0.handling": "handling", "evidence.0.handlingConditions": "conditions" },
  },
  next: (result) => `/concerns/${encodeURIComponent("id" in result ? result.id : "")}/logged`,
});

function evidenceIn(words: FormWords): LogConcernInput["evidence"][number] {
  const handling: "P" | "C" = choiceIn(words, "handling");
  return {
    kind: choiceIn(words, "kind"),
    account: wordsIn(words, "account"),
    source: wordsIn(words, "source"),
    reference: optionalIn(words, "reference") ?? null,
    protectedSource: wordsIn(words, "protected") === "yes",
    period: { from: dateIn(words, "evidenceFrom"), to: dateIn(words, "evidenceTo") },
    grading: { source: choiceIn(words, "sourceGrading"), content: choiceIn(words, "contentGrading") },
    handling,
    handlingConditions: optionalIn(words, "conditions") ?? null,
  };
}

async function councilsOf({ execute }: DocumentExecutor, regions: readonly string[]) {
  const answers = await Promise.all(regions.map((region) => execute("log-concern/councils.graphql", { region })));
  return answers.flatMap(({ councils }) => councils).sort((a, b) => a.name.localeCompare(b.name, "en"));
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
