import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { OverviewQueries } from "../../projections/overview/overview.ts";
import { mayUncached, type ReadDeps } from "../deps.ts";

/** Null if the person may not see the figures. */
export const readOverview = (deps: Pick<ReadDeps, "policy" | "overview">, person: PersonFacts): OverviewQueries | null =>
  mayUncached(deps, person, "readOverview", { type: "Overview", id: "overview", facts: {} }) ? deps.overview.queries() : null;
