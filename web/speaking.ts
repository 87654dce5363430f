// How a form asks for the office in which somebody speaks for a council.
import type { FormWords } from "./page.ts";
import { wordsIn } from "./page.ts";
import { choicesOf, type FormField } from "./steps/fields.ts";

type OfficeNames = Parameters<typeof choicesOf>[0];

/** Returns a field only for a person who may speak in several offices. `name` is the field's name. */
export function officeFields(offices: readonly string[], names: OfficeNames, name = "office"): readonly FormField[] {
  if (offices.length < 2) return [];
  const choices = choicesOf(names).filter(({ value }) => offices.includes(value));
  return [{ name, kind: "menu", choices, label: "Office that you speak in", missing: "Select the office that you speak in." }];
}

/** What every statement of a council has in its command. The API refuses an office that does not exist. */
export const speakerInput = <Office extends string>(words: FormWords, name = "office") => ({
  idempotencyKey: wordsIn(words, "key"),
  office: (wordsIn(words, name) || null) as Office | null,
});
