import { describe, expect, it } from "vitest";
import {
  agreed,
  begun,
  CIB,
  completed,
  DISPUTE_BY,
  declined,
  ended,
  judged,
  milestoneFellDue,
  milestoneMet,
  milestoneSet,
  offered,
  offerTellingAnswered,
  offerToldAgain,
  progressReviewed,
  reviewCancelled,
  reviewPlanned,
  running,
} from "../../test/examples/support.ts";
import { ADVISER, by, supportOf } from "../../test/helpers/specification.ts";
import type { SupportEvent } from "./events.ts";
import { milestoneDeadlines, supportTasks } from "./tasks.ts";

const state = (events: readonly SupportEvent[]) => supportOf(events) ?? expect.fail("No support was offered.");
const tasks = (events: readonly SupportEvent[]) => supportTasks(state(events));
const ARRANGERS = ["scope:E12000001/corporate", "body:lga"];
const COUNCIL = "speakers:X00000001/corporate";
const kinds = (events: readonly SupportEvent[]) => tasks(events).map(({ kind, audience }) => `${kind} ${audience}`);
const forArrangers = (...names: readonly string[]) => names.flatMap((name) => ARRANGERS.map((audience) => `${name} ${audience}`));

describe("A task of a support", () => {
  it("is to answer the offer: for the council, from the offer on, but not for the person who offered it", () => {
    expect(tasks([offered()]).filter(({ kind }) => kind !== "awareness-to-answer")).toEqual([
      {
        kind: "offer-to-answer",
        audience: COUNCIL,
        since: by.at,
        from: "2026-02-20",
        due: "2026-03-16",
        notFor: ADVISER,
      },
    ]);
  });

  it("is to say whether the council was told, for 5 working days and until it answers that or the offer", () => {
    const kindsOf = (...events: readonly SupportEvent[]) => kinds(events).filter((one) => one.startsWith("awareness"));
    expect(tasks([offered()])[0]).toEqual({
      ...{ kind: "awareness-to-answer", audience: COUNCIL, since: by.at, from: "2026-02-20", notFor: ADVISER },
      ...{ until: DISPUTE_BY, due: DISPUTE_BY },
    });
    const { disputeBy: _, ...before } = offered().data as { disputeBy?: string };
    const asked = [`awareness-to-answer ${COUNCIL}`];
    expect(kindsOf({ ...offered(), data: before } as SupportEvent)).toEqual([]);
    expect([kindsOf(offered()), kindsOf(offered(), offerTellingAnswered("confirmed"))]).toEqual([asked, []]);
    for (const over of [agreed(), declined(), ended("offer-withdrawn")]) expect(kindsOf(offered(), over)).toEqual([]);
    expect(kindsOf(offered(), offerTellingAnswered("not-told"), offerToldAgain())).toEqual(asked);
  });

  it("is to tell the council again that disputes that it was told, for another adviser; and the support does not wait to begin", () => {
    const again = ["awareness-disputed scope:E12000001/corporate"];
    expect(kinds([offered(), agreed(), offerTellingAnswered("not-told")])).toEqual(again);
    expect(tasks([offered(), agreed(), offerTellingAnswered("not-told")])[0]).toMatchObject({ notFor: ADVISER });
    const late = offerTellingAnswered("not-told", { suspends: false });
    expect(kinds([offered(), agreed(), late])).toEqual(forArrangers("support-to-begin"));
  });

  it("is to begin the support once the council has agreed: for the advisers and the provider, by the offered first day", () => {
    expect(kinds([offered(), agreed()])).toEqual(forArrangers("support-to-begin"));
    expect(tasks([offered(), agreed()])[0]).toMatchObject({ due: "2026-04-01", from: "2026-02-20" });
    expect(kinds([offered({ provider: CIB, strand: "childrens" }), agreed()])).toEqual([
      "support-to-begin scope:E12000001/childrens",
      `support-to-begin body:${CIB}`,
    ]);
  });

  it("is to withdraw an offer that the council has declined, even if it had agreed before", () => {
    expect(kinds([offered(), declined()])).toEqual(forArrangers("offer-declined"));
    expect(kinds([offered(), agreed(), declined()])).toEqual(forArrangers("offer-declined"));
  });

  it("is only about the withdrawn agreement while the support runs", () => {
    expect(kinds([...running, milestoneSet(), declined()])).toEqual(forArrangers("agreement-taken-back"));
  });

  it("is to meet a milestone, from two weeks before its day until it is met", () => {
    const events = [...running, milestoneSet({ milestone: "first" }), milestoneSet({ milestone: "second" })];
    const milestones = (of: readonly SupportEvent[]) => tasks(of).filter(({ kind }) => kind === "milestone-due");
    expect(milestones(events).map(({ about }) => about)).toEqual(["first", "first", "second", "second"]);
    expect(milestones(events)[0]).toMatchObject({ from: "2026-06-16", due: "2026-06-30" });
    const later = [...events, milestoneMet("2026-03-01", "first"), milestoneFellDue("second")];
    expect(milestones(later).map(({ about }) => about)).toEqual(["second", "second"]);
  });

  it("is to review progress, from two weeks before a planned review until it has taken place or is cancelled", () => {
    const events = [...running, reviewPlanned("2026-04-09", "2026-04-11")];
    const reviews = (of: readonly SupportEvent[]) => tasks(of).filter(({ kind }) => kind === "progress-review-due");
    expect(reviews(events)).toHaveLength(2);
    expect(reviews(events)[0]).toMatchObject({ about: "review", from: "2026-03-26", due: "2026-04-11" });
    for (const end of [reviewCancelled(), progressReviewed()]) expect(reviews([...events, end])).toEqual([]);
  });

  it("is to end the support, from the day after its last day", () => {
    expect(kinds(running)).toEqual(forArrangers("support-overrunning"));
    expect(tasks(running)[0]).toMatchObject({ from: "2026-10-01", due: "2026-09-30" });
  });

  it("is to judge the ended support, for each side that has not judged it", () => {
    const [forCouncil, forAdvisers] = [`outcome-to-judge ${COUNCIL}`, "outcome-to-judge scope:E12000001/corporate"];
    expect(kinds(completed)).toEqual([forCouncil, forAdvisers]);
    expect(kinds([...completed, judged("council")])).toEqual([forAdvisers]);
    expect(kinds([...completed, judged("provider")])).toEqual([forCouncil]);
    expect(kinds([...completed, judged("provider"), judged("council")])).toEqual([]);
  });

  it("is not for the adviser to judge if another body provided the support", () => {
    const byBody = [offered({ provider: CIB, strand: "childrens" }), agreed(), begun(), ended()];
    expect(kinds(byBody)).toEqual(["outcome-to-judge speakers:X00000001/childrens", `outcome-to-judge body:${CIB}`]);
  });

  it("does not exist if the offer was withdrawn", () => {
    expect(tasks([offered(), agreed(), ended("offer-withdrawn")])).toEqual([]);
  });
});

describe("Milestones to be recorded as overdue", () => {
  const deadlines = (events: readonly SupportEvent[]) => milestoneDeadlines(state(events));

  it("are those not met, from the day after their day until they are recorded as overdue or the support has ended", () => {
    const events = [offered(), agreed(), begun(), milestoneSet(), milestoneSet({ milestone: "other", due: "2026-02-28" })];
    expect(deadlines(events)).toEqual([
      { on: "2026-07-01", milestone: "milestone" },
      { on: "2026-03-01", milestone: "other" },
    ]);
    expect(deadlines([...events, milestoneMet(), milestoneFellDue("other")])).toEqual([]);
    expect(deadlines([...events, ended()])).toEqual([]);
  });
});
