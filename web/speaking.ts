// What a council says in a form: in which office somebody speaks for it, and its words.
import { MAX_NARRATIVE } from "../text/limits.ts";
import type { FormWords } from "./page.ts";
import { wordsIn } from "./page.ts";
import { choicesOf, type FormField, optionalIn } from "./steps/fields.ts";
import type { JourneyStep } from "./steps/steps.ts";

type OfficeNames = Parameters<typeof choicesOf>[0];

/** Returns a field only for a person who may speak in several offices. `name` is the field's name. */
export function officeFields(offices: readonly string[], names: OfficeNames, name = "office"): readonly FormField[] {
  if (offices.length < 2) return [];
  const choices = choicesOf(names).filter(({ value }) => offices.includes(value));
  return [{ name, kind: "menu", choices, label: "Office that you speak in", missing: "Select the office that you speak in." }];
}

/** The same as the only question of a journey: no step where there is no such field. */
export function officeSteps(
  offices: readonly string[],
  names: OfficeNames,
  before: readonly string[] = [],
): readonly JourneyStep[] {
  const fields = officeFields(offices, names);
  return fields.length > 0 ? [{ name: "office", title: "Which office do you speak in?", before, fields }] : [];
}

/** What the council says with its answer. It can be left out, unless it says what is missing. */
export const statementField = (more: Partial<Pick<FormField, "hint" | "missing">> = {}): FormField => ({
  ...{ name: "statement", kind: "text", most: MAX_NARRATIVE, label: "What your council says with it" },
  ...more,
});

/** Null where nothing was written. */
export const optionalStatement = (words: FormWords): string | null => optionalIn(words, "statement") ?? null;

/** What every statement of a council has in its command. The API refuses an office that does not exist. */
export const speakerInput = <Office extends string>(words: FormWords, name = "office") => ({
  idempotencyKey: wordsIn(words, "key"),
  office: (wordsIn(words, name) || null) as Office | null,
});
