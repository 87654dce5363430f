import { describe, expect, it } from "vitest";
import {
  agreed,
  BEGUN_ON,
  beginSupport,
  begun,
  cancelReview,
  declined,
  ended,
  meetMilestone,
  milestoneFellDue,
  milestoneMet,
  milestoneSet,
  offered,
  planReview,
  progressReviewed,
  recordMilestoneDue,
  recordProgress,
  reviewCancelled,
  reviewPlanned,
  running,
  setMilestone,
} from "../../test/examples/support.ts";
import { by, givenSupport, supportOf, TODAY } from "../../test/helpers/specification.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { maxPerDay } from "../pipeline/record-bounds.ts";
import type { SupportEvent } from "./events.ts";
import { lastProgress } from "./state.ts";

const packaged = offered({ kind: "package" });
const over = [...running, ended()];

describe("Changing the lead of support", () => {
  const changeLead = { name: "changeSupportLead", input: { support: "support", lead: "Noor (invented)" } } as const;
  const leadChanged: SupportEvent = { type: "SupportLeadChanged.v1", data: { text: plain({ lead: "Noor (invented)" }) } };

  it("is recorded with the new lead, before it begins and while it runs", () => {
    for (const events of [[offered()], running]) givenSupport(events).when(changeLead).then([leadChanged]);
    expect(supportOf([...running, leadChanged])?.leadChanges).toEqual([{ ...by, ...leadChanged.data }]);
  });

  it("does nothing if the lead is the same", () => {
    givenSupport(running, { lead: "Noor (invented)" }).when(changeLead).thenNothing();
  });

  it("is limited for each day", () => {
    const most = maxPerDay("SupportLeadChanged.v1") ?? expect.fail();
    const changes = Array.from({ length: most }, () => leadChanged);
    const sameDay = { today: "2026-02-20" };
    givenSupport([...running, ...changes.slice(1)], sameDay)
      .when(changeLead)
      .then([leadChanged]);
    givenSupport([...running, ...changes], sameDay)
      .when(changeLead)
      .thenRefused("TOO_MANY", undefined, "Or try again on 21 February 2026.");
  });

  it("is refused if the support has ended or was never offered", () => {
    givenSupport([...running, ended()])
      .when(changeLead)
      .thenRefused("SUPPORT_ENDED");
    givenSupport([]).when(changeLead).thenRefused("NOT_FOUND");
  });
});

describe("Beginning support", () => {
  it("that the council has agreed to records the day", () => {
    givenSupport([offered(), agreed()]).when(beginSupport()).then([begun()]);
    expect(supportOf(running)?.begun).toEqual({ ...by, begunOn: BEGUN_ON });
  });

  it("is refused while the council has not agreed, has declined, or has taken its agreement back", () => {
    for (const events of [[offered()], [offered(), declined()], [offered(), agreed(), declined()]])
      givenSupport(events).when(beginSupport()).thenRefused("SUPPORT_NOT_AGREED");
    givenSupport([offered(), agreed(), declined(), agreed()]).when(beginSupport()).then([begun()]);
  });

  it("that is a package is refused without the council's agreement, with a refusal about packages", () => {
    for (const events of [[packaged], [packaged, declined()], [packaged, agreed(), declined()]])
      givenSupport(events).when(beginSupport()).thenRefused("PACKAGE_NOT_AGREED");
    givenSupport([packaged, agreed()]).when(beginSupport()).then([begun()]);
  });

  it("is refused for a future day", () => {
    givenSupport([offered(), agreed()]).when(beginSupport("2026-03-03")).thenRefused("FUTURE_DATE", "begunOn");
    givenSupport([offered(), agreed()])
      .when(beginSupport(TODAY))
      .then([begun(TODAY)]);
  });

  it("is refused for a day before it was offered", () => {
    givenSupport([offered(), agreed()])
      .when(beginSupport("2026-02-19"))
      .thenRefusedSaying(
        "SUPPORT_DATES_REVERSED",
        "begunOn",
        "The date must be 20 February 2026 or later, as the support was offered then.",
      );
    givenSupport([offered(), agreed()])
      .when(beginSupport("2026-02-20"))
      .then([begun("2026-02-20")]);
  });

  it("is refused a second time, even after the council has taken its agreement back", () => {
    givenSupport(running).when(beginSupport()).thenRefused("SUPPORT_BEGUN");
    givenSupport([...running, declined()])
      .when(beginSupport())
      .thenRefused("SUPPORT_BEGUN");
  });

  it("is refused if the support has ended or was never offered", () => {
    givenSupport([offered(), agreed(), ended("offer-withdrawn")])
      .when(beginSupport())
      .thenRefused("SUPPORT_ENDED");
    givenSupport([]).when(beginSupport()).thenRefused("NOT_FOUND");
  });

  it.each([
    ["2026-02-23", ["2026-05-23", "2026-12-23", "2027-02-23"]],
    ["2025-11-30", ["2026-02-28", "2026-09-30", "2026-11-30"]],
    ["2024-02-29", ["2024-05-29", "2024-12-29", "2025-02-28"]],
    ["2025-12-31", ["2026-03-31", "2026-10-31", "2026-12-31"]],
  ])(
    "that is a corporate peer challenge on %s sets milestones for its report, its progress review and the report of that: %j",
    (day, dues) => {
      const kinds = ["report-and-action-plan", "progress-review", "progress-review-report"] as const;
      const early = offered({ kind: "corporate-peer-challenge", offeredOn: "2024-01-01" });
      givenSupport([early, agreed()])
        .when(beginSupport(day))
        .then([
          begun(day),
          ...kinds.map((kind, n) => milestoneSet({ milestone: `milestone-${kind}`, kind, due: dues[n] ?? "" })),
        ]);
    },
  );

  it("of any other kind sets no milestones", () => {
    for (const kind of ["childrens-peer-challenge", "mentoring", "package"] as const)
      givenSupport([offered({ kind, strand: "childrens" }), agreed()])
        .when(beginSupport())
        .then([begun()]);
  });
});

describe("A milestone", () => {
  it("is recorded with its day, and with its description if there is one", () => {
    givenSupport(running).when(setMilestone()).then([milestoneSet()]);
    givenSupport(running)
      .when(setMilestone({ kind: "progress-review", about: "With the cabinet." }))
      .then([milestoneSet({ kind: "progress-review", text: plain({ about: "With the cabinet." }) })]);
  });

  it("can be set before the support begins, but not for a day before the offer", () => {
    givenSupport([offered()])
      .when(setMilestone({ due: "2026-02-20" }))
      .then([milestoneSet({ due: "2026-02-20" })]);
    givenSupport([offered()])
      .when(setMilestone({ due: "2026-02-19" }))
      .thenRefused("PERIOD_REVERSED", "due");
  });

  it("cannot be set after the council has declined or taken its agreement back; existing ones stay", () => {
    for (const events of [
      [offered(), declined()],
      [...running, declined()],
    ])
      givenSupport(events).when(setMilestone()).thenRefused("SUPPORT_NOT_AGREED");
    givenSupport([...running, declined(), agreed()])
      .when(setMilestone())
      .then([milestoneSet()]);
    givenSupport([...running, milestoneSet(), declined()])
      .when(meetMilestone())
      .then([milestoneMet()]);
  });

  it("can be met on a past day or today", () => {
    const events = [...running, milestoneSet()];
    givenSupport(events)
      .when(meetMilestone(TODAY))
      .then([milestoneMet(TODAY)]);
    givenSupport(events).when(meetMilestone("2026-03-03")).thenRefused("FUTURE_DATE", "metOn");
    expect(supportOf([...events, milestoneMet()])?.milestones).toMatchObject([{ met: { ...by, metOn: "2026-03-01" } }]);
  });

  it("can be met once", () => {
    givenSupport([...running, milestoneSet(), milestoneMet()])
      .when(meetMilestone())
      .thenRefused("MILESTONE_MET", "milestone");
  });

  it("that was never set cannot be met", () => {
    givenSupport([...running, milestoneSet()])
      .when(meetMilestone(TODAY, "other"))
      .thenRefused("UNKNOWN_MILESTONE", "milestone");
    givenSupport([...running, milestoneSet()])
      .when(recordMilestoneDue("other"))
      .thenRefused("UNKNOWN_MILESTONE", "milestone");
  });

  it("is recorded as overdue once, from the day after its day", () => {
    const events = [...running, milestoneSet({ due: TODAY })];
    givenSupport(events).when(recordMilestoneDue()).thenRefused("NOT_DUE", "milestone");
    givenSupport(events, { today: "2026-03-03" }).when(recordMilestoneDue()).then([milestoneFellDue()]);
    givenSupport([...events, milestoneFellDue()], { today: "2026-03-03" })
      .when(recordMilestoneDue())
      .thenNothing();
  });

  it("is not recorded as overdue after it was met, and can be met after it was recorded as overdue", () => {
    const events = [...running, milestoneSet({ due: "2026-02-28" })];
    givenSupport([...events, milestoneMet()])
      .when(recordMilestoneDue())
      .thenNothing();
    givenSupport([...events, milestoneFellDue()])
      .when(meetMilestone())
      .then([milestoneMet()]);
  });

  it("does not affect other milestones", () => {
    const events = [...running, milestoneSet({ milestone: "first" }), milestoneSet({ milestone: "second" })];
    const state = supportOf([...events, milestoneMet("2026-03-01", "first"), milestoneFellDue("second")]);
    expect(state?.milestones.map(({ met, fellDue }) => [!!met, !!fellDue])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it("cannot be set, met or recorded as overdue after the support has ended", () => {
    const events = [...running, milestoneSet({ due: "2026-02-28" }), ended()];
    givenSupport(events).when(setMilestone()).thenRefused("SUPPORT_ENDED");
    givenSupport(events).when(meetMilestone()).thenRefused("SUPPORT_ENDED");
    givenSupport(events).when(recordMilestoneDue()).thenNothing();
  });

  it("cannot be set once the support has a hundred", () => {
    const many = Array.from({ length: 100 }, (_, n): SupportEvent => milestoneSet({ milestone: `${n}` }));
    givenSupport([...running, ...many.slice(1)])
      .when(setMilestone())
      .then([milestoneSet()]);
    givenSupport([...running, ...many])
      .when(setMilestone())
      .thenRefused("TOO_MANY", "due");
  });
});

describe("A planned review", () => {
  const [from, to] = ["2026-03-09", "2026-03-11"];
  const planned = [...running, reviewPlanned(from, to)];

  it("needs future days", () => {
    givenSupport(running)
      .when(planReview(from, to))
      .then([reviewPlanned(from, to)]);
    givenSupport(running)
      .when(planReview("2026-03-03", "2026-03-03"))
      .then([reviewPlanned("2026-03-03", "2026-03-03")]);
    givenSupport(running).when(planReview(TODAY, to)).thenRefused("REVIEW_TOO_EARLY", "from");
    givenSupport(running).when(planReview(to, from)).thenRefused("PERIOD_REVERSED", "to");
  });

  it.each([
    ["2026-03-11", "2026-03-12"],
    ["2026-03-08", "2026-03-09"],
    ["2026-03-10", "2026-03-10"],
    ["2026-03-03", "2026-04-30"],
  ])("from %s to %s is refused, as one is planned for some of these days", (first, last) => {
    givenSupport(planned)
      .when(planReview(first, last))
      .thenRefused("REVIEW_DATES_OVERLAP", "from", "It is from 9 March 2026 to 11 March 2026.");
  });

  it("can follow another directly, and can have the days of one that was cancelled or has taken place", () => {
    for (const [first, last] of [
      ["2026-03-12", "2026-03-13"],
      ["2026-03-03", "2026-03-08"],
    ] as const)
      givenSupport(planned)
        .when(planReview(first, last))
        .then([reviewPlanned(first, last)]);
    for (const end of [reviewCancelled(), progressReviewed()])
      givenSupport([...planned, end])
        .when(planReview(from, to))
        .then([reviewPlanned(from, to)]);
  });

  it("can be cancelled if it exists and is in the future", () => {
    givenSupport(planned).when(cancelReview()).then([reviewCancelled()]);
    for (const end of [reviewCancelled(), progressReviewed()])
      givenSupport([...planned, end])
        .when(cancelReview())
        .thenRefused("REVIEW_DONE", "review");
    givenSupport(planned).when(cancelReview("other")).thenRefused("UNKNOWN_REVIEW", "review");
    givenSupport([...running, progressReviewed()])
      .when(cancelReview())
      .thenRefused("UNKNOWN_REVIEW", "review");
  });

  it("cannot be planned after the council has declined or taken its agreement back, but can be cancelled", () => {
    for (const events of [
      [offered(), declined()],
      [...running, declined()],
    ])
      givenSupport(events).when(planReview(from, to)).thenRefused("SUPPORT_NOT_AGREED");
    givenSupport([...running, declined(), agreed()])
      .when(planReview(from, to))
      .then([reviewPlanned(from, to)]);
    givenSupport([...planned, declined()])
      .when(cancelReview())
      .then([reviewCancelled()]);
  });

  it("cannot be planned or cancelled after the support has ended", () => {
    givenSupport(over).when(planReview(from, to)).thenRefused("SUPPORT_ENDED");
    givenSupport([...planned, ended()])
      .when(cancelReview())
      .thenRefused("SUPPORT_ENDED");
  });

  it("cannot be planned once the support has a hundred reviews, including those that have taken place", () => {
    const many = Array.from({ length: 100 }, (_, n) => progressReviewed({ review: `${n}` }));
    givenSupport([...running, ...many])
      .when(planReview(from, to))
      .thenRefused("TOO_MANY", "from");
    givenSupport([...running, ...many])
      .when(recordProgress())
      .thenRefused("TOO_MANY", "reviewedOn");
    givenSupport([...running, ...many.slice(1), reviewPlanned(from, to)])
      .when(recordProgress({ review: "review" }))
      .then([progressReviewed()]);
  });
});

describe("A review of progress", () => {
  it("records whether the support works and what was found, whether or not it was planned", () => {
    givenSupport(running).when(recordProgress()).then([progressReviewed()]);
    givenSupport([...running, reviewPlanned("2026-03-09", "2026-03-11", "planned")])
      .when(recordProgress({ review: "planned", progress: "not-working" }))
      .then([progressReviewed({ review: "planned", progress: "not-working" })]);
  });

  it("is recorded with its plan if it was planned, and only once", () => {
    const events = [...running, reviewPlanned("2026-03-09", "2026-03-11"), progressReviewed()];
    expect(supportOf(events)?.reviews).toMatchObject([
      { planned: { from: "2026-03-09", to: "2026-03-11" }, held: { reviewedOn: "2026-03-01", progress: "working" } },
    ]);
    givenSupport(events)
      .when(recordProgress({ review: "review" }))
      .thenRefused("REVIEW_DONE", "review");
    givenSupport([...running, reviewPlanned("2026-03-09", "2026-03-11"), reviewCancelled()])
      .when(recordProgress({ review: "review" }))
      .thenRefused("REVIEW_DONE", "review");
  });

  it("is refused with an unknown plan", () => {
    givenSupport(running)
      .when(recordProgress({ review: "review" }))
      .thenRefused("UNKNOWN_REVIEW", "review");
  });

  it("is refused before the support has begun and after it has ended", () => {
    for (const events of [[offered()], [offered(), agreed()]])
      givenSupport(events).when(recordProgress()).thenRefused("SUPPORT_NOT_BEGUN");
    givenSupport(over).when(recordProgress()).thenRefused("SUPPORT_ENDED");
  });

  it("is refused with every fault at once, as a met milestone is", () => {
    givenSupport([offered(), agreed()])
      .when(recordProgress({ review: "review", reviewedOn: "2026-03-03" }))
      .thenRefusedAll([["UNKNOWN_REVIEW", "review"], ["SUPPORT_NOT_BEGUN"], ["FUTURE_DATE", "reviewedOn"]]);
    givenSupport(running)
      .when(meetMilestone("2026-03-03"))
      .thenRefusedAll([
        ["UNKNOWN_MILESTONE", "milestone"],
        ["FUTURE_DATE", "metOn"],
      ]);
  });

  it("is refused for a future day, and for a day before the support began", () => {
    givenSupport(running)
      .when(recordProgress({ reviewedOn: "2026-03-03" }))
      .thenRefused("FUTURE_DATE", "reviewedOn");
    givenSupport(running)
      .when(recordProgress({ reviewedOn: "2026-02-22" }))
      .thenRefusedSaying(
        "PERIOD_REVERSED",
        "reviewedOn",
        `The date must be ${dateInWords(BEGUN_ON)} or later, as the support began then.`,
      );
    for (const reviewedOn of [BEGUN_ON, TODAY])
      givenSupport(running)
        .when(recordProgress({ reviewedOn }))
        .then([progressReviewed({ reviewedOn })]);
  });

  it("says whether the support works if it is the latest one", () => {
    const state = supportOf([
      ...running,
      reviewPlanned("2026-03-09", "2026-03-11", "first"),
      progressReviewed({ review: "unplanned", progress: "not-working" }),
      progressReviewed({ review: "first", progress: "partly-working" }),
      reviewPlanned("2026-04-09", "2026-04-11", "ahead"),
    ]);
    expect(state && lastProgress(state)).toBe("partly-working");
  });

  it("is the latest by the day on which it took place, and on one day by the order in which the reviews were recorded", () => {
    const last = (...events: SupportEvent[]) => {
      const state = supportOf([...running, ...events]);
      return state && lastProgress(state);
    };
    const early = progressReviewed({ review: "early", reviewedOn: "2026-02-25", progress: "not-working" });
    const late = progressReviewed({ review: "late", reviewedOn: "2026-02-26", progress: "working" });
    const sameDay = progressReviewed({ review: "same", reviewedOn: "2026-02-26", progress: "partly-working" });
    expect(last()).toBeUndefined();
    expect(last(early, late)).toBe("working");
    expect(last(late, early)).toBe("working");
    expect(last(late, sameDay, early)).toBe("partly-working");
    expect(last(reviewPlanned("2026-03-09", "2026-03-11", "late"), late, early, reviewPlanned("2026-04-09", "2026-04-11"))).toBe(
      "working",
    );
  });
});
