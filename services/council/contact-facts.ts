// A contact with a council that belongs to no concern, as policy decides about it: by council and strand.
import { councilStrandOf, NO_FACTS, type Resource, scopeOf } from "../../policies/engine/facts.ts";
import type { Council } from "../../reference/councils.ts";
import type { Strand } from "../../reference/strands.ts";

/** Without a strand: a contact that does not exist, to which nobody may do anything. */
export const contactResource = ({ code, region }: Pick<Council, "code" | "region">, strand: Strand | undefined): Resource => ({
  ...{ type: "RoutineContact", id: "contact" },
  facts:
    strand === undefined
      ? NO_FACTS.RoutineContact
      : { council: code, region, strand, scope: scopeOf(region, strand), councilStrand: councilStrandOf(code, strand) },
});
