// What is made of very many concerns and supports for the boards and the regions, at a million against ten thousand: the overview, as a hub
// that has just started gives it for the first time, and a region's aligned support.

import { loadPolicy } from "../policies/engine/policy.ts";
import { rightsUnder } from "../policies/engine/rights.ts";
import { overviewModel } from "../projections/overview/overview.ts";
import type { Follower } from "../projections/runtime/follower.ts";
import type { SupportQueries } from "../projections/support/queries.ts";
import { supportModel } from "../projections/support/support.ts";
import { readAlignedSupport } from "../queries/support/aligned-support.ts";
import { createCouncils } from "../reference/councils.ts";
import { daysAfter } from "../services/dates.ts";
import { personFacts } from "../services/people/assignments.ts";
import { USUAL_CLASH_DAYS } from "../services/support/clashes.ts";
import { compare, type Result, seconds } from "./harness.ts";
import { MANY, SOME } from "./world/kept.ts";
import { LAST_DAY } from "./world/lives.ts";
import { openModel } from "./world/models.ts";
import { assignmentOf } from "./world/readers.ts";

/** The day after the world's last one: its open supports and visits are as far ahead on whatever day this runs. */
const TODAY = daysAfter(LAST_DAY, 1);
const AGAINST = `${MANY.toLocaleString("en-GB")} concerns against ${SOME.toLocaleString("en-GB")}`;

/** All closed quarters, so many times, as one running hub gives them; and each for the first time since a start. */
export async function overviewFlat(): Promise<readonly Result[]> {
  const OVERVIEWS = 2_000;
  const [many, some] = [openModel(overviewModel, MANY), openModel(overviewModel, SOME)];
  const served =
    ({ queries }: typeof many) =>
    async () => {
      const whole = () => {
        for (const quarter of queries.quarters()) queries.quarter(quarter);
      };
      whole();
      const took = await seconds(() => {
        for (let n = 0; n < OVERVIEWS; n += 1) whole();
      });
      return (1e6 * took) / OVERVIEWS;
    };
  const first = (concerns: number) => async () => {
    using model = openModel(overviewModel, concerns);
    const quarters = model.queries.quarters();
    const took = await seconds(() => {
      for (const quarter of quarters) model.queries.quarter(quarter);
    });
    return (1e3 * took) / quarters.length;
  };
  const results = [
    await compare({
      ...{ name: "overview_flat", work: `the whole overview, ${AGAINST}`, unit: "µs", rounds: 9, reach: { atMost: 1.3 } },
      ...{ ours: served(many), theirs: served(some) },
    }),
    await compare({
      ...{ name: "overview_first_flat", work: `a quarter for the first time since a start, ${AGAINST}`, unit: "ms", rounds: 5 },
      ...{ ours: first(MANY), theirs: first(SOME) },
    }),
  ];
  many[Symbol.dispose]();
  some[Symbol.dispose]();
  return results;
}

/** Every council of a region with its strands and the first of its clashes, as a page shows them. */
export async function supportFlat(): Promise<readonly Result[]> {
  const PICTURES = 100;
  const policy = loadPolicy();
  const rights = rightsUnder(policy);
  const councils = createCouncils();
  const started = { actor: "hub", at: "2024-11-01T12:00:00.000Z" };
  const lead = personFacts("lead", [{ ...assignmentOf("cib-lead", 0, councils.all("2026-10-31")), started }], TODAY);
  const [region = ""] = lead.leadRegions;
  const reading = (concerns: number) => {
    const { queries } = openModel(supportModel, concerns);
    const support = { queries: () => queries } as Follower<SupportQueries>;
    const deps = { policy, rights, support, today: () => TODAY, clashDays: USUAL_CLASH_DAYS };
    const picture = () => {
      const aligned = readAlignedSupport(deps, lead, councils.inRegion(region, TODAY));
      const met = aligned.flatMap(({ clashes }) => clashes()).length;
      const running = aligned.flatMap(({ strands }) => strands).reduce((sum, strand) => sum + strand.running, 0);
      if (met === 0 || running === 0) throw new Error("The picture is empty.");
    };
    return async () => {
      const took = await seconds(() => {
        for (let n = 0; n < PICTURES; n += 1) picture();
      });
      return (1e3 * took) / PICTURES;
    };
  };
  return [
    await compare({
      ...{ name: "support_flat", work: `a region's aligned support, ${AGAINST}`, unit: "ms", rounds: 9, reach: { atMost: 1.3 } },
      ...{ ours: reading(MANY), theirs: reading(SOME) },
    }),
  ];
}
