// What is asked about a conclusion, by its kind.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { VariablesOf } from "../documents.ts";
import type { FieldChoice, FormField } from "../steps/fields.ts";
import type { JourneyStep } from "../steps/steps.ts";

export type WayToConclude = VariablesOf<"conclude-concern/conclude-concern.graphql">["input"]["kind"];
type Choices = { readonly supports: readonly FieldChoice[]; readonly choices: readonly FieldChoice[] };

export const kindStep = (kinds: readonly FieldChoice[]): JourneyStep => ({
  ...{ name: "kind", title: "How is this concern concluded?" },
  fields: [{ name: "kind", kind: "one", choices: kinds, label: "Conclusion", missing: "Select how the concern is concluded." }],
});

const text = (name: string, label: string, missing: string, hint?: string): FormField => ({
  ...{ name, kind: "text", most: MAX_NARRATIVE, label, missing },
  ...(hint && { hint }),
});

const arranged: readonly JourneyStep[] = [
  {
    ...{ name: "causes", title: "What are the causes?" },
    fields: [text("causalFactors", "Causes", "Enter the causes.", "The high-level causes, and not each symptom.")],
  },
  {
    ...{ name: "solutions", title: "What are the solutions?" },
    fields: [text("solutions", "Solutions", "Enter the solutions.")],
  },
];

/** No steps before a kind was selected. */
export function stepsOfKind(kind: WayToConclude | "", { supports, choices }: Choices): readonly JourneyStep[] {
  switch (kind) {
    case "SATISFACTORY_EXPLANATION":
      return [
        {
          ...{ name: "explanation", title: "What is the explanation?" },
          fields: [text("explanation", "Explanation", "Enter the explanation.")],
        },
        {
          ...{ name: "appearance", title: "How is the appearance of a concern corrected?" },
          fields: [text("appearance", "How the appearance is corrected", "Enter how the appearance of a concern is corrected.")],
        },
      ];
    case "UNDER_REVIEW":
      return [
        {
          ...{ name: "acting", title: "What is the council doing?" },
          fields: [text("acting", "What the council is doing", "Enter what the council is doing.")],
        },
        {
          ...{ name: "review", title: "When is it reviewed?" },
          fields: [
            {
              ...{ name: "reviewOn", kind: "date", label: "Day of the review", hint: "For example, 27 3 2027." },
              missing: "Enter a real date for the day of the review.",
            },
          ],
        },
      ];
    case "LIGHT_SUPPORT":
      return [
        ...arranged,
        {
          ...{ name: "supports", title: "Which support is it?" },
          before: ["Support is offered to the council apart from the concern. If none has been offered yet, continue."],
          fields: supports.length > 0 ? [{ name: "supports", kind: "several", choices: supports, label: "Support" }] : [],
        },
      ];
    case "SUPPORT_PACKAGE":
      return [
        ...arranged,
        {
          ...{ name: "package", title: "Which support package is it?" },
          before: ["Offer the package to the council first. You can conclude the concern with it once the council has agreed."],
          fields: [
            {
              ...{ name: "package", kind: "one", choices: supports, label: "Support package" },
              missing: "Select a support package.",
            },
          ],
        },
      ];
    case "NOT_ACCEPTED":
      return [
        {
          ...{ name: "why", title: "Why do views differ?" },
          fields: [text("whyViewsDiffer", "Why views differ", "Enter why views differ.")],
        },
        {
          ...{ name: "choice", title: "What does the council do?" },
          fields: [
            {
              ...{ name: "choice", kind: "one", choices, label: "What the council does" },
              missing: "Select what the council does.",
            },
          ],
        },
      ];
    case "":
      return [];
  }
}
