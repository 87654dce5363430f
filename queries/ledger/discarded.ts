// The concerns about a council that were discarded before it was told, because they did not stand. The ledger has the days alone.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Council, Councils } from "../../reference/councils.ts";
import { londonDate } from "../../services/dates.ts";
import type { ReadDeps } from "../deps.ts";
import { strandsRead } from "./strands-read.ts";

type Deps = Pick<ReadDeps, "council" | "rights"> & { readonly councils: Pick<Councils, "codesOf"> };

/** Returns the days up to an instant, oldest first, in the strands that the person reads. The caller has checked that the ledger may be read. */
export function daysOfDiscarding(deps: Deps, person: PersonFacts, council: Council, until = "9999"): readonly string[] {
  const strands = strandsRead(deps, person, council);
  return deps.council
    .queries()
    .didNotStand(deps.councils.codesOf(council.code))
    .filter(({ strand, at }) => at <= until && strands.includes(strand))
    .map(({ at }) => londonDate(new Date(at)));
}
