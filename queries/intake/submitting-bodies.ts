// The bodies for which somebody may submit what they know about a council, with what each may submit on.
import { lazy } from "../../caching/cache.ts";
import { NO_SUBMISSION, type PersonFacts } from "../../policies/engine/facts.ts";
import { type Body, bodyMayReceive, findBody, isBeyondRemit, isGovernment } from "../../reference/bodies.ts";
import { REGIONS } from "../../reference/regions.ts";
import { strandsOf } from "../../reference/responsibility.ts";
import { STRANDS } from "../../reference/strands.ts";
import { submittingAction } from "../../services/submission/command-action.ts";
import type { ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "rights" | "councils" | "today">;

export const readSubmittingBodies = (deps: Deps, person: PersonFacts) =>
  person.bodies
    .flatMap((id) => findBody(id) ?? [])
    .filter((body) => maySubmit(deps, person, body, { council: "", region: "" }))
    .map((body) => {
      const regions = REGIONS.filter(({ code: region }) => STRANDS.some((strand) => bodyMayReceive(body, { region, strand })));
      const strands = STRANDS.filter((strand) => regions.some(({ code: region }) => bodyMayReceive(body, { region, strand })));
      const councils = lazy(() =>
        regions
          .flatMap(({ code }) => deps.councils.inRegion(code, deps.today()))
          .filter((council) => strandsOf(council).some((strand) => strands.includes(strand)))
          .filter(({ code: council, region }) => maySubmit(deps, person, body, { council, region })),
      );
      return {
        ...{ body, strands, councils, regions: regions.map(({ code }) => code) },
        strandsBeyondRemit: strands.filter((strand) => isBeyondRemit(body, strand)),
        mayProtectSource: !isGovernment(body.id),
      };
    });

/** About a council, or about one of which nothing is known. */
const maySubmit = (
  { rights }: Deps,
  person: PersonFacts,
  { id: body }: Body,
  { council, region }: { readonly council: string; readonly region: string },
): boolean =>
  rights.permits(person, submittingAction(body), {
    ...{ type: "Submission", id: "new" },
    facts: { ...NO_SUBMISSION, council, region, body },
  });
