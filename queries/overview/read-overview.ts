import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { OverviewQueries } from "../../projections/overview/overview.ts";
import { may, type ReadDeps } from "../deps.ts";

/** Null if the person may not see the figures. */
export const readOverview = (deps: Pick<ReadDeps, "rights" | "overview">, person: PersonFacts): OverviewQueries | null =>
  may(deps, person, "readOverview", { type: "Overview", id: "overview", facts: {} }) ? deps.overview.queries() : null;
