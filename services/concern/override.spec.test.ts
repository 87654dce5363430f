import { describe, expect, it } from "vitest";
import { presentShareTerms } from "../../queries/concerns/present.ts";
import {
  agreement,
  aware,
  BODY,
  confirmDanger,
  evidenceWithdrawn,
  expired,
  explained,
  made,
  madeAware,
  makeShare,
  opensAfterNotice,
  overridden,
  overrideObjection,
  proposed,
  reached,
  stated,
  statePosition,
  takenBack,
  UNTIL,
  withdrawn,
} from "../../test/examples/concern.ts";
import { ADVISER, concernOf, given, noKeys, SECOND_ADVISER, shareOf, TODAY } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { certainDay } from "../decision-context.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf } from "./facts.ts";
import { answerOf, nextChange, statusOf } from "./shares.ts";

const open = [...aware, proposed()];
const second = { actor: SECOND_ADVISER };
const onDay = { ...certainDay(TODAY), blocked: new Set<string>(), inForce: new Set<string>() };

const headline = stated("agrees-with-conditions", { parts: ["headline"] });

describe("Overriding an objection", () => {
  it("that consists of silence is possible only while the clock is believed", () => {
    const wary = [...aware, proposed({ silence: "is-objection" }), reached()];
    given(wary, { ...second, today: UNTIL })
      .when(overrideObjection())
      .then([overridden({ from: opensAfterNotice(UNTIL) })]);
    given(wary, { ...second, today: UNTIL, certainToday: TODAY })
      .when(overrideObjection())
      .thenRefused("NO_OBJECTION", "share");
  });

  it("is refused if the share could not be made again: after a satisfactory explanation, and without evidence", () => {
    const objected = [...aware, proposed(), stated("objects")];
    const second = { actor: SECOND_ADVISER };
    given([...objected, explained()], second)
      .when(overrideObjection())
      .thenRefused("NO_FURTHER_ACTION");
    given([...objected, evidenceWithdrawn()], second)
      .when(overrideObjection())
      .thenRefused("NO_EVIDENCE_LEFT");
  });

  const objected = [...open, stated("objects")];

  it("needs a second person", () => {
    given(objected, second)
      .when(overrideObjection())
      .then([overridden({ from: opensAfterNotice() })]);
    given(objected, { actor: ADVISER }).when(overrideObjection()).thenRefused("OVERRIDE_BY_PROPOSER");
  });

  it("is refused to the proposer, even if there is nothing to override", () => {
    given(open).when(overrideObjection()).thenRefused("OVERRIDE_BY_PROPOSER");
  });

  it("needs an objection, which neither silence nor an agreement is", () => {
    given(open, second).when(overrideObjection()).thenRefused("NO_OBJECTION", "share");
    given([...open, reached()], { ...second, today: "2026-03-17" })
      .when(overrideObjection())
      .thenRefused("NO_OBJECTION", "share");
    given([...open, stated("agrees")], second)
      .when(overrideObjection())
      .thenRefused("NO_OBJECTION", "share");
    given([...open, headline], second)
      .when(overrideObjection())
      .thenRefused("NO_OBJECTION", "share");
  });

  it("a second time is refused: nothing is left to override", () => {
    given([...objected, overridden()], second)
      .when(overrideObjection())
      .thenRefused("NO_OBJECTION", "share");
    given([...objected, overridden(), made()], second)
      .when(overrideObjection())
      .thenRefused("NO_OBJECTION", "share");
  });

  it("makes a suspended share live again", () => {
    const suspended = [...open, stated("agrees"), made(), stated("objects")];
    given(suspended, second)
      .when(overrideObjection())
      .then([overridden({ from: opensAfterNotice() })]);
    given([...suspended, overridden()], second)
      .when(overrideObjection())
      .thenRefused("NO_OBJECTION", "share");
  });

  it("does not replace an awareness record that covers the body", () => {
    const uncovered = [...aware.slice(0, -1), madeAware([]), proposed({ body: BODY }), stated("objects"), overridden()];
    given(uncovered).when(makeShare()).thenRefused("BODY_NOT_COVERED", "body");
  });

  it("is possible after a standing agreement was taken back, but not while it is in force", () => {
    const resting = [...aware, proposed({ standingAgreement: "in-advance" })];
    given(resting, { ...second, agreements: [takenBack] })
      .when(overrideObjection())
      .then([overridden({ from: opensAfterNotice() })]);
    given(resting, { ...second, agreements: [agreement()] })
      .when(overrideObjection())
      .thenRefused("NO_OBJECTION", "share");
    given([...resting, overridden()], { agreements: [takenBack] })
      .when(makeShare())
      .then([made("share", "override")]);
  });

  it("ends with any new position: a fresh objection needs a fresh override", () => {
    const answer = (...more: ReturnType<typeof stated>[]) => answerOf(shareOf([...objected, overridden(), ...more]), onDay);
    expect(answer()).toBe("overridden");
    expect(answer(stated("agrees"))).toBe("agrees");
    expect(answer(stated("agrees"), stated("objects"))).toBe("objects");
    expect(answer(stated("objects"))).toBe("objects");
    given([...objected, overridden(), stated("objects")], second)
      .when(overrideObjection())
      .then([overridden({ from: opensAfterNotice() })]);
  });

  it("is removed by a fresh objection, with a statement or without", () => {
    const statement = "The reason given is wrong.";
    given([...objected, overridden(), made()])
      .when(statePosition("objects", { statement }))
      .then([stated("objects", { text: plain({ statement }) })]);
    given([...objected, overridden(), made()])
      .when(statePosition("objects"))
      .then([stated("objects")]);
    given([...objected, overridden(), made(), stated("objects")])
      .when(statePosition("objects"))
      .thenNothing();
  });

  it("that a fresh objection removed has no effect: a made share is suspended, and another one waits", () => {
    const afresh = [...objected, overridden(), stated("objects")];
    given(afresh).when(makeShare()).thenRefused("COUNCIL_OBJECTS", "share");
    expect(statusOf(shareOf([...objected, overridden(), made(), stated("objects")]), onDay)).toBe("suspended");
    expect(statusOf(shareOf([...objected, overridden(), made(), stated("objects"), overridden()]), onDay)).toBe("live");
  });

  it("is refused on a share that has passed its date or ended", () => {
    given(objected, { ...second, today: UNTIL })
      .when(overrideObjection())
      .then([overridden({ from: opensAfterNotice(UNTIL) })]);
    given(objected, { ...second, today: "2026-07-01" })
      .when(overrideObjection())
      .thenRefused("SHARE_EXPIRED", "share");
    given([...objected, withdrawn()], second)
      .when(overrideObjection())
      .thenRefused("SHARE_ENDED", "share");
    given([...objected, expired()], second)
      .when(overrideObjection())
      .thenRefused("SHARE_EXPIRED", "share");
    given(objected, second).when(overrideObjection("other")).thenRefused("UNKNOWN_SHARE", "share");
  });
});

describe("The first day of a share over an objection", () => {
  const objected = [...open, stated("objects", { text: plain({ statement: "Not before the review." }) })];
  const from = opensAfterNotice();
  const over = (differing = {}) => [...objected, overridden({ from, ...differing }), made()];
  const statusOn = (events: ConcernEvent[], certain: string, today = certain) =>
    statusOf(shareOf(events), { today, certainToday: certain, blocked: new Set<string>(), inForce: new Set() });

  it("is 2 working days after the override, in which the council can speak again", () => {
    expect(from).toBe("2026-03-04");
    expect([TODAY, "2026-03-03", from].map((day) => statusOn(over(), day))).toEqual(["opening", "opening", "live"]);
    expect(statusOn([...over(), stated("objects")], from)).toBe("suspended");
    expect(statusOn([...over(), stated("agrees")], TODAY)).toBe("live");
  });

  it("comes only when it has certainly begun", () => {
    expect(statusOn(over(), "2026-03-03", from)).toBe("opening");
    expect(nextChange(concernOf(over()), { today: from, certainToday: "2026-03-03" })).toBe(from);
    expect(factsOf(concernOf(over()), { ...certainDay("2026-03-03"), blocked: new Set(), inForce: new Set() })).toMatchObject({
      headlineSharedWith: [],
    });
  });

  it("is the same day if it claims imminent danger and another person confirms that, who may have proposed the share", () => {
    given(objected, second)
      .when(overrideObjection("share", { urgent: true }))
      .then([overridden({ from, danger: true })]);
    const urgent = over({ danger: true });
    expect(statusOn(urgent, TODAY)).toBe("opening");
    given(urgent, second).when(confirmDanger()).thenRefused("DANGER_BY_CLAIMANT");
    const text = plain({ reason: "The section 114 notice is drafted." });
    const confirmed: ConcernEvent = { type: "DangerConfirmed.v1", data: { share: "share", from: TODAY, text } };
    given(urgent, { actor: ADVISER }).when(confirmDanger()).then([confirmed]);
    expect(statusOn([...urgent, confirmed], TODAY)).toBe("live");
    given([...urgent, confirmed], { actor: ADVISER })
      .when(confirmDanger())
      .thenNothing();
    given(over()).when(confirmDanger()).thenRefused("NO_DANGER", "share");
  });

  it("does not exist for overrides of earlier releases, which opened the share at once", () => {
    expect(statusOn([...objected, overridden(), made()], TODAY)).toBe("live");
  });

  it("comes with the council's words, which the recipient reads", () => {
    expect(presentShareTerms(noKeys, shareOf(over()))).toMatchObject({
      councilObjects: true,
      objection: "Not before the review.",
    });
    expect(presentShareTerms(noKeys, shareOf([...over(), stated("agrees")]))).toMatchObject({
      ...{ councilObjects: false, objection: undefined },
    });
  });
});
