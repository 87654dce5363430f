// The overview for the Advisory Board: figures by quarter that tell of no council (docs/decisions/0013-the-overview.md). Raw counts leave
// this read model only through `publish`.
import type { Database } from "../../event-log/stores/database.ts";
import { CONCERN_CATEGORY } from "../../services/concern/events.ts";
import { SIGNAL_CATEGORY } from "../../services/signal/events.ts";
import { SUPPORT_CATEGORY } from "../../services/support/events.ts";
import type { Opened, ReadModel, Tools } from "../runtime/read-model.ts";
import { COUNTING_SCHEMA, openCounting } from "./counting.ts";
import { type PublishedQuarter, publish } from "./publish.ts";
import { closedQuarters } from "./quarters.ts";

export type OverviewQueries = ReturnType<typeof open>["queries"];

export const overviewModel: ReadModel<OverviewQueries> = {
  name: "overview",
  version: 1,
  schema: COUNTING_SCHEMA,
  categories: [CONCERN_CATEGORY, SUPPORT_CATEGORY, SIGNAL_CATEGORY],
  open,
};

function open(db: Database, { today, certainToday = today }: Tools) {
  // Each closed quarter is published once, for `overview_flat`, and again if one of its events comes late, as a rebuild would do.
  const published = new Map<string, PublishedQuarter>();
  const counting = openCounting(db, (quarter) => published.delete(quarter));

  /**
   * The closed quarters, `2026-Q1`, from the first in which anything was counted, oldest first. A clock that is ahead closes none: two answers on
   * a quarter in progress could differ by one concern.
   */
  function quarters(): readonly string[] {
    const first = counting.firstQuarter();
    return first === undefined ? [] : closedQuarters(first, certainToday());
  }

  return {
    apply: counting.apply,
    // Figures of a closed quarter do not change. The answer says beside them what could not be read.
    withdraw: () => undefined,
    queries: {
      quarters,
      /** A closed quarter's figures, always the same. */
      quarter(id: string): PublishedQuarter | undefined {
        if (!quarters().includes(id)) return undefined;
        const known = published.get(id) ?? publish(id, counting.cells(id), counting.members(id));
        published.set(id, known);
        return known;
      },
    },
  } satisfies Opened<unknown>;
}
