// What councils were not told of by the last day: regions and days, and neither councils nor strands.
import type { AnswerOf } from "../documents.ts";
import { definePage } from "../page.ts";

type Overdue = NonNullable<AnswerOf<"overdue/overdue.graphql">["overdueUntold"]>;

export const overduePage = definePage({
  path: "/not-told-in-time",
  document: "overdue/overdue.graphql",
  template: "overdue/overdue.njk",
  variables: () => ({}),
  present: ({ overdueUntold }) =>
    overdueUntold && { title: "What councils were not told of in time", rows: byRegionAndKind(overdueUntold) },
});

/** One row for each region and kind, so that the page stays small however much is overdue. The longest overdue comes first. */
const byRegionAndKind = (overdue: Overdue) =>
  [...Map.groupBy(overdue, ({ region, kind }) => `${kind} ${region.name}`).values()].flatMap((items) => {
    const [first] = items;
    return first ? [{ region: first.region.name, kind: first.kind, days: items.map(({ days }) => days) }] : [];
  });
