import type { FieldChoice } from "./steps/fields.ts";

type Receiver = {
  readonly id: string;
  readonly name: string;
  readonly strand: string | null;
  readonly region: { readonly code: string } | null;
};
type Subject = { readonly strand: string; readonly region: { readonly code: string } };

/** The bodies for the concern's region and strand, with those for all regions or strands. The API decides which may receive it. */
export const bodyChoices = ({ strand, region }: Subject, bodies: readonly Receiver[]): readonly FieldChoice[] =>
  bodies
    .filter((body) => body.strand === null || body.strand === strand)
    .filter((body) => body.region === null || body.region.code === region.code)
    .map(({ id, name }) => ({ value: id, text: name }));
