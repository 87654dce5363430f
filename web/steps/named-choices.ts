// Councils, people and such, to select from by their names, in alphabetical order.
import type { FieldChoice } from "./fields.ts";

export const namedChoices = (
  entries: readonly { readonly value: string; readonly name: string | null }[],
): readonly FieldChoice[] =>
  entries
    .map(({ value, name }) => ({ value, text: name ?? "A person whose name was erased" }))
    .toSorted((a, b) => a.text.localeCompare(b.text, "en"));

export const councilChoices = (councils: readonly { readonly code: string; readonly name: string }[]): readonly FieldChoice[] =>
  namedChoices(councils.map(({ code, name }) => ({ value: code, name })));
