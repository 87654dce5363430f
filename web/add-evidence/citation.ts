// The questions by which somebody chooses the published value that their evidence cites.
import type { AnswerOf, VariablesOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { presentComparison } from "../figures/comparison.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { isSelected, optionalIn } from "../steps/fields.ts";
import { namedChoices } from "../steps/named-choices.ts";
import type { JourneyStep } from "../steps/steps.ts";
import { numberOnPage } from "../words.ts";

type Citation = NonNullable<VariablesOf<"add-evidence/add-evidence.graphql">["input"]["evidence"]["cites"]>;
type Found = AnswerOf<"add-evidence/metrics.graphql">["metrics"];
type Cited = AnswerOf<"add-evidence/metric.graphql">;

/** The field of the form that names the period of the cited value. */
export const CITED_PERIOD = "citedPeriod";
const WORDS = "metricWords";
const QUESTION = "Which published metric do you want to cite?";

const citesMetric = (words: FormWords): boolean => isSelected(words, "kind", "PUBLISHED_METRIC");

/** Null for evidence that cites no value. The field `council` has the council's code. */
export const citationIn = (words: FormWords): Citation | null =>
  citesMetric(words)
    ? { metric: wordsIn(words, "metric"), area: wordsIn(words, "council"), period: wordsIn(words, CITED_PERIOD) }
    : null;

/** None for evidence that cites no value. Where there are too many metrics for a list, the first question is for words of the metric's name. */
export async function citationSteps(
  { execute }: DocumentExecutor,
  words: FormWords,
  council: string,
): Promise<readonly JourneyStep[]> {
  if (!citesMetric(words)) return [];
  const text = optionalIn(words, WORDS);
  const { metrics: all } = await execute("add-evidence/metrics.graphql", { council, text: null });
  const areMany = all.pageInfo.hasNextPage;
  const { metrics: found } =
    areMany && text !== undefined ? await execute("add-evidence/metrics.graphql", { council, text }) : { metrics: all };
  const isChosen = found.nodes.some(({ id }) => isSelected(words, "metric", id));
  const cited = isChosen
    ? await execute("add-evidence/metric.graphql", { council, metric: wordsIn(words, "metric") })
    : undefined;
  return [...(areMany ? [WORDS_STEP] : []), metricStep(found, areMany), ...(cited ? periodStep(cited) : [])];
}

const WORDS_STEP: JourneyStep = {
  ...{ name: "metric-words", title: QUESTION },
  before: ["The hub has too many metrics of this council for one list. Search for words in the name of the metric."],
  fields: [
    {
      ...{ name: WORDS, kind: "line", label: "Words in the name of the metric" },
      missing: "Enter words in the name of the metric.",
    },
  ],
};

const metricStep = ({ nodes, pageInfo }: Found, areMany: boolean): JourneyStep => ({
  ...{ name: "metric", title: QUESTION, before: noteOn(nodes.length, pageInfo.hasNextPage, areMany) },
  fields: [
    {
      ...{ name: "metric", kind: "menu", label: "Published metric", missing: "Select the published metric." },
      choices: namedChoices(nodes.map(({ id, label, unit }) => ({ value: id, name: withUnit(label, unit) }))),
    },
  ],
});

function noteOn(count: number, hasMore: boolean, areMany: boolean): readonly string[] {
  if (hasMore) return [`These are ${count} of the metrics with these words. To find others, go back and enter more words.`];
  if (count > 0) return [];
  return [
    areMany
      ? "No metric of this council has these words in its name. Go back and enter others."
      : "The hub has no published metric of this council. Go back and select another kind of evidence.",
  ];
}

function periodStep({ council, metric }: Cited): readonly JourneyStep[] {
  if (!council || !metric) return [];
  const choices = metric.comparison
    .flatMap(({ period, council: value }) =>
      value === null ? [] : [{ value: period.id, text: `${period.label}: ${withUnit(numberOnPage(value), metric.unit)}` }],
    )
    .toReversed();
  return [
    {
      ...{ name: "cited-period", title: "Which value do you want to cite?" },
      before: [withUnit(metric.label, metric.unit)],
      also: { template: "add-evidence/period-step.njk", model: presentComparison(council, metric) },
      fields: [
        {
          ...{ name: CITED_PERIOD, kind: "menu", choices, label: "Period and value of the council" },
          missing: "Select the period and its value.",
        },
      ],
    },
  ];
}

const withUnit = (text: string, unit: string): string => (unit ? `${text} (${unit})` : text);
