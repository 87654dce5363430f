import { keysOf } from "./keys-of.ts";
/** The strands a concern, a role and a body can belong to (domain.md, "Who is who"). */
export const STRAND_LABELS = {
  corporate: "Corporate",
  childrens: "Children's",
  adults: "Adults'",
} as const;
export type Strand = keyof typeof STRAND_LABELS;
export const STRANDS = keysOf(STRAND_LABELS);
