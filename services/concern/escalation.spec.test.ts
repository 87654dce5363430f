import { describe, expect, it } from "vitest";
import { GROUNDS } from "../../reference/concern-terms.ts";
import {
  ANSWER_BY,
  agreement,
  aware,
  awareOfAll,
  BODY,
  closed,
  confirmEscalation,
  escalated,
  escalationConfirmed,
  escalationStoodDown,
  evidenceAdded,
  evidenced,
  evidenceWithdrawn,
  expired,
  explained,
  logged,
  MINISTRY,
  made,
  madeAware,
  makeShare,
  opensAfterNotice,
  overridden,
  overrideObjection,
  PANEL,
  proposed,
  proposeShare,
  raiseEscalation,
  reached,
  reopened,
  standDownEscalation,
  stated,
  statePosition,
  withdrawn,
} from "../../test/examples/concern.ts";
import { ADVISER, by, concernOf, given, SECOND_ADVISER, TODAY } from "../../test/helpers/specification.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { certainDay } from "../decision-context.ts";
import { parseConcernCommand } from "./commands.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf } from "./facts.ts";
import { openEscalations } from "./shares.ts";

const DAY_AFTER_ANSWER = "2026-03-17";
const second = { actor: SECOND_ADVISER };
const raised = [...awareOfAll, ...escalated()];
const confirmed = [...raised, escalationConfirmed()];
const confirmedWithoutEvidence = [...awareOfAll, ...escalated({ parts: ["headline", "summary"] }), escalationConfirmed()];
const ended: ConcernEvent = {
  type: "ShareWithdrawn.v1",
  data: { share: "share", text: plain({ reason: "The council denies what its auditor found." }) },
};

describe("Raising an escalation", () => {
  it("proposes a share like any other, on which the council states a position, and records the grounds and the reason", () => {
    given(awareOfAll).when(raiseEscalation()).then(escalated());
    expect(concernOf(raised).escalations).toMatchObject([{ id: "escalation", share: "share", grounds: ["denial"], raised: by }]);
  });

  it("needs grounds, which are any of the three known ones, and a written reason", () => {
    const whole: Record<string, unknown> = raiseEscalation().input;
    for (const ground of GROUNDS)
      expect(parseConcernCommand("raiseEscalation", { ...whole, grounds: [ground] })).toMatchObject({ kind: "parsed" });
    expect(parseConcernCommand("raiseEscalation", { ...whole, grounds: [] })).toMatchObject({ field: "grounds" });
    expect(parseConcernCommand("raiseEscalation", { ...whole, grounds: ["impatience"] })).toMatchObject({ field: "grounds.0" });
    for (const field of ["reason", "explanation"])
      expect(parseConcernCommand("raiseEscalation", { ...whole, [field]: " " })).toMatchObject({ field });
    expect(parseConcernCommand("raiseEscalation", { ...whole, purpose: "align-support" })).toMatchObject({ field: "purpose" });
  });

  it("records each ground once", () => {
    const [share, escalation] = escalated();
    given(awareOfAll)
      .when(raiseEscalation({ grounds: ["imminent-danger", "denial", "imminent-danger"] }))
      .then([share, { ...escalation, data: { ...escalation?.data, grounds: ["imminent-danger", "denial"] } }] as ConcernEvent[]);
  });

  it("is refused before the council is aware, and if its awareness does not name the body", () => {
    given(evidenced).when(raiseEscalation()).thenRefused("COUNCIL_NOT_AWARE");
    given(aware).when(raiseEscalation()).thenRefused("BODY_NOT_COVERED", "body");
    given([...aware, madeAware([MINISTRY], "second")])
      .when(raiseEscalation())
      .then(escalated());
  });

  it("is refused before awareness whatever the grounds, and whatever the council agreed to in advance", () => {
    const inAdvance = agreement({ body: MINISTRY, purpose: "escalate-support" });
    given(evidenced, { agreements: [inAdvance] })
      .when(raiseEscalation({ grounds: ["imminent-danger"] }))
      .thenRefused("COUNCIL_NOT_AWARE");
  });

  it("is to a department or an inspectorate, and to nobody else", () => {
    for (const [body, strand] of [
      ["ofsted", "childrens"],
      ["cqc", "adults"],
      ["dfe", "childrens"],
      ["dhsc", "adults"],
    ] as const)
      given([logged({ strand }), ...evidenced.slice(1), madeAware([body])])
        .when(raiseEscalation({ body }))
        .then(escalated({ body }));
    for (const body of [BODY, PANEL, "group-office-labour"])
      given([...evidenced, madeAware([body])])
        .when(raiseEscalation({ body }))
        .thenRefused("NOT_GOVERNMENT", "body");
    given([...evidenced, madeAware([BODY])])
      .when(raiseEscalation({ body: BODY, answerBy: TODAY, until: TODAY }))
      .thenRefusedAll([
        ["NOT_GOVERNMENT", "body"],
        ["ANSWER_DATE_TOO_EARLY", "answerBy"],
        ["SHARE_ENDS_TOO_EARLY", "until"],
      ]);
    given(awareOfAll)
      .when(raiseEscalation({ body: "newspaper" }))
      .thenRefused("UNKNOWN_BODY", "body");
  });

  it("needs evidence, leaves the council time to answer, and lasts beyond that time, as every share does", () => {
    given([...awareOfAll, evidenceWithdrawn()])
      .when(raiseEscalation())
      .thenRefused("NO_EVIDENCE_LEFT");
    given(awareOfAll)
      .when(raiseEscalation({ answerBy: TODAY }))
      .thenRefused("ANSWER_DATE_TOO_EARLY", "answerBy");
    given(awareOfAll)
      .when(raiseEscalation({ until: ANSWER_BY }))
      .thenRefused("SHARE_ENDS_TOO_EARLY", "until");
    given([logged({ council: "X99999999" }), ...awareOfAll.slice(1)])
      .when(raiseEscalation())
      .thenRefused("COUNCIL_NOT_IN_FORCE", "concern");
  });

  it("is refused while another escalation to the same body is open", () => {
    given(raised).when(raiseEscalation()).thenRefused("ESCALATION_OPEN", "body");
    given([...confirmed, stated("agrees"), made()])
      .when(raiseEscalation())
      .thenRefused("ESCALATION_OPEN", "body");
    const children = [
      logged({ strand: "childrens" }),
      evidenceAdded(),
      madeAware(["dfe", "ofsted"]),
      ...escalated({ body: "dfe" }),
    ];
    given(children)
      .when(raiseEscalation({ body: "dfe" }))
      .thenRefused("ESCALATION_OPEN", "body");
    given(children)
      .when(raiseEscalation({ body: "ofsted" }))
      .then(escalated({ body: "ofsted" }));
  });

  it("can be repeated after the last one was stood down, or its share has ended", () => {
    for (const over of [[withdrawn(), escalationStoodDown()], [withdrawn()], [expired()]])
      given([...raised, ...over])
        .when(raiseEscalation())
        .then(escalated());
  });

  it("can be repeated after the concern was closed and reopened, because closing ended the last one", () => {
    const again = [...confirmed, explained(), withdrawn(), closed(), reopened()];
    expect(openEscalations(concernOf(again))).toEqual([]);
    given(again).when(raiseEscalation()).then(escalated());
    given(again, second).when(confirmEscalation()).thenRefused("ESCALATION_ENDED", "escalation");
  });

  it("is refused after a satisfactory explanation, until the concern is reopened", () => {
    given([...awareOfAll, explained()])
      .when(raiseEscalation())
      .thenRefused("NO_FURTHER_ACTION");
    given([...awareOfAll, explained(), reopened()])
      .when(raiseEscalation())
      .then(escalated());
  });

  it("counts among the two hundred shares of a concern", () => {
    const many = Array.from({ length: 200 }, (_, n) => proposed({ share: `${n}` }));
    given([...awareOfAll, ...many])
      .when(raiseEscalation())
      .thenRefused("TOO_MANY", "body");
  });

  it("is the only way to share with the purpose of an escalation", () => {
    for (const body of [MINISTRY, BODY])
      given(awareOfAll)
        .when(proposeShare({ body, purpose: "escalate-support" }))
        .thenRefused("ESCALATION_BY_SHARE", "purpose");
  });
});

describe("Confirming an escalation", () => {
  it("needs a second person", () => {
    given(raised, second).when(confirmEscalation()).then([escalationConfirmed()]);
    given(raised).when(confirmEscalation()).thenRefused("ESCALATION_BY_RAISER");
    expect(concernOf(confirmed).escalations).toMatchObject([{ confirmed: by }]);
  });

  it("is refused to the person who raised it, even after it was confirmed", () => {
    given(confirmed).when(confirmEscalation()).thenRefused("ESCALATION_BY_RAISER");
  });

  it("is possible once", () => {
    given(confirmed, second).when(confirmEscalation()).thenRefused("ESCALATION_CONFIRMED", "escalation");
  });

  it("is refused once its share has ended, by itself or with the concern", () => {
    for (const over of [[withdrawn()], [expired()], [explained(), withdrawn(), closed(), reopened()]])
      given([...raised, ...over], second)
        .when(confirmEscalation())
        .thenRefused("ESCALATION_ENDED", "escalation");
  });

  it("is refused after it was stood down, and for one that does not exist", () => {
    given([...raised, ended, escalationStoodDown()], second)
      .when(confirmEscalation())
      .thenRefused("ESCALATION_ENDED", "escalation");
    given(raised, second).when(confirmEscalation("other")).thenRefused("UNKNOWN_ESCALATION", "escalation");
    given(awareOfAll, second).when(standDownEscalation()).thenRefused("UNKNOWN_ESCALATION", "escalation");
  });
});

describe("Making the share of an escalation", () => {
  it("is refused until a second person has confirmed it, whatever the council's position", () => {
    for (const answer of [[], [stated("agrees")], [stated("objects"), overridden()]])
      given([...raised, ...answer], { ...second, today: DAY_AFTER_ANSWER })
        .when(makeShare())
        .thenRefused("ESCALATION_NOT_CONFIRMED", "share");
  });

  it("waits for the council like any other", () => {
    given(confirmed, { today: ANSWER_BY })
      .when(makeShare())
      .thenRefused("AWAITING_COUNCIL", "share", `It has until ${dateInWords(ANSWER_BY)}.`);
    given([...confirmed, reached()], { today: DAY_AFTER_ANSWER })
      .when(makeShare())
      .thenRefused("SILENCE_NOT_ENOUGH", "share");
    given([...confirmedWithoutEvidence, reached()], { today: DAY_AFTER_ANSWER })
      .when(makeShare())
      .then([made("share", "silence")]);
    given([...confirmed, stated("agrees")])
      .when(makeShare())
      .then([made()]);
  });

  it("over an objection needs an override too, by another person than the one who raised it", () => {
    const objected = [...confirmed, stated("objects")];
    given(objected).when(makeShare()).thenRefused("COUNCIL_OBJECTS", "share");
    given(objected, { actor: ADVISER }).when(overrideObjection()).thenRefused("OVERRIDE_BY_PROPOSER");
    given(objected, second)
      .when(overrideObjection())
      .then([overridden({ from: opensAfterNotice() })]);
    given([...objected, overridden()])
      .when(makeShare())
      .then([made("share", "override")]);
  });

  it("is bound by the council's conditions", () => {
    given(confirmed)
      .when(statePosition("agrees-with-conditions", { parts: ["headline"] }))
      .then([stated("agrees-with-conditions", { parts: ["headline"] })]);
    const events = [...confirmed, stated("agrees-with-conditions", { parts: ["headline"] }), made()];
    expect(factsOf(concernOf(events), { ...certainDay(TODAY), blocked: new Set<string>(), inForce: new Set() })).toMatchObject({
      headlineSharedWith: [MINISTRY],
      summarySharedWith: [],
    });
  });

  it("does not affect other shares with the body, which need no second person", () => {
    const beside = [...raised, proposed({ share: "second", body: MINISTRY }), stated("agrees", { share: "second" })];
    given(beside)
      .when(makeShare("second"))
      .then([made("second")]);
  });

  it("again, after it was stood down, needs another confirmation", () => {
    const anew = [...confirmed, ended, escalationStoodDown(), ...escalated({ share: "second" }, "anew")];
    given([...anew, stated("agrees", { share: "second" })])
      .when(makeShare("second"))
      .thenRefused("ESCALATION_NOT_CONFIRMED", "share");
    given([...anew, stated("agrees", { share: "second" }), escalationConfirmed("anew")])
      .when(makeShare("second"))
      .then([made("second")]);
  });
});

describe("Standing an escalation down", () => {
  it("is possible for everyone who may escalate, including the person who raised it, and ends its share, made or not", () => {
    for (const events of [raised, confirmed, [...confirmed, stated("agrees"), made()]])
      for (const actor of [ADVISER, SECOND_ADVISER])
        given(events, { actor }).when(standDownEscalation()).then([ended, escalationStoodDown()]);
    const over = concernOf([...confirmed, stated("agrees"), made(), ended, escalationStoodDown()]);
    expect(factsOf(over, { ...certainDay(TODAY), blocked: new Set<string>(), inForce: new Set() }).headlineSharedWith).toEqual(
      [],
    );
    expect(over.escalations).toMatchObject([{ stoodDown: by }]);
    expect(openEscalations(over)).toEqual([]);
  });

  it("ends only that share", () => {
    const beside = [...raised, proposed({ share: "second", body: MINISTRY })];
    given(beside).when(standDownEscalation()).then([ended, escalationStoodDown()]);
  });

  it("whose share has already ended is recorded without ending a share", () => {
    for (const over of [withdrawn(), expired()])
      given([...raised, over])
        .when(standDownEscalation())
        .then([escalationStoodDown()]);
  });

  it("a second time does nothing", () => {
    given([...raised, ended, escalationStoodDown()])
      .when(standDownEscalation())
      .thenNothing();
  });

  it("needs a written reason, as does confirming it", () => {
    for (const name of ["confirmEscalation", "standDownEscalation"] as const)
      expect(parseConcernCommand(name, { concern: "concern", escalation: "escalation", reason: " " })).toMatchObject({
        field: "reason",
      });
  });
});
