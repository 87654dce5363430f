// The overview for the Advisory Board: figures by quarter that reveal no council (docs/decisions/0013-the-overview.md). Raw counts leave
// this read model only through `publish`.
import type { Database } from "../../event-log/stores/database.ts";
import { CONCERN_CATEGORY } from "../../services/concern/events.ts";
import { SIGNAL_CATEGORY } from "../../services/signal/events.ts";
import { SUBMISSION_CATEGORY } from "../../services/submission/events.ts";
import { SUPPORT_CATEGORY } from "../../services/support/events.ts";
import type { Opened, ReadModel, Tools } from "../runtime/read-model.ts";
import { COUNTING_SCHEMA, openCounting } from "./counting.ts";
import { type PublishedQuarter, publish } from "./publish.ts";
import { closedQuarters } from "./quarters.ts";

export type OverviewQueries = ReturnType<typeof open>["queries"];

export const overviewModel: ReadModel<OverviewQueries> = {
  name: "overview",
  version: 3,
  schema: COUNTING_SCHEMA,
  categories: [CONCERN_CATEGORY, SUPPORT_CATEGORY, SIGNAL_CATEGORY, SUBMISSION_CATEGORY],
  open,
};

function open(db: Database, { today, certainToday = today }: Tools) {
  // Each closed quarter is published once, for `overview_flat`, and again if one of its events arrives late, as in a rebuild.
  const published = new Map<string, { readonly timesCounted: number; readonly figures: PublishedQuarter }>();
  const counting = openCounting(db);

  /**
   * Returns the closed quarters, `2026-Q1`, from the first with a count, oldest first. A clock that is ahead closes none, because two results for
   * a quarter in progress could differ by one concern.
   */
  function quarters(): readonly string[] {
    const first = counting.firstQuarter();
    return first === undefined ? [] : closedQuarters(first, certainToday());
  }

  return {
    apply: counting.apply,
    // Figures of a closed quarter do not change. The result reports unreadable data separately.
    withdraw: () => undefined,
    queries: {
      quarters,
      /** Returns a closed quarter's figures, which never change. */
      quarter(id: string): PublishedQuarter | undefined {
        if (!quarters().includes(id)) return undefined;
        const timesCounted = counting.timesCounted(id);
        const known = published.get(id);
        if (known?.timesCounted === timesCounted) return known.figures;
        const figures = publish(id, counting.cells(id), counting.members(id));
        published.set(id, { timesCounted, figures });
        return figures;
      },
    },
  } satisfies Opened<unknown>;
}
