// The dimensions of each measure of the overview in addition to region and strand.
import { CAUSES } from "../../reference/causes.ts";
import { CONCLUSIONS } from "../../reference/concern-terms.ts";
import { DAY_BANDS, type DayBand, type Measure } from "../../reference/measures.ts";

export function bandOf(days: number): DayBand {
  if (days <= 7) return "within-7-days";
  if (days <= 28) return "within-28-days";
  return days <= 90 ? "within-90-days" : "over-90-days";
}

/** A measure's causes, and further partitions in which each counted event belongs to one member. */
export type Shape = {
  readonly causes: readonly (typeof CAUSES)[number][];
  readonly outcome?: typeof CONCLUSIONS;
  readonly days?: typeof DAY_BANDS;
};
export const PARTITIONS = ["outcome", "days"] as const;
export type Partition = (typeof PARTITIONS)[number];

const plain: Shape = { causes: CAUSES };

export const SHAPES = {
  logged: plain,
  aware: { causes: CAUSES, days: DAY_BANDS },
  shared: plain,
  objected: plain,
  overridden: plain,
  silent: plain,
  "not-reached": plain,
  concluded: { causes: CAUSES, outcome: CONCLUSIONS, days: DAY_BANDS },
  reopened: plain,
  escalated: plain,
  supported: { causes: CAUSES, days: DAY_BANDS },
  "untold-overdue": plain,
  "submissions-overdue": { causes: [] },
  discarded: plain,
  signals: { causes: [] },
} as const satisfies Readonly<Record<Measure, Shape>>;
