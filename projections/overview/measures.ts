// What the overview counts, and by what else than region, strand and cause.
import { CAUSES } from "../../reference/causes.ts";
import { CONCLUSIONS } from "../../services/concern/events.ts";

/** Days from one step to the next. */
export const DAY_BANDS = ["within-7-days", "within-28-days", "within-90-days", "over-90-days"] as const;
export type DayBand = (typeof DAY_BANDS)[number];

export function bandOf(days: number): DayBand {
  if (days <= 7) return "within-7-days";
  if (days <= 28) return "within-28-days";
  return days <= 90 ? "within-90-days" : "over-90-days";
}

/** A measure's causes, and further ways in which each event counted falls under one member. */
export type Shape = {
  readonly causes: readonly (typeof CAUSES)[number][];
  readonly outcome?: typeof CONCLUSIONS;
  readonly days?: typeof DAY_BANDS;
};
export const PARTITIONS = ["outcome", "days"] as const;
export type Partition = (typeof PARTITIONS)[number];

const plain: Shape = { causes: CAUSES };

export const SHAPES = {
  /** Concerns logged. */
  logged: plain,
  /** Concerns of which the council was first made aware; days since they were logged. */
  aware: { causes: CAUSES, days: DAY_BANDS },
  /** Concerns first shared with anybody. */
  shared: plain,
  /** Objections of councils to a share, each. */
  objected: plain,
  /** Objections overridden, each. */
  overridden: plain,
  /** Conclusions, each; days since the council was first aware. */
  concluded: { causes: CAUSES, outcome: CONCLUSIONS, days: DAY_BANDS },
  /** Concerns reopened, each time. */
  reopened: plain,
  /** Escalations confirmed. */
  escalated: plain,
  /** Conclusions of which the first support has begun; days since the conclusion. */
  supported: { causes: CAUSES, days: DAY_BANDS },
  /** Councils' own requests for support. Never concerns; one may name several causes, so that there is no cut by cause. */
  signals: { causes: [] },
} as const satisfies Readonly<Record<string, Shape>>;

export type Measure = keyof typeof SHAPES;
export const MEASURES = Object.keys(SHAPES) as readonly Measure[];
