// Silence opens nothing unless somebody who can speak for the council was reached: by a notice, by a letter that a second adviser confirmed, or because they acted.

import { describe, expect, it } from "vitest";
import {
  ANSWER_BY,
  aware,
  confirmLetter,
  councilSupplied,
  dangerConfirmed,
  letterRecorded,
  made,
  makeShare,
  notReached,
  overrideObjection,
  proposed,
  reached,
  recordCouncilNotReached,
  recordCouncilReached,
  recordLetter,
  restricted,
  stated,
  statePosition,
  supplyEvidence,
  takeMoreTime,
  timeTaken,
  UNTIL,
  withdrawn,
} from "../../test/examples/concern.ts";
import {
  ADVISER,
  COUNCIL_OFFICER,
  concernOf,
  given,
  IN_OFFICE,
  SECOND_ADVISER,
  shareOf,
  TODAY,
} from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { certainDay } from "../decision-context.ts";
import { deadlinesOf } from "./deadlines.ts";
import { statusOf } from "./shares.ts";

const DAY_AFTER_ANSWER = "2026-03-17";
const second = { actor: SECOND_ADVISER };
const open = [...aware, proposed()];
const byLetter = (answerBy = ANSWER_BY) => {
  const { data } = reached() as Extract<ReturnType<typeof reached>, { type: "CouncilReached.v1" }>;
  return { type: "CouncilReached.v1", data: { share: data.share, how: "letter", answerBy } } as const;
};
const spoke = (share = "share", answerBy = ANSWER_BY) =>
  ({ type: "CouncilReached.v1", data: { share, how: "spoke", answerBy } }) as const;

describe("A council that was not reached", () => {
  it("does not count as silent, however long ago its last day was, and cannot be overridden", () => {
    for (const today of [DAY_AFTER_ANSWER, UNTIL]) {
      given(open, { today }).when(makeShare()).thenRefused("COUNCIL_NOT_REACHED", "share");
      given(open, { ...second, today })
        .when(overrideObjection())
        .thenRefused("COUNCIL_NOT_REACHED", "share");
    }
    const wary = [...aware, proposed({ silence: "is-objection" })];
    given(wary, { ...second, today: UNTIL })
      .when(overrideObjection())
      .thenRefused("COUNCIL_NOT_REACHED", "share");
  });

  it("can still answer, and then counts as having answered", () => {
    given([...open, notReached(), stated("agrees")], { today: UNTIL })
      .when(makeShare())
      .then([made()]);
    given([...open, stated("objects")], { ...second, today: UNTIL })
      .when(overrideObjection())
      .then([expect.objectContaining({ type: "ObjectionOverridden.v2" })] as never);
  });

  it("is recorded as not reached by the hub once, on the day after the last day to answer", () => {
    given(open, { today: ANSWER_BY }).when(recordCouncilNotReached()).thenRefused("NOT_DUE", "share");
    given(open, { today: DAY_AFTER_ANSWER }).when(recordCouncilNotReached()).then([notReached()]);
    for (const events of [[notReached()], [reached()]])
      given([...open, ...events], { today: DAY_AFTER_ANSWER })
        .when(recordCouncilNotReached())
        .thenNothing();
    given([...open, stated("agrees")], { today: DAY_AFTER_ANSWER })
      .when(recordCouncilNotReached())
      .thenRefused("ANSWER_NOT_AWAITED", "share");
    const due = (...events: Parameters<typeof concernOf>[0]) => deadlinesOf(concernOf([...open, ...events])).map(({ on }) => on);
    expect(due()).toEqual([DAY_AFTER_ANSWER]);
    for (const events of [[notReached()], [reached()], [stated("agrees")], [withdrawn()]]) expect(due(...events)).toEqual([]);
  });
});

describe("A share that was made before reach was recorded", () => {
  it("stays live", () => {
    const share = shareOf([...open, made("share", "not-recorded")]);
    expect(statusOf(share, { ...certainDay(UNTIL), blocked: new Set<string>(), inForce: new Set() })).toBe("live");
  });
});

describe("A letter", () => {
  const sent = [...open, letterRecorded()];

  it("is recorded with its reference, on or after the day of the proposal and not in the future", () => {
    given(open).when(recordLetter()).then([letterRecorded()]);
    given(open)
      .when(recordLetter({ sentOn: "2026-03-03" }))
      .thenRefused("FUTURE_DATE", "sentOn");
    given(open)
      .when(recordLetter({ sentOn: "2026-02-19" }))
      .thenRefusedSaying("INVALID_INPUT", "sentOn", "Enter a day on or after 20 February 2026, when the share was proposed.");
  });

  it("goes to the chief executive and the monitoring officer, and about a restricted concern to nobody whom it does not name", () => {
    given(open)
      .when(recordLetter({ leader: "Oren Vale" }))
      .thenRefused("LETTER_TO_OTHERS", "leader");
    given(open)
      .when(recordLetter({ chiefExecutive: undefined }))
      .thenRefused("INVALID_INPUT", "chiefExecutive");
    // It names the leader and the monitoring officer, as it is about the chief executive.
    const inside = [...open, restricted()];
    given(inside).when(recordLetter()).thenRefused("LETTER_TO_OTHERS", "chiefExecutive");
    const names = { leader: "Oren Vale", monitoringOfficer: "Bram Ostler" };
    given(inside)
      .when(recordLetter({ chiefExecutive: undefined, ...names }))
      .then([letterRecorded(undefined, undefined, { reference: "LGA/2026/117", ...names })]);
  });

  it("counts as reaching the council only after another adviser has confirmed it", () => {
    given(sent, { today: DAY_AFTER_ANSWER }).when(makeShare()).thenRefused("COUNCIL_NOT_REACHED", "share");
    given(sent, { actor: ADVISER }).when(confirmLetter()).thenRefused("LETTER_BY_SENDER");
    given(sent, second).when(confirmLetter()).then([byLetter()]);
    given(open, second).when(confirmLetter()).thenRefused("NO_LETTER", "share");
  });

  it("that is confirmed late restarts the council's time to answer", () => {
    given([...sent, notReached()], { ...second, today: DAY_AFTER_ANSWER })
      .when(confirmLetter())
      .then([byLetter("2026-03-31")]);
    const late = [...sent, notReached(), byLetter("2026-03-31")];
    given(late, { today: "2026-03-31" }).when(makeShare()).thenRefused("AWAITING_COUNCIL", "share");
    given(late, { today: "2026-04-01" })
      .when(makeShare())
      .then([made("share", "silence")]);
  });

  it("gives the council one working day if imminent danger is confirmed", () => {
    const text = plain({ danger: "A notice is drafted." });
    const inDanger = [
      ...aware,
      proposed({ urgent: { answerBy: "2026-03-03", text } }),
      dangerConfirmed("2026-03-03"),
      letterRecorded(),
    ];
    given(inDanger, { ...second, today: "2026-03-10" })
      .when(confirmLetter())
      .then([byLetter("2026-03-11")]);
  });

  it("can be confirmed only once, and not after the council was reached in another way", () => {
    given([...sent, byLetter()], second)
      .when(confirmLetter())
      .thenNothing();
    given([...sent, reached()], second)
      .when(confirmLetter())
      .thenNothing();
  });

  it("that was confirmed is replaced by no other, as nobody has confirmed that", () => {
    given([...sent, byLetter()])
      .when(recordLetter())
      .thenRefused("COUNCIL_REACHED", "share");
  });

  it("is refused for a share that the council has answered, or that has ended", () => {
    given([...open, stated("agrees")])
      .when(recordLetter())
      .thenRefused("ANSWER_NOT_AWAITED", "share");
    given([...sent, stated("objects")], second)
      .when(confirmLetter())
      .thenRefused("ANSWER_NOT_AWAITED", "share");
    given([...sent, withdrawn()], second)
      .when(confirmLetter())
      .thenRefused("SHARE_ENDED", "share");
    given(open, { today: "2026-07-01" }).when(recordLetter()).thenRefused("SHARE_EXPIRED", "share");
  });
});

describe("A notice", () => {
  // The share was proposed on 20 February at ten.
  const notified = {
    speaks: true,
    signedInAt: "2026-02-01T09:00:00.000Z",
    notice: { decidedAt: "2026-02-20T10:01:00.000Z", sentAt: "2026-02-20T10:02:00.000Z" },
  };

  it("reaches a person who can speak for the council, had signed in before, and was sent it after the proposal", () => {
    given(open, { actor: "hub", notified }).when(recordCouncilReached()).then([reached()]);
  });

  it.each([
    ["who cannot speak for the council on the strand", { ...notified, speaks: false }],
    ["who has never signed in", { ...notified, signedInAt: undefined }],
    ["who was sent none", { ...notified, notice: undefined }],
    [
      "whose last notice was decided before the proposal",
      { ...notified, notice: { ...notified.notice, decidedAt: "2026-02-20T09:59:00.000Z" } },
    ],
    ["who signed in only after it was sent", { ...notified, signedInAt: "2026-02-20T10:03:00.000Z" }],
    ["of whom nothing is on record", undefined],
  ])("does not reach a person %s", (_, other) => {
    given(open, { actor: "hub", notified: other }).when(recordCouncilReached()).thenRefused("COUNCIL_NOT_REACHED", "person");
  });

  it("does not reach the council in the person who proposed the share, whatever office they hold in it", () => {
    given(open, { actor: "hub", notified })
      .when(recordCouncilReached("share", ADVISER))
      .thenRefused("COUNCIL_NOT_REACHED", "person");
  });

  it("counts once, and restarts the council's time to answer if it comes late", () => {
    given([...open, reached()], { actor: "hub", notified })
      .when(recordCouncilReached())
      .thenNothing();
    given(open, { actor: "hub", notified, today: "2026-03-12" })
      .when(recordCouncilReached())
      .then([reached("share", { answerBy: "2026-03-26" })]);
    given([...open, stated("agrees")], { actor: "hub", notified })
      .when(recordCouncilReached())
      .thenRefused("ANSWER_NOT_AWAITED", "share");
  });
});

describe("A person of the council who acts on the concern", () => {
  const byCouncil = { actor: COUNCIL_OFFICER };
  const other = proposed({ share: "other" });

  it("counts as reached on every share that waits for the council's answer", () => {
    given([...open, other], byCouncil)
      .when(supplyEvidence())
      .then([councilSupplied("evidence-0"), spoke(), spoke("other")]);
  });

  it("counts as reached on the other shares by answering one", () => {
    given([...open, other], byCouncil)
      .when(statePosition("objects"))
      .then([stated("objects"), spoke("other")]);
    given([...open, other], byCouncil)
      .when(statePosition("agrees", { share: "other" }))
      .then([stated("agrees", { share: "other" }), spoke()]);
  });

  it("has not been reached on a share that they proposed themselves in another role", () => {
    given(open, { actor: ADVISER })
      .when(supplyEvidence())
      .then([councilSupplied("evidence-0")]);
    given(open, { actor: ADVISER })
      .when(takeMoreTime())
      .then([{ ...timeTaken("2026-03-23"), data: { share: "share", answerBy: "2026-03-23", ...IN_OFFICE } } as never]);
  });

  it("is not recorded again if they had been reached before", () => {
    given([...open, reached()], { ...byCouncil, today: TODAY })
      .when(supplyEvidence())
      .then([councilSupplied("evidence-0")]);
  });
});
