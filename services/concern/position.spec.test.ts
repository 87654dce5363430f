import { describe, expect, it } from "vitest";
import {
  agreement,
  aware,
  expired,
  made,
  makeShare,
  overridden,
  proposed,
  stated,
  statePosition,
  takenBack,
  UNTIL,
  withdrawn,
} from "../../test/examples/concern.ts";
import { ADVISER, concernOf, given, SECOND_ADVISER, shareOf, TODAY } from "../../test/helpers/specification.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { termsOf } from "./shares.ts";

const open = [...aware, proposed()];

const headline = stated("agrees-with-conditions", { parts: ["headline"] });
const POSITIONS = ["agrees", "agrees-with-conditions", "objects"] as const;
const eventOf = { agrees: stated("agrees"), "agrees-with-conditions": headline, objects: stated("objects") };
const commandOf = {
  agrees: statePosition("agrees"),
  "agrees-with-conditions": statePosition("agrees-with-conditions", { parts: ["headline"] }),
  objects: statePosition("objects"),
};

describe("The council's position", () => {
  it.each(POSITIONS)("can be that it %s, before the share is made and after", (position) => {
    given(open).when(commandOf[position]).then([eventOf[position]]);
    given([...open, made()])
      .when(commandOf[position])
      .then([eventOf[position]]);
  });

  it.each(POSITIONS)("cannot be stated by the proposer, whatever other role they have: it %s", (position) => {
    given(open, { actor: ADVISER }).when(commandOf[position]).thenRefused("POSITION_BY_PROPOSER");
    given([...open, eventOf[position]], { actor: ADVISER })
      .when(commandOf[position])
      .thenRefused("POSITION_BY_PROPOSER");
  });

  it("is refused only to the proposer of that share", () => {
    given([...open, stated("objects")], { actor: SECOND_ADVISER })
      .when(statePosition("agrees"))
      .then([stated("agrees")]);
  });

  it.each(POSITIONS.flatMap((from) => POSITIONS.filter((to) => to !== from).map((to) => ({ from, to }))))(
    "changes from $from to $to as easily as it was given",
    ({ from, to }) => {
      given([...open, eventOf[from]])
        .when(commandOf[to])
        .then([eventOf[to]]);
      given([...open, eventOf[from], made()])
        .when(commandOf[to])
        .then([eventOf[to]]);
    },
  );

  it.each(POSITIONS)("stated again in the same words does nothing: it %s", (position) => {
    given([...open, eventOf[position]])
      .when(commandOf[position])
      .thenNothing();
  });

  it("stated again with a statement is recorded with what the council says", () => {
    const statement = "Only after the budget meeting.";
    for (const position of ["agrees", "objects"] as const)
      given([...open, eventOf[position]])
        .when(statePosition(position, { statement }))
        .then([stated(position, { text: plain({ statement }) })]);
  });

  it("stated again after an override is a fresh objection, with a statement or without", () => {
    const over = [...open, stated("objects"), overridden()];
    for (const events of [over, [...over, made()]])
      given(events)
        .when(statePosition("objects"))
        .then([stated("objects")]);
    expect(shareOf([...over, made(), stated("objects")])).not.toHaveProperty("override");
  });

  it("is also recorded after the last day to answer, up to the share's last day", () => {
    for (const today of ["2026-03-17", UNTIL])
      given(open, { today })
        .when(statePosition("objects"))
        .then([stated("objects")]);
    given(open, { today: "2026-07-01" }).when(statePosition("objects")).thenRefused("SHARE_EXPIRED", "share");
  });

  it("on a share that has ended, or does not exist, is refused", () => {
    given([...open, withdrawn()])
      .when(statePosition("agrees"))
      .thenRefused("SHARE_ENDED", "share");
    given([...open, expired()])
      .when(statePosition("objects"))
      .thenRefused("SHARE_EXPIRED", "share");
    given(open)
      .when(statePosition("agrees", { share: "other" }))
      .thenRefused("UNKNOWN_SHARE", "share");
  });

  it("on one share does not apply to another, even with the same body", () => {
    const { shares } = concernOf([...open, proposed({ share: "other" }), stated("objects", { share: "other" })]);
    expect(shares.map(({ position }) => position.kind)).toEqual(["awaited", "objects"]);
  });

  it("replaces a standing agreement", () => {
    const resting = [...aware, proposed({ standingAgreement: "in-advance" })];
    given(resting, { agreements: [agreement()] })
      .when(statePosition("objects"))
      .then([stated("objects")]);
    given(resting, { agreements: [takenBack] })
      .when(statePosition("objects"))
      .then([stated("objects")]);
    expect(shareOf([...resting, stated("agrees")])).not.toHaveProperty("standingAgreement");
  });
});

describe("Conditions", () => {
  const conditions = (differing: Parameters<typeof statePosition>[1]) => statePosition("agrees-with-conditions", differing);
  const words = "The headline, and not to the press.";
  const worded = stated("agrees-with-conditions", { parts: ["headline"], text: plain({ statement: words }) });

  it("narrow the parts, the date, or both", () => {
    given(open)
      .when(conditions({ parts: ["headline"] }))
      .then([headline]);
    given(open)
      .when(conditions({ until: "2026-03-31" }))
      .then([stated("agrees-with-conditions", { until: "2026-03-31" })]);
    const both = { parts: ["headline" as const], until: "2026-03-31" };
    given(open)
      .when(conditions(both))
      .then([stated("agrees-with-conditions", both)]);
    expect(termsOf(shareOf([...open, stated("agrees-with-conditions", both)]))).toEqual(both);
  });

  it("that allow a part also allow the parts that contain it", () => {
    given(open)
      .when(conditions({ parts: ["summary"] }))
      .then([stated("agrees-with-conditions", { parts: ["headline", "summary"] })]);
  });

  it("are binding only if they narrow the terms", () => {
    const narrowed = stated("agrees-with-conditions", { until: "2026-03-31" });
    expect(termsOf(shareOf([...open, headline]))).toEqual({ parts: ["headline"], until: UNTIL });
    expect(termsOf(shareOf([...open, narrowed]))).toEqual({ parts: ["headline", "summary", "evidence"], until: "2026-03-31" });
    // The same part and an earlier date, or the same date and fewer parts, still narrow.
    given(open)
      .when(conditions({ parts: ["evidence"], until: "2026-03-31" }))
      .then([stated("agrees-with-conditions", { parts: ["headline", "summary", "evidence"], until: "2026-03-31" })]);
  });

  it("that narrow nothing are refused", () => {
    given(open).when(conditions({})).thenRefused("CONDITIONS_DO_NOT_NARROW", "parts");
    given(open)
      .when(conditions({ statement: "Do tell us." }))
      .thenRefused("CONDITIONS_DO_NOT_NARROW", "parts");
    given(open)
      .when(conditions({ parts: ["evidence"], until: UNTIL }))
      .thenRefused("CONDITIONS_DO_NOT_NARROW", "parts");
  });

  it("outside the share are refused", () => {
    const summaryOnly = [...aware, proposed({ parts: ["headline", "summary"] })];
    given(summaryOnly)
      .when(conditions({ parts: ["evidence"] }))
      .thenRefused("CONDITIONS_NOT_WITHIN_SHARE", "parts");
    given(open)
      .when(conditions({ until: "2026-07-01" }))
      .thenRefused("CONDITIONS_NOT_WITHIN_SHARE", "until");
  });

  it("until a day in the past are refused, until today accepted", () => {
    given(open)
      .when(conditions({ until: "2026-03-01" }))
      .thenRefused("CONDITIONS_NOT_WITHIN_SHARE", "until", `The earliest date is ${dateInWords(TODAY)}.`);
    given(open)
      .when(conditions({ until: TODAY }))
      .then([stated("agrees-with-conditions", { until: TODAY })]);
  });

  it("are refused with a plain agreement or an objection", () => {
    for (const position of ["agrees", "objects"] as const) {
      given(open)
        .when(statePosition(position, { parts: ["headline"] }))
        .thenRefused("CONDITIONS_WITHOUT_AGREEMENT", "parts");
      given(open)
        .when(statePosition(position, { until: "2026-03-31" }))
        .thenRefused("CONDITIONS_WITHOUT_AGREEMENT", "until");
      given(open)
        .when(statePosition(position, { parts: ["headline"], until: "2026-03-31" }))
        .thenRefusedAll([
          ["CONDITIONS_WITHOUT_AGREEMENT", "parts"],
          ["CONDITIONS_WITHOUT_AGREEMENT", "until"],
        ]);
    }
  });

  it("are completely replaced by later ones, which may be wider but never exceed the share", () => {
    const wider = stated("agrees-with-conditions", { until: "2026-05-31" });
    given([...open, headline])
      .when(conditions({ until: "2026-05-31" }))
      .then([wider]);
    expect(termsOf(shareOf([...open, headline, wider]))).toEqual({
      parts: ["headline", "summary", "evidence"],
      until: "2026-05-31",
    });
    expect(termsOf(shareOf([...open, wider, headline]))).toEqual({ parts: ["headline"], until: UNTIL });
  });

  it("are removed when the council agrees without any", () => {
    expect(termsOf(shareOf([...open, headline, stated("agrees")]))).toEqual({
      parts: ["headline", "summary", "evidence"],
      until: UNTIL,
    });
  });

  it("can be loosened through their last day, and not after, whether the expiry is on record or not", () => {
    const narrowed = [...open, stated("agrees-with-conditions", { until: "2026-03-31" })];
    for (const events of [narrowed, [...narrowed, made()], [...narrowed, stated("objects")]]) {
      given(events, { today: "2026-03-31" })
        .when(statePosition("agrees"))
        .then([stated("agrees")]);
      for (const so of [events, [...events, expired()]])
        given(so, { today: "2026-04-01" }).when(statePosition("agrees")).thenRefused("SHARE_EXPIRED", "share");
    }
    given(narrowed, { today: "2026-04-01" })
      .when(conditions({ until: "2026-05-31" }))
      .thenRefused("SHARE_EXPIRED", "share");
  });

  it("stated again in any form do nothing; with a statement they are recorded again", () => {
    given([...open, headline])
      .when(conditions({ parts: ["headline"], until: UNTIL }))
      .thenNothing();
    const summary = stated("agrees-with-conditions", { parts: ["headline", "summary"] });
    given([...open, summary])
      .when(conditions({ parts: ["summary"] }))
      .thenNothing();
    given([...open, headline])
      .when(conditions({ parts: ["headline"], statement: words }))
      .then([worded]);
    given([...open, headline, stated("objects")])
      .when(conditions({ parts: ["headline"] }))
      .then([headline]);
  });

  it("keep their text when an objection follows, which has its own text", () => {
    const because = plain({ statement: "The reviewers were not agreed." });
    const objected = [...open, worded, stated("objects", { text: because })];
    expect(shareOf([...open, worded]).conditions?.texts).toEqual([plain({ statement: words })]);
    for (const events of [objected, [...objected, overridden(), made()]]) {
      expect(shareOf(events).conditions).toEqual({
        parts: ["headline"],
        until: UNTIL,
        texts: [plain({ statement: words })],
        toAccept: 1,
      });
      expect(shareOf(events).position.text).toEqual(because);
    }
    expect(shareOf([...objected, stated("agrees")])).not.toHaveProperty("conditions");
    expect(shareOf([...objected, headline]).conditions).toEqual({ parts: ["headline"], until: UNTIL, texts: [] });
  });

  it("stay in force when an objection follows, and bind a share that is made despite it", () => {
    expect(termsOf(shareOf([...open, headline, stated("objects"), overridden(), made()])).parts).toEqual(["headline"]);
    const dated = [...open, stated("agrees-with-conditions", { until: "2026-03-31" }), stated("objects"), overridden()];
    given(dated, { today: "2026-03-31" })
      .when(makeShare())
      .then([made("share", "override")]);
    given(dated, { today: "2026-04-01" }).when(makeShare()).thenRefused("SHARE_EXPIRED", "share");
  });
});
