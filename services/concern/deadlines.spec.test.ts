import { describe, expect, it } from "vitest";
import {
  answerChallenge,
  aware,
  awareOfAll,
  challengeAnswered,
  challenged,
  challengeFellDue,
  closed,
  escalated,
  escalationConfirmed,
  expired,
  expireShare,
  explained,
  made,
  overridden,
  packaged,
  proposed,
  recordAnswerDue,
  recordReviewDue,
  reopened,
  reviewFellDue,
  stated,
  underReview,
  withdrawn,
} from "../../test/examples/concern.ts";
import { circumstances, concernOf, given } from "../../test/helpers/specification.ts";
import { daysAfter } from "../dates.ts";
import { isRefusal } from "../refusals.ts";
import type { ConcernCommand } from "./commands.ts";
import { deadlinesOf, nextDeadline } from "./deadlines.ts";
import { decide } from "./decide.ts";
import type { ConcernEvent } from "./events.ts";

const due = (events: readonly ConcernEvent[]) => deadlinesOf(concernOf(events)).map(({ on, command }) => [on, command]);
const live = [...awareOfAll, proposed(), stated("agrees"), made()];
const reviewed = [...aware, underReview()];
const packageChallenged = [...awareOfAll, packaged(), challenged()];

describe("The deadline of a share", () => {
  const ends = (on: string) => [[on, expireShare()]];

  it("is the day after its last, once it is made", () => {
    expect(due([...awareOfAll, proposed(), stated("agrees")])).toEqual([]);
    expect(due(live)).toEqual(ends("2026-07-01"));
  });

  it("follows the council's earlier day", () => {
    expect(due([...live, stated("agrees-with-conditions", { until: "2026-03-31" })])).toEqual(ends("2026-04-01"));
  });

  it("stays if an objection suspends the share, overridden or not", () => {
    expect(due([...live, stated("objects")])).toEqual(ends("2026-07-01"));
    expect(due([...live, stated("objects"), overridden()])).toEqual(ends("2026-07-01"));
  });

  it("ends with it", () => {
    for (const end of [withdrawn(), expired()]) expect(due([...live, end])).toEqual([]);
  });

  it("differs from share to share, also for the share of an escalation", () => {
    const escalation = [
      ...escalated({ share: "second", until: "2026-05-31" }),
      escalationConfirmed(),
      stated("agrees", { share: "second" }),
    ];
    const two = [...live, ...escalation, made("second")];
    expect(due(two)).toEqual([
      ["2026-07-01", expireShare()],
      ["2026-06-01", expireShare("second")],
    ]);
    expect(due([...two, expired("second")])).toEqual(ends("2026-07-01"));
  });
});

describe("The deadline of a review", () => {
  it("is the day of the review, until it is recorded as due", () => {
    expect(due(reviewed)).toEqual([["2026-05-29", recordReviewDue()]]);
    expect(due([...reviewed, reviewFellDue()])).toEqual([]);
  });

  it("follows the conclusion in force: a renewed review has the new day, and any other conclusion has none", () => {
    const renewed = [...aware, underReview("2026-05-29", "first"), reviewFellDue("first"), underReview("2026-09-30")];
    expect(due(renewed)).toEqual([["2026-09-30", recordReviewDue()]]);
    expect(due([...reviewed, explained()])).toEqual([]);
    expect(due([...reviewed, reopened()])).toEqual([]);
    expect(due([...aware, explained()])).toEqual([]);
  });
});

describe("The deadline of an answer to the panel", () => {
  it("is the day after the last day to answer, until the answer or the missed deadline is on record", () => {
    expect(due(packageChallenged)).toEqual([["2026-03-17", recordAnswerDue()]]);
    expect(due([...packageChallenged, challengeAnswered()])).toEqual([]);
    expect(due([...packageChallenged, challengeFellDue()])).toEqual([]);
    expect(due([...packageChallenged, reopened()])).toEqual([["2026-03-17", recordAnswerDue()]]);
  });
});

describe("Deadlines", () => {
  const all = [...live, packaged("first"), challenged(), reopened(), underReview()];

  it("do not exist for a new concern or a closed one", () => {
    expect(due(aware)).toEqual([]);
    expect(due([...live, explained(), withdrawn(), closed()])).toEqual([]);
    // A closed concern has no future date, whatever was open before.
    expect(due([...live, underReview(), closed()])).toEqual([]);
  });

  it("return when a concern is reopened, except those of shares; an unanswered challenge prevents closing", () => {
    expect(due([...live, explained(), withdrawn(), closed(), reopened()])).toEqual([]);
  });

  it("of a concern are independent, and the next one is the earliest", () => {
    expect(due(all).map(([on]) => on)).toEqual(["2026-07-01", "2026-05-29", "2026-03-17"]);
    expect(nextDeadline(concernOf(all))).toBe("2026-03-17");
    expect(nextDeadline(concernOf([...all, challengeAnswered()]))).toBe("2026-05-29");
    expect(nextDeadline(concernOf(aware))).toBeUndefined();
  });

  it("are recorded once each: refused the day before, one event on the day, and nothing more is due", () => {
    let happened: readonly ConcernEvent[] = all;
    const recorded: string[] = [];
    for (;;) {
      const [next] = [...deadlinesOf(concernOf(happened))].sort((a, b) => a.on.localeCompare(b.on));
      if (!next) break;
      const decided = (today: string, command: ConcernCommand = next.command) =>
        decide(concernOf(happened), command, { ...circumstances, today, certainToday: today, actor: "hub" });
      expect(isRefusal(decided(daysAfter(next.on, -1)))).toBe(true);
      const events = decided(next.on);
      if (isRefusal(events)) throw new Error(events.code);
      recorded.push(...events.map(({ type }) => type));
      happened = [...happened, ...events];
      expect(decided(next.on)).toEqual([]);
      expect(decided(daysAfter(next.on, 100))).toEqual([]);
    }
    expect(recorded).toEqual(["ChallengeFellDue.v1", "ReviewFellDue.v1", "ShareExpired.v1"]);
  });

  it("that have passed do not prevent anyone from acting late", () => {
    given([...packageChallenged, challengeFellDue()], { actor: "officer", today: "2026-06-01" })
      .when(answerChallenge())
      .then([challengeAnswered()]);
  });
});
