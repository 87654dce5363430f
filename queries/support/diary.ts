// A region's diary: days on which somebody is at one of its councils, and dates that are noted of them, as far as a person may see them.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import { LISTED, toSql } from "../../policies/engine/sql.ts";
import type { KnownDay } from "../../projections/support/visits.ts";
import { findBody } from "../../reference/bodies.ts";
import type { Council } from "../../reference/councils.ts";
import { LGA } from "../../reference/support-kinds.ts";
import { showsSide } from "../../services/support/sight.ts";
import { mayReadNotedDates } from "../council/read-council.ts";
import { may, type ReadDeps } from "../deps.ts";
import { sightsOf } from "./levels.ts";

/** A visit, or a date that is noted of a council. */
export type DiaryDay = KnownDay;
/** Where a page ended. */
type DiaryPlace = Pick<DiaryDay, "from" | "id">;

type Deps = Pick<ReadDeps, "rights" | "support">;
type Period = { readonly from: string; readonly to: string };

/** Returns up to `limit` of the days of these councils that touch the period, by their first day, after one. */
export function readDiary(
  deps: Deps,
  person: PersonFacts,
  councils: readonly Council[],
  period: Period,
  after: DiaryPlace | undefined,
  limit: number,
): readonly DiaryDay[] {
  const sightOf = sightsOf(deps, person);
  const condition = conditionOf(deps.rights.of(person, "readSupport"));
  const mayRead = (council: string, region: string, body: string) =>
    may(deps, person, "readApproach", { type: "Approach", id: "approach", facts: { council, region, body } });
  // Whoever can see nothing at a council reads none of its rows, so that the time does not tell how many there are.
  const provides = ({ region }: Council) =>
    person.bodies.some((body) => {
      const of = findBody(body)?.region;
      return of === undefined || of === region;
    });
  const dates = councils.filter((council) => mayReadNotedDates(deps, person, council)).map(({ code }) => code);
  const visible = councils.filter((council) => {
    const { code, region } = council;
    const isAligning = may(deps, person, "readAlignedSupport", { type: "Council", id: "council", facts: { code, region } });
    return isAligning || mayRead(code, region, LGA) || provides(council);
  });
  if (visible.length === 0 && dates.length === 0) return [];
  const regionOf = new Map(visible.map(({ code, region }) => [code, region]));
  const ofSupport = toSql(condition, { row: "s", ...LISTED.readSupport });
  return deps.support.queries().diary({ visits: [...regionOf.keys()], dates }, period, ofSupport, after, limit, isVisible);

  function isVisible({ kind, council, provider, facts }: Exclude<DiaryDay, { kind: "noted-date" }>): boolean {
    if (!facts) return mayRead(council, regionOf.get(council) ?? "", provider);
    const sight = sightOf(facts);
    return sight !== undefined && showsSide(sight, kind);
  }
}
