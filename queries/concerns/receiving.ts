// What somebody could read and do of concerns that are shared with their bodies, for pages that are offered to them alone.
import { NO_CONCERN, type PersonFacts, READ_ACTIONS } from "../../policies/engine/facts.ts";
import { STRANDS } from "../../reference/strands.ts";
import type { ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "rights">;

/** Whether policy lets somebody read a concern that is shared with their bodies. */
export const mayReceiveShares = (deps: Deps, person: PersonFacts): boolean =>
  mayInSomeStrand(deps, person, READ_ACTIONS.headline);

/** Whether policy lets somebody challenge one. */
export const mayChallengeConcerns = (deps: Deps, person: PersonFacts): boolean =>
  mayInSomeStrand(deps, person, "challengeConcern");

/** On a concern of no council that is shared with the person's bodies as far as the summary. */
const mayInSomeStrand = ({ rights }: Deps, person: PersonFacts, action: string): boolean =>
  person.bodies.length > 0 &&
  STRANDS.some((strand) =>
    rights.permits(person, action, {
      ...{ type: "Concern", id: "shared" },
      facts: {
        ...{ ...NO_CONCERN, strand, councilAware: true, evidenced: true },
        ...{ headlineSharedWith: person.bodies, summarySharedWith: person.bodies },
      },
    }),
  );
