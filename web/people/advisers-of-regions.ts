// The advisers of regions, to select from.
import type { DocumentExecutor } from "../execute-document.ts";
import type { FieldChoice } from "../steps/fields.ts";
import { namedChoices } from "../steps/named-choices.ts";

/** Each adviser once, by name. */
export async function advisersOfRegions(
  { execute }: DocumentExecutor,
  regions: readonly { readonly code: string }[],
): Promise<readonly FieldChoice[]> {
  const codes = [...new Set(regions.map(({ code }) => code))];
  const answers = await Promise.all(codes.map((region) => execute("people/advisers.graphql", { region })));
  const advisers = answers.flatMap((one) => one.advisers?.advisers ?? []);
  return namedChoices([...new Map(advisers.map(({ id, name }) => [id, { value: id, name }])).values()]);
}
