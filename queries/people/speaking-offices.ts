// The offices in which somebody may speak for a council.
import type { CouncilOffice } from "../../reference/concern-terms.ts";
import type { Strand } from "../../reference/strands.ts";
import { officesIn } from "../../services/people/assignments.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { ReadDeps } from "../deps.ts";

type Spoken = { readonly council: string; readonly strand: Strand };

/** Returns each office once; none if the viewer may not speak for the council in the strand today. Domain: who speaks for a council (decision 0034). */
export function speakingOffices(
  { today, certainToday }: Pick<ReadDeps, "today"> & { readonly certainToday: () => string },
  { assignments }: Viewer,
  { council, strand }: Spoken,
): readonly CouncilOffice[] {
  const speakers = officesIn(assignments, council, { today: today(), certainToday: certainToday() })(strand);
  return [...new Set(speakers.map(({ office }) => office))];
}
