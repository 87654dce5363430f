// Which council is responsible for what (domain.md, "Who is responsible for what").
import type { Council } from "./councils.ts";
import { STRANDS, type Strand } from "./strands.ts";

const OF_DISTRICTS: readonly Strand[] = ["corporate"];

/** The strands that a council is responsible for. A shire district has no children's or adults' services: its county has them. */
export const strandsOf = ({ type }: Pick<Council, "type">): readonly Strand[] => (type === "district" ? OF_DISTRICTS : STRANDS);
