// What the overview counts.

/** Days from one step to the next. */
export const DAY_BANDS = ["within-7-days", "within-28-days", "within-90-days", "over-90-days"] as const;
export type DayBand = (typeof DAY_BANDS)[number];

export const MEASURES = [
  /** Concerns logged. */
  "logged",
  /** Concerns of which the council was first made aware; days since they were logged. */
  "aware",
  /** Concerns first shared with anybody. */
  "shared",
  /** Objections of councils to a share, each. */
  "objected",
  /** Objections overridden, each. */
  "overridden",
  /** Shares made because the council, which was reached, did not answer, each. */
  "silent",
  /** Shares whose last day to answer passed before the council was reached, each. */
  "not-reached",
  /** Conclusions, each; days since the council was first aware. */
  "concluded",
  /** Concerns reopened, each time. */
  "reopened",
  /** Escalations confirmed. */
  "escalated",
  /** Conclusions of which the first support has begun; days since the conclusion. */
  "supported",
  /** Concerns whose council was not told of them by the last day. */
  "untold-overdue",
  /** Submissions whose council was not told of them by the last day. One may name no cause, so that there is no cut by cause. */
  "submissions-overdue",
  /** Concerns discarded before the council was told of them. */
  "discarded",
  /** Councils' own requests for support. Never concerns; one may name several causes, so that there is no cut by cause. */
  "signals",
] as const;
export type Measure = (typeof MEASURES)[number];
