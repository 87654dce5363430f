// Strands for generated concerns and support: councils in generated data are responsible for what they are about.
import { strandsOf } from "../../reference/responsibility.ts";
import type { Strand } from "../../reference/strands.ts";
import { councils } from "./specification.ts";

/** The strand, or a council's first if it is not responsible for that one. */
export function responsibleStrand(council: string, strand: Strand): Strand {
  const [first = strand, ...others] = strandsOf(councils.find(council) ?? { type: "unitary" });
  return others.includes(strand) ? strand : first;
}
