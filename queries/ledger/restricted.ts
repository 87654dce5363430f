// The concerns about a council that are restricted inside it. To the others of the council the ledger says how many there are, and nothing else.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Council } from "../../reference/councils.ts";
import type { ReadDeps } from "../deps.ts";
import { strandsRead } from "./strands-read.ts";

/** Counts those in the strands that the person reads which they may not read. The caller has checked that the ledger may be read. */
export function countRestricted(deps: Pick<ReadDeps, "register" | "rights">, person: PersonFacts, council: Council): number {
  const strands = strandsRead(deps, person, council);
  return deps.register
    .queries()
    .restrictedOf(council.code)
    .filter((facts) => facts.councilAware && strands.includes(facts.strand))
    .filter((facts) => !deps.rights.parts(person, facts).has("headline")).length;
}
