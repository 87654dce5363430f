import type { FieldChoice } from "./steps/fields.ts";

type Receiver = {
  readonly id: string;
  readonly name: string;
  readonly strand: string | null;
  readonly region: { readonly code: string } | null;
};
type Subject = { readonly strand: string; readonly region: { readonly code: string } };

/** The bodies of a concern's region and strand, and those of all regions or strands. Which may receive it is decided by the API. */
export const bodiesFor = ({ strand, region }: Subject, bodies: readonly Receiver[]): readonly FieldChoice[] =>
  bodies
    .filter((body) => body.strand === null || body.strand === strand)
    .filter((body) => body.region === null || body.region.code === region.code)
    .map(({ id, name }) => ({ value: id, text: name }));
