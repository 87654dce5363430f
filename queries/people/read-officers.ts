// The officers of a council, for the council alone: whoever may read its ledger.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Council } from "../../reference/councils.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { ReadDeps } from "../deps.ts";
import { mayReadLedger } from "../ledger/read-ledger.ts";

/** One office that a person holds or has held. */
export type CouncilOfficer = Pick<Viewer, "person" | "name"> & { readonly assignment: Viewer["assignments"][number] };

/** Returns current and former holders of offices in the council; null if the person may not read its ledger. */
export function readOfficers(
  deps: Pick<ReadDeps, "rights" | "people">,
  person: PersonFacts,
  council: Council,
): readonly CouncilOfficer[] | null {
  if (!mayReadLedger(deps, person, council)) return null;
  return deps.people
    .queries()
    .officersOf(council.code)
    .flatMap(({ person: id, name, assignments }) =>
      assignments
        .filter((assignment) => assignment.council === council.code)
        .map((assignment) => ({ person: id, name, assignment })),
    );
}
