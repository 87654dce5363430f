/** The strands a concern, a role and a body can belong to (domain.md, "Who is who"). */
export const STRANDS = ["corporate", "childrens", "adults"] as const;

export type Strand = (typeof STRANDS)[number];

export const STRAND_LABELS: Readonly<Record<Strand, string>> = {
  corporate: "Corporate",
  childrens: "Children's",
  adults: "Adults'",
};
