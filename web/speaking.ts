// The offices in which somebody may speak for a council, and how a form asks for one of them.
import type { FormWords } from "./page.ts";
import { wordsIn } from "./page.ts";
import { choicesOf, type FormField } from "./steps/fields.ts";

type HeldAssignment = {
  readonly current: boolean;
  readonly speaks: boolean;
  readonly role: string;
  readonly strands: readonly string[];
  readonly council?: { readonly code: string } | null;
};
type Spoken = { readonly council: { readonly code: string }; readonly strand: string };

/** Each office once. An office without strands speaks in all. */
export const speakingOffices = (assignments: readonly HeldAssignment[], about: Spoken): readonly string[] => [
  ...new Set(
    assignments
      .filter(({ current, speaks, council }) => current && speaks && council?.code === about.council.code)
      .filter(({ strands }) => strands.length === 0 || strands.includes(about.strand))
      .map(({ role }) => role),
  ),
];

type OfficeNames = Parameters<typeof choicesOf>[0];

/** Asked of those alone who speak in several offices. `name` is of the field. */
export function officeFields(offices: readonly string[], names: OfficeNames, name = "office"): readonly FormField[] {
  if (offices.length < 2) return [];
  const choices = choicesOf(names).filter(({ value }) => offices.includes(value));
  return [{ name, kind: "menu", choices, label: "Office that you speak in", missing: "Select the office that you speak in." }];
}

/** What every statement of a council has in its command. The API refuses an office that does not exist. */
export const spokenIn = <Office extends string>(words: FormWords, name = "office") => ({
  idempotencyKey: wordsIn(words, "key"),
  office: (wordsIn(words, name) || null) as Office | null,
});
