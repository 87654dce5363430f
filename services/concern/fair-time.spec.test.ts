// How many days the council has to answer a share, and what its silence opens.
import { describe, expect, it } from "vitest";
import {
  ANSWER_BY,
  aware,
  awareOfAll,
  BODY,
  confirmDanger,
  confirmEscalation,
  dangerConfirmed,
  escalated,
  escalationConfirmed,
  evidenced,
  MINISTRY,
  made,
  madeAware,
  makeShare,
  opensAfterNotice,
  overridden,
  overrideObjection,
  proposed,
  proposeShare,
  raiseEscalation,
  reached,
  stated,
  takeMoreTime,
  timeTaken,
  UNTIL,
  withdrawn,
} from "../../test/examples/concern.ts";
import { ADVISER, COUNCIL_OFFICER, given, SECOND_ADVISER, shareOf } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";

const DAY_AFTER_ANSWER = "2026-03-17";
const second = { actor: SECOND_ADVISER };
const summary = ["headline", "summary"] as const;
const danger = "The section 114 notice is drafted.";
const urgent = (answerBy: string) => ({ urgent: { answerBy, text: plain({ danger }) } });

describe("The last day to answer a share", () => {
  it("is at least 5 working days ahead", () => {
    given(aware)
      .when(proposeShare({ parts: [...summary], answerBy: "2026-03-08" }))
      .thenRefused("ANSWER_DATE_TOO_EARLY", "answerBy", "The earliest date is 9 March 2026.");
    given(aware)
      .when(proposeShare({ parts: [...summary], answerBy: "2026-03-09" }))
      .then([proposed({ parts: [...summary], answerBy: "2026-03-09" })]);
  });

  it("is at least 10 working days ahead for evidence", () => {
    given(aware)
      .when(proposeShare({ answerBy: "2026-03-15" }))
      .thenRefused("ANSWER_DATE_TOO_EARLY", "answerBy", "The earliest date is 16 March 2026.");
    given(aware).when(proposeShare()).then([proposed()]);
  });

  it("is at least 10 working days ahead for a department or inspectorate, whatever the parts, and for an escalation", () => {
    const headline = { body: MINISTRY, parts: ["headline" as const], answerBy: "2026-03-13" };
    given(awareOfAll)
      .when(proposeShare({ ...headline, purpose: "reassure-on-support" }))
      .thenRefused("ANSWER_DATE_TOO_EARLY", "answerBy", "The earliest date is 16 March 2026.");
    given(awareOfAll)
      .when(raiseEscalation(headline))
      .thenRefused("ANSWER_DATE_TOO_EARLY", "answerBy", "The earliest date is 16 March 2026.");
  });

  it("is not counted in weekends and bank holidays: a share proposed on a Friday cannot open by the Monday", () => {
    const parts = [...summary];
    const onFriday = { today: "2026-04-02" };
    given(aware, onFriday)
      .when(proposeShare({ parts, answerBy: "2026-04-06" }))
      .thenRefused("ANSWER_DATE_TOO_EARLY", "answerBy", "The earliest date is 13 April 2026.");
  });
});

describe("Imminent danger", () => {
  const claimed = [...aware, proposed({ ...urgent("2026-03-03") })];

  it("allows a last day to answer as early as the next working day, and shortens the council's time only once a second person has confirmed it", () => {
    given(aware)
      .when(proposeShare({ answerBy: "2026-03-02", imminentDanger: danger }))
      .thenRefused("ANSWER_DATE_TOO_EARLY", "answerBy", "The earliest date is 3 March 2026.");
    given(aware)
      .when(proposeShare({ answerBy: "2026-03-03", imminentDanger: danger }))
      .then([proposed({ ...urgent("2026-03-03") })]);
    given([...claimed, reached()], { today: "2026-03-05" })
      .when(makeShare())
      .thenRefused("AWAITING_COUNCIL", "share");
  });

  it("cannot be claimed for a day that leaves the council its usual time", () => {
    given(aware)
      .when(proposeShare({ imminentDanger: danger }))
      .thenRefusedSaying("INVALID_INPUT", "imminentDanger", "Leave out imminent danger: the council has enough time to answer.");
  });

  it("is confirmed by an adviser who did not claim it, and shortens the time to the claimed day", () => {
    given(claimed, { actor: ADVISER }).when(confirmDanger()).thenRefused("DANGER_BY_CLAIMANT");
    given(claimed, second)
      .when(confirmDanger())
      .then([dangerConfirmed("2026-03-03")]);
    given([...claimed, dangerConfirmed("2026-03-03")], second)
      .when(confirmDanger())
      .thenNothing();
  });

  it("leaves the council one working day if it is confirmed late", () => {
    given(claimed, { ...second, today: "2026-03-06" })
      .when(confirmDanger())
      .then([dangerConfirmed("2026-03-09")]);
    given(claimed, { ...second, today: ANSWER_BY })
      .when(confirmDanger())
      .then([dangerConfirmed(ANSWER_BY)]);
  });

  it("lets a share be made on the silence of a council that was reached, after the confirmed day", () => {
    const confirmed = [...claimed, dangerConfirmed("2026-03-03"), reached("share", { answerBy: "2026-03-03" })];
    given(confirmed, { today: "2026-03-03" }).when(makeShare()).thenRefused("AWAITING_COUNCIL", "share");
    given(confirmed, { today: "2026-03-04" })
      .when(makeShare())
      .then([made("share", "silence")]);
  });

  it("does not remove days that the council has taken in addition", () => {
    given([...claimed, reached(), timeTaken("2026-03-23")], second)
      .when(confirmDanger())
      .then([dangerConfirmed("2026-03-10")]);
  });

  it("cannot be confirmed if nobody has claimed it, or if the share has ended", () => {
    given([...aware, proposed()], second)
      .when(confirmDanger())
      .thenRefused("NO_DANGER", "share");
    given(aware, second).when(confirmDanger()).thenRefused("UNKNOWN_SHARE", "share");
    given([...claimed, withdrawn()], second)
      .when(confirmDanger())
      .thenRefused("SHARE_ENDED", "share");
  });

  it("is confirmed together with an escalation on that ground, but not with one on another ground", () => {
    const offer = proposed({ body: MINISTRY, purpose: "escalate-support", ...urgent("2026-03-03") });
    const [, raised] = escalated();
    if (raised?.type !== "EscalationRaised.v1") expect.fail("An escalation is a proposal and its grounds.");
    const onGround = { ...raised, data: { ...raised.data, grounds: ["imminent-danger" as const] } };
    const reason = plain({ reason: "Sustained support has had no effect." });
    const confirmed = escalationConfirmed();
    if (confirmed.type !== "EscalationConfirmed.v1") expect.fail();
    given([...awareOfAll, offer, onGround], second)
      .when(confirmEscalation())
      .then([
        confirmed,
        { type: "DangerConfirmed.v1", data: { share: "share", answerBy: "2026-03-03", text: confirmed.data.text ?? reason } },
      ]);
    given([...awareOfAll, offer, raised], second)
      .when(confirmEscalation())
      .then([confirmed]);
  });
});

describe("More time", () => {
  const open = [...aware, proposed()];
  const byCouncil = { actor: COUNCIL_OFFICER };

  it("is 5 working days, once for each share, and the person who takes it counts as reached", () => {
    given(open, byCouncil)
      .when(takeMoreTime())
      .then([
        timeTaken("2026-03-23"),
        { type: "CouncilReached.v1", data: { share: "share", how: "spoke", answerBy: "2026-03-23" } },
      ]);
    given([...open, reached(), timeTaken("2026-03-23")], byCouncil)
      .when(takeMoreTime())
      .thenRefused("TIME_TAKEN", "share");
  });

  it("keeps the share from being made until the later day has passed", () => {
    const prolonged = [...open, reached(), timeTaken("2026-03-23")];
    given(prolonged, { today: "2026-03-23" }).when(makeShare()).thenRefused("AWAITING_COUNCIL", "share");
    given(prolonged, { today: "2026-03-24" })
      .when(makeShare())
      .then([made("share", "silence")]);
  });

  it("is taken only while the share waits for the council", () => {
    for (const events of [[stated("agrees")], [stated("objects")], [withdrawn()]])
      given([...open, ...events], byCouncil)
        .when(takeMoreTime())
        .thenRefused(events[0]?.type === "PositionStated.v2" ? "ANSWER_NOT_AWAITED" : "SHARE_ENDED", "share");
    given([...open, reached()], { ...byCouncil, today: DAY_AFTER_ANSWER })
      .when(takeMoreTime())
      .thenRefused("ANSWER_NOT_AWAITED", "share");
    given([...open, reached()], { ...byCouncil, today: DAY_AFTER_ANSWER, certainToday: ANSWER_BY })
      .when(takeMoreTime())
      .then([timeTaken("2026-03-23")]);
  });
});

describe("Evidence for a department or inspectorate", () => {
  const told = [...evidenced, madeAware([BODY, MINISTRY])];
  const toMinistry = proposed({ body: MINISTRY, purpose: "reassure-on-support" });

  it("is proposed with silence as an objection", () => {
    given(told)
      .when(proposeShare({ body: MINISTRY, purpose: "reassure-on-support" }))
      .then([toMinistry]);
    expect(shareOf([...told, toMinistry]).silence).toBe("is-objection");
    given(told)
      .when(proposeShare({ body: MINISTRY, purpose: "reassure-on-support", parts: [...summary] }))
      .then([proposed({ body: MINISTRY, purpose: "reassure-on-support", parts: [...summary], silence: "may-go-ahead" })]);
  });

  it("is never shared on the silence of a council that was reached; a second person can override that", () => {
    const silent = [...told, toMinistry, reached()];
    for (const today of [DAY_AFTER_ANSWER, UNTIL])
      given(silent, { today }).when(makeShare()).thenRefused("SILENCE_NOT_ENOUGH", "share");
    given(silent, { ...second, today: DAY_AFTER_ANSWER })
      .when(overrideObjection())
      .then([overridden({ from: opensAfterNotice(DAY_AFTER_ANSWER) })]);
    given([...silent, overridden()], { today: DAY_AFTER_ANSWER })
      .when(makeShare())
      .then([made("share", "override")]);
    given([...silent, stated("agrees")])
      .when(makeShare())
      .then([made()]);
  });

  it("is not shared on silence either if it was proposed before silence was an objection", () => {
    const before = [...told, proposed({ body: MINISTRY, purpose: "reassure-on-support", silence: "may-go-ahead" }), reached()];
    given(before, { today: DAY_AFTER_ANSWER }).when(makeShare()).thenRefused("SILENCE_NOT_ENOUGH", "share");
  });
});
