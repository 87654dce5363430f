import { describe, expect, it } from "vitest";
import { CHALLENGED } from "../../reference/concern-terms.ts";
import {
  answerChallenge,
  awareOfAll,
  challengeAnswered,
  challengeConcern,
  challenged,
  challengeFellDue,
  closed,
  effectivenessReviewed,
  explained,
  lightSupport,
  madeAware,
  notAccepted,
  packaged,
  proposed,
  recordAnswerDue,
  reopened,
  reviewEffectiveness,
  stated,
  underReview,
  withdrawn,
} from "../../test/examples/concern.ts";
import { ADVISER, by, concernOf, given } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { parseConcernCommand } from "./commands.ts";
import type { ConcernEvent } from "./events.ts";

const MEMBER = "panel-member";
const OFFICER = "officer";
const member = { actor: MEMBER };
const officer = { actor: OFFICER };
/** The council is told of what was recorded last. */
const toldAgain = madeAware([], "told-again");
const withPackage = [...awareOfAll, packaged(), toldAgain];
/** Raised by the adviser, as far as these specs go: `officer` may answer then, and the adviser not. */
const open = [...withPackage, challenged()];
const untold = [...open, challengeAnswered()];
const answered = [...untold, toldAgain];
const disputed = challengeConcern({ about: "disputed-concern" });
const disputedThen = challenged({ about: "disputed-concern" });

describe("The panel's challenge of a package", () => {
  it("records what is challenged and the last day to answer", () => {
    given(withPackage, member).when(challengeConcern()).then([challenged()]);
    expect(concernOf(open).challenges).toMatchObject([{ id: "challenge", about: "support-package", raised: by }]);
  });

  it("needs the conclusion with a package, in force", () => {
    for (const other of [
      [],
      [explained()],
      [underReview()],
      [lightSupport("support")],
      [notAccepted()],
      [packaged(), reopened()],
    ])
      given([...awareOfAll, ...other], member)
        .when(challengeConcern())
        .thenRefused("NOTHING_TO_CHALLENGE", "about");
  });
});

describe("The panel's challenge of a disputed concern", () => {
  it("follows a conclusion that the council does not accept the concern, by choice or in refusal", () => {
    for (const choice of ["justified-local-choice", "refusal"] as const)
      given([...awareOfAll, notAccepted(choice), toldAgain], member)
        .when(disputed)
        .then([disputedThen]);
  });

  it("can follow a refused correction, but not an objection to a share, which the panel does not see", () => {
    const asked = { correction: "correction", text: plain({ request: "It is two teams." }) };
    const refused = {
      awaitsTelling: false,
      correction: "correction",
      outcome: "refused" as const,
      text: plain({ reason: "It is three." }),
    };
    given(
      [...awareOfAll, { type: "CorrectionRequested.v2", data: asked }, { type: "CorrectionResolved.v2", data: refused }],
      member,
    )
      .when(disputed)
      .then([disputedThen]);
    given([...awareOfAll, proposed(), stated("objects")], member)
      .when(disputed)
      .thenRefused("NOTHING_TO_CHALLENGE", "about");
  });

  it("is refused if the council disputes nothing", () => {
    for (const events of [
      [],
      [explained()],
      [underReview()],
      [lightSupport()],
      [packaged()],
      [notAccepted(), reopened()],
      [proposed()],
      [proposed(), stated("agrees")],
      [proposed(), stated("agrees-with-conditions", { parts: ["headline"] })],
      [proposed(), stated("objects"), stated("agrees")],
      [proposed(), stated("objects"), withdrawn()],
    ] satisfies ConcernEvent[][])
      given([...awareOfAll, ...events], member)
        .when(disputed)
        .thenRefused("NOTHING_TO_CHALLENGE", "about");
  });
});

describe("The last day for officers to answer", () => {
  const on = (today: string, answerBy: string) => given(withPackage, { ...member, today }).when(challengeConcern({ answerBy }));

  it("leaves them five working days, which is a week with its weekend", () => {
    on("2026-03-02", "2026-03-08").thenRefused("CHALLENGE_DATE_TOO_EARLY", "answerBy", "The earliest date is 9 March 2026.");
    on("2026-03-02", "2026-03-09").then([challenged({ answerBy: "2026-03-09" })]);
    // Asked on a Friday and on a Saturday: the same Friday.
    for (const today of ["2026-03-06", "2026-03-07", "2026-03-08"]) {
      on(today, "2026-03-12").thenRefused("CHALLENGE_DATE_TOO_EARLY", "answerBy", "The earliest date is 13 March 2026.");
      on(today, "2026-03-13").then([challenged({ answerBy: "2026-03-13" })]);
    }
  });

  it("is not counted in bank holidays", () => {
    // Good Friday is 3 April, Easter Monday 6 April.
    on("2026-04-01", "2026-04-09").thenRefused("CHALLENGE_DATE_TOO_EARLY", "answerBy", "The earliest date is 10 April 2026.");
    on("2026-04-01", "2026-04-10").then([challenged({ answerBy: "2026-04-10" })]);
    on("2026-12-23", "2027-01-01").thenRefused("CHALLENGE_DATE_TOO_EARLY", "answerBy", "The earliest date is 4 January 2027.");
  });

  it("is recorded as passed once, on the day after it, if there is no answer", () => {
    given(open, { today: "2026-03-16" }).when(recordAnswerDue()).thenRefused("NOT_DUE", "challenge");
    for (const today of ["2026-03-17", "2026-06-01"]) given(open, { today }).when(recordAnswerDue()).then([challengeFellDue()]);
    given([...open, challengeFellDue()], { today: "2026-03-17" })
      .when(recordAnswerDue())
      .thenNothing();
    given(answered, { today: "2026-03-17" }).when(recordAnswerDue()).thenNothing();
    given(open, { today: "2026-03-17" }).when(recordAnswerDue("other")).thenRefused("UNKNOWN_CHALLENGE", "challenge");
  });
});

describe("Answering a challenge", () => {
  it("is possible for an officer, in time or late, but not for the challenger", () => {
    given(open, officer).when(answerChallenge()).then([challengeAnswered()]);
    given([...open, challengeFellDue()], { ...officer, today: "2026-06-01" })
      .when(answerChallenge())
      .then([challengeAnswered()]);
    given(open, { actor: ADVISER }).when(answerChallenge()).thenRefused("ANSWER_BY_CHALLENGER");
  });

  it("is possible once", () => {
    given(answered, officer).when(answerChallenge()).thenRefused("CHALLENGE_ANSWERED", "challenge");
  });

  it("is refused for a challenge that does not exist", () => {
    given(open, officer).when(answerChallenge("other")).thenRefused("UNKNOWN_CHALLENGE", "challenge");
  });

  it("affects only that challenge", () => {
    const two = [...answered, challenged({ challenge: "second" })];
    given(two, officer)
      .when(answerChallenge("second"))
      .then([challengeAnswered("second")]);
  });

  it("does not end with the conclusion that was challenged", () => {
    given([...open, reopened()], officer)
      .when(answerChallenge())
      .then([challengeAnswered()]);
  });
});

describe("Reviewing whether the support is effective", () => {
  it("is possible after the answer, but not for the person who answered", () => {
    given(answered, member).when(reviewEffectiveness()).then([effectivenessReviewed()]);
    given(open, member).when(reviewEffectiveness()).thenRefused("CHALLENGE_NOT_ANSWERED", "challenge");
    given(answered, { actor: ADVISER }).when(reviewEffectiveness()).thenRefused("REVIEW_BY_ANSWERER");
    expect(concernOf([...answered, effectivenessReviewed()]).challenges).toMatchObject([
      { answered: by, reviewed: { ...by, judgement: "effective" } },
    ]);
  });

  it("waits, as the challenge of a conclusion does, until the council has been told of what the panel reads", () => {
    given(untold, member).when(reviewEffectiveness()).thenRefused("CHALLENGE_NOT_ANSWERED", "challenge");
    given([...awareOfAll, packaged()], member)
      .when(challengeConcern())
      .thenRefused("NOTHING_TO_CHALLENGE", "about");
    given([...awareOfAll, notAccepted()], member)
      .when(disputed)
      .thenRefused("NOTHING_TO_CHALLENGE", "about");
  });

  it("is possible once for each challenge", () => {
    given([...answered, effectivenessReviewed()], member)
      .when(reviewEffectiveness())
      .thenRefused("CHALLENGE_REVIEWED", "challenge");
    given(answered, member).when(reviewEffectiveness("other")).thenRefused("UNKNOWN_CHALLENGE", "challenge");
  });

  it("does not prevent another challenge", () => {
    given([...answered, effectivenessReviewed()], member)
      .when(challengeConcern())
      .then([challenged()]);
  });
});

describe("A challenge", () => {
  it("is refused once the concern has thirty", () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => challenged({ challenge: `challenge-${n}` }));
    given([...withPackage, ...many(29)], member)
      .when(challengeConcern())
      .then([challenged()]);
    given([...withPackage, ...many(30)], member)
      .when(challengeConcern())
      .thenRefused("TOO_MANY", "challenge");
  });

  it("cannot be made of a closed concern", () => {
    given([...answered, closed()], member)
      .when(challengeConcern())
      .thenRefused("CONCERN_CLOSED");
  });

  it("needs its text, as do its answer and its review", () => {
    const whole: Record<string, unknown> = challengeConcern().input;
    expect(parseConcernCommand("challengeConcern", { ...whole, challenge: " " })).toMatchObject({ field: "challenge" });
    expect(parseConcernCommand("challengeConcern", { ...whole, about: "the-adviser" })).toMatchObject({ field: "about" });
    for (const about of CHALLENGED)
      expect(parseConcernCommand("challengeConcern", { ...whole, about })).toMatchObject({ kind: "parsed" });
    expect(parseConcernCommand("answerChallenge", { ...answerChallenge().input, answer: "" })).toMatchObject({ field: "answer" });
    const review = reviewEffectiveness().input;
    expect(parseConcernCommand("reviewEffectiveness", { ...review, finding: "" })).toMatchObject({ field: "finding" });
    expect(parseConcernCommand("reviewEffectiveness", { ...review, judgement: "fine" })).toMatchObject({ field: "judgement" });
  });
});
