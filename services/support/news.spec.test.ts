// What is news of support, of a submission, of a council's request and of an approach, and for whom.
import { expect, it } from "vitest";
import { newsOfCouncil } from "../council/news.ts";
import { EMPTY_COUNCIL } from "../council/state.ts";
import { newsOfSignal } from "../signal/news.ts";
import { newsOfSubmission } from "../submission/news.ts";
import { newsOfSupport } from "./news.ts";

const place = { council: "X00000004", region: "E12000004", strand: "childrens" } as const;
const support = (type: string, data: object) => newsOfSupport({ type, data } as never, place as never);

it("support that was offered and agreed is news for the leads of its region", () => {
  expect(support("SupportOffered.v2", {})).toEqual([
    { kind: "support-offered", audience: "leads:E12000004", tells: "engagement" },
  ]);
  expect(support("SupportAgreed.v2", {})).toEqual([{ kind: "support-agreed", audience: "leads:E12000004", tells: "engagement" }]);
  expect(support("DaysAgreed.v1", {})).toEqual([{ kind: "support-moved", audience: "leads:E12000004", tells: "engagement" }]);
  for (const type of [
    "DaysProposed.v1",
    "DaysDeclined.v1",
    "PresencePlanned.v1",
    "SupportDeclined.v2",
    "SupportBegun.v1",
    "MilestoneMet.v1",
    "SupportEnded.v1",
  ])
    expect(support(type, {})).toEqual([]);
});

it("a review is news for the council, and for the leads of its region where support is not working", () => {
  const toCouncil = { kind: "progress-judged", audience: "council:X00000004", about: "review", tells: "purpose" };
  expect(support("ProgressReviewed.v1", { review: "review", progress: "working" })).toEqual([toCouncil]);
  expect(support("ProgressReviewed.v1", { review: "review", progress: "not-working" })).toEqual([
    toCouncil,
    { kind: "support-not-working", audience: "leads:E12000004", about: "review", tells: "purpose" },
  ]);
});

it("a submission is news for the advisers of its scope, and for the council that is told", () => {
  const news = (type: string) => newsOfSubmission({ type, data: {} } as never, place as never);
  const received = { kind: "submission-received", audience: "scope:E12000004/childrens", tells: "submission" };
  expect(news("InformationSubmitted.v3")).toEqual([received]);
  expect(news("SubmissionRedirected.v1")).toEqual([received]);
  expect(news("CouncilToldOfSubmission.v2")).toEqual([
    { kind: "submission-told", audience: "council:X00000004", tells: "submission" },
  ]);
  expect(news("SubmissionSetAside.v1")).toEqual([]);
});

it("an answered request is news for the council", () => {
  const news = (type: string) => newsOfSignal({ type, data: {} } as never, place as never);
  expect(news("SignalAnswered.v1")).toEqual([{ kind: "request-answered", audience: "council:X00000004", tells: "signal" }]);
  expect(news("SupportRequested.v2")).toEqual([]);
});

it("a cancelled approach is news for the council, its lead, and planners of approaches that are not over", () => {
  const approach = (id: string, actor: string, to: string) => ({
    approach: id,
    from: "2026-03-10",
    to,
    planned: { actor, at: "" },
  });
  const approaches = [
    approach("one", "planner", "2026-03-12"),
    approach("two", "other", "2026-03-12"),
    approach("past", "former", "2026-03-01"),
  ];
  const state = { ...EMPTY_COUNCIL, lead: { person: "adviser", named: { actor: "x", at: "" } }, approaches } as never;
  const cancelled = { type: "ApproachCancelled.v1", data: { approach: "one" } } as never;
  expect(newsOfCouncil("X00000004", cancelled, state).map(({ audience }) => audience)).toEqual([
    ...["council:X00000004", "person:adviser", "person:other"],
  ]);
  expect(newsOfCouncil("X00000004", { type: "ApproachPlanned.v2", data: { approach: "one" } } as never, state)).toEqual([]);
});
