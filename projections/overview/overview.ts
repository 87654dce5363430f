// The overview for the Advisory Board: figures by quarter that tell of no council (docs/decisions/0013-the-overview.md). Raw counts leave
// this read model only through `publish`.
import type { Database } from "../../event-log/stores/database.ts";
import { CONCERN_STREAM } from "../../services/concern/events.ts";
import { SIGNAL_STREAM } from "../../services/signal/events.ts";
import { SUPPORT_STREAM } from "../../services/support/events.ts";
import type { Opened, ReadModel, Tools } from "../runtime/read-model.ts";
import { COUNTING_SCHEMA, openCounting } from "./counting.ts";
import { type PublishedQuarter, publish } from "./publish.ts";
import { closedQuarters } from "./quarters.ts";

export type OverviewQueries = {
  /** The closed quarters, `2026-Q1`, from the first in which anything was counted, oldest first. */
  quarters(): readonly string[];
  /** A closed quarter's figures, always the same; undefined for any other text. */
  quarter(id: string): PublishedQuarter | undefined;
};

export const overviewModel: ReadModel<OverviewQueries> = {
  name: "overview",
  version: 1,
  schema: COUNTING_SCHEMA,
  streams: [CONCERN_STREAM, SUPPORT_STREAM, SIGNAL_STREAM],
  open,
};

function open(db: Database, { today, certainToday = today }: Tools): Opened<OverviewQueries> {
  // Each closed quarter is published once. Should one of its events still come (a node far behind the log), it is published anew, as a
  // rebuild would do: then no two nodes differ for long.
  const published = new Map<string, PublishedQuarter>();
  const counting = openCounting(db, (quarter) => published.delete(quarter));

  // Two looks at a quarter in progress would differ by a single concern: a clock that is ahead closes none.
  const quarters = (): readonly string[] => {
    const first = counting.firstQuarter();
    return first === undefined ? [] : closedQuarters(first, certainToday());
  };

  return {
    apply: counting.apply,
    // What was counted stays counted: figures of a quarter that is over do not change. What is missing from then on is told beside them.
    withdraw: () => undefined,
    queries: {
      quarters,
      quarter(id) {
        if (!quarters().includes(id)) return undefined;
        const known = published.get(id) ?? publish(id, counting.cells(id), counting.members(id));
        published.set(id, known);
        return known;
      },
    },
  };
}
