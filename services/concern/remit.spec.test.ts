import { describe, expect, it } from "vitest";
import { STRANDS } from "../../reference/strands.ts";
import {
  ANSWER_BY,
  agreement,
  evidenceAdded,
  evidenced,
  logged,
  MINISTRY,
  made,
  madeAware,
  madeAwareNow,
  makeShare,
  opensAfterNotice,
  overrideObjection,
  proposed,
  proposeShare,
  raiseEscalation,
  reached,
  recordAwareness,
  stated,
} from "../../test/examples/concern.ts";
import { ADVISER, COUNCIL_OFFICER, given, SECOND_ADVISER, TODAY } from "../../test/helpers/specification.ts";
import type { ConcernEvent } from "./events.ts";

const DAY_AFTER_ANSWER = "2026-03-17";
const at = "2026-02-20T10:00:00.000Z";
const DFE = "dfe";
/** A corporate concern, of which the council was told that the Department for Education will see it. */
const aware = [...evidenced, madeAware([DFE])];
/** The council agreed to share headlines of corporate concerns with the department, for another purpose than that of the share. */
const agreed = agreement({ body: DFE, purpose: "offer-support", parts: ["headline"] });
const inAdvance = { agreements: [agreed] };
const beyond = proposed({ body: DFE, silence: "is-objection", beyondRemit: true });
const WITHDRAW =
  "This is outside the remit of this department or inspectorate, and the council has not agreed to it. Withdraw the share.";

describe("The remit of a department or inspectorate", () => {
  it("is one strand, in which the council is told of it and a share is proposed like with any body", () => {
    const remits = { corporate: ["mhclg"], childrens: ["dfe", "ofsted"], adults: ["dhsc", "cqc"] };
    for (const strand of STRANDS)
      for (const body of Object.values(remits).flat()) {
        const concern = [logged({ strand }), evidenceAdded()];
        const telling = given(concern).when(recordAwareness({ bodies: [body] }));
        const proposing = given([...concern, madeAware([body])]).when(proposeShare({ body }));
        if (remits[strand].includes(body)) {
          telling.then([madeAwareNow([body])]);
          proposing.then([proposed({ body })]);
        } else {
          telling.thenRefused("BEYOND_REMIT", "bodies.0");
          proposing.thenRefused("BEYOND_REMIT", "body");
        }
      }
  });

  it("is named by the refusal, with the departments and inspectorates that the strand is the remit of", () => {
    given([logged({ strand: "adults" }), evidenceAdded()])
      .when(recordAwareness({ bodies: ["cqc", "mhclg"] }))
      .thenRefused(
        "BEYOND_REMIT",
        "bodies.1",
        "This strand is the remit of: Department of Health and Social Care, Care Quality Commission.",
      );
  });

  it("holds for an escalation, on whatever grounds", () => {
    for (const grounds of [["denial" as const], ["imminent-danger" as const]])
      given(aware)
        .when(raiseEscalation({ body: DFE, grounds }))
        .thenRefused("BEYOND_REMIT", "body");
    given([...evidenced, madeAware([MINISTRY])])
      .when(raiseEscalation({ body: MINISTRY }))
      .then([
        proposed({ body: MINISTRY, purpose: "escalate-support" }),
        expect.objectContaining({ type: "EscalationRaised.v1" }) as unknown as ConcernEvent,
      ]);
  });
});

describe("Beyond its remit, a department or inspectorate", () => {
  it("is named and gets a share proposed where a standing agreement in force names it and the strand", () => {
    given(evidenced, inAdvance)
      .when(recordAwareness({ bodies: [DFE] }))
      .then([madeAwareNow([DFE])]);
    given(aware, inAdvance)
      .when(proposeShare({ body: DFE }))
      .then([beyond]);
    given(aware, { agreements: [agreement({ body: DFE })] })
      .when(proposeShare({ body: DFE }))
      .then([
        proposed({
          ...{ body: DFE, silence: "is-objection", beyondRemit: true },
          ...{ standingAgreement: "in-advance", opensOn: opensAfterNotice() },
        }),
      ]);
  });

  it.each([
    ["was taken back", { takenBack: { actor: COUNCIL_OFFICER, at } }],
    ["names another body", { body: "ofsted" }],
    ["names another strand", { strand: "adults" as const }],
    ["was given by the person who proposes", { given: { actor: ADVISER, at } }],
  ])("is refused where the agreement %s", (_, differing) => {
    const context = { agreements: [agreement({ body: DFE, ...differing })] };
    given(evidenced, context)
      .when(recordAwareness({ bodies: [DFE] }))
      .thenRefused("BEYOND_REMIT", "bodies.0");
    given(aware, context)
      .when(proposeShare({ body: DFE }))
      .thenRefused("BEYOND_REMIT", "body");
  });

  it("receives nothing on silence, and nothing over an objection", () => {
    const silent = [...aware, beyond, reached()];
    for (const [events, today] of [
      [silent, DAY_AFTER_ANSWER],
      [[...silent, stated("objects")], TODAY],
    ] as const) {
      const context = { ...inAdvance, today, certainToday: today };
      given(events, context).when(makeShare()).thenRefusedSaying("BEYOND_REMIT", "share", WITHDRAW);
      given(events, { ...context, actor: SECOND_ADVISER })
        .when(overrideObjection())
        .thenRefusedSaying("BEYOND_REMIT", "share", WITHDRAW);
    }
    given(silent, inAdvance).when(makeShare()).thenRefused("AWAITING_COUNCIL", "share");
  });

  it("receives what the council agrees to on the share itself, or agreed to in advance with all its parts and purpose", () => {
    given([...aware, beyond, stated("agrees")], inAdvance)
      .when(makeShare())
      .then([made("share", "agreed")]);
    const resting = proposed({ body: DFE, silence: "is-objection", standingAgreement: "in-advance", beyondRemit: true });
    const whole = agreement({ body: DFE });
    given([...aware, resting], { agreements: [whole] })
      .when(makeShare())
      .then([made("share", "standing")]);
    given([...aware, resting], { agreements: [{ ...whole, takenBack: { actor: COUNCIL_OFFICER, at } }] })
      .when(makeShare())
      .thenRefusedSaying("BEYOND_REMIT", "share", WITHDRAW);
  });

  it("is not given what was proposed before there was this rule on silence or over an objection, and keeps what was shared", () => {
    const before = [...aware, proposed({ body: DFE, answerBy: ANSWER_BY })];
    const later = { today: DAY_AFTER_ANSWER, certainToday: DAY_AFTER_ANSWER };
    given([...before, reached()], later)
      .when(makeShare())
      .thenRefusedSaying("BEYOND_REMIT", "share", WITHDRAW);
    given([...before, made()], later)
      .when(makeShare())
      .thenNothing();
  });
});
