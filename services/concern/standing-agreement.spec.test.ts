import { describe, expect, it } from "vitest";
import {
  ANSWER_BY,
  agreement,
  aware,
  evidenceAdded,
  logged,
  made,
  madeAware,
  makeShare,
  opensAfterNotice,
  PEERS,
  proposed,
  proposeShare,
  stated,
  takenBack,
} from "../../test/examples/concern.ts";
import { given, shareOf, TODAY } from "../../test/helpers/specification.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { certainDay } from "../decision-context.ts";
import type { ConcernEvent } from "./events.ts";
import { statusOf } from "./shares.ts";

const DAY_AFTER_ANSWER = "2026-03-17";
const open = [...aware, proposed()];

describe("A standing agreement", () => {
  const resting = proposed({ standingAgreement: "in-advance", opensOn: opensAfterNotice() });

  it("for the same body, purpose, strand and parts becomes the basis of the share", () => {
    given(aware, { agreements: [agreement()] })
      .when(proposeShare())
      .then([resting]);
  });

  it("for more parts than the share covers is enough", () => {
    given(aware, { agreements: [agreement()] })
      .when(proposeShare({ parts: ["headline"] }))
      .then([proposed({ parts: ["headline"], standingAgreement: "in-advance", opensOn: opensAfterNotice() })]);
  });

  it.each([
    ["another body", agreement({ body: PEERS })],
    ["another purpose", agreement({ purpose: "offer-support" })],
    ["another strand", agreement({ strand: "adults" })],
    ["fewer parts, the share adding the parts around its own", agreement({ parts: ["headline", "summary"] })],
  ])("for %s does not cover the share", (_, standing) => {
    given(aware, { agreements: [standing] })
      .when(proposeShare({ parts: ["evidence"] }))
      .then([proposed()]);
  });

  it("is found among others that do not match", () => {
    const others = [
      agreement({ agreement: "other", purpose: "offer-support" }),
      agreement({ agreement: "less", parts: ["headline"] }),
    ];
    given(aware, { agreements: [...others, agreement()] })
      .when(proposeShare())
      .then([resting]);
  });

  it("that was taken back covers nothing, and a new one covers later proposals", () => {
    given(aware, { agreements: [takenBack] })
      .when(proposeShare())
      .then([proposed({ silence: "is-objection" })]);
    const anew = agreement({ agreement: "anew", given: { ...takenBack.given, at: "2026-03-01T23:59:59.000Z" } });
    given(aware, { agreements: [takenBack, anew] })
      .when(proposeShare())
      .then([proposed({ standingAgreement: "anew", opensOn: opensAfterNotice() })]);
  });

  it("does not cover a share that the council objected to later", () => {
    const objected = [...aware, proposed(), stated("objects")];
    given(objected, { agreements: [agreement()] })
      .when(proposeShare())
      .then([proposed({ silence: "is-objection" })]);
  });

  it("does not cover a share that is proposed by the person who gave it", () => {
    given(aware, { agreements: [agreement()], actor: agreement().given.actor })
      .when(proposeShare())
      .then([proposed()]);
  });

  it("that is taken back suspends the share that rests on it: making it again is refused", () => {
    given([...aware, resting, made()], { agreements: [agreement()] })
      .when(makeShare())
      .thenNothing();
    given([...aware, resting, made()], { agreements: [takenBack] })
      .when(makeShare())
      .thenRefused("COUNCIL_OBJECTS", "share");
  });

  it("lets the share be made at once", () => {
    given([...aware, resting], { agreements: [agreement()] })
      .when(makeShare())
      .then([made("share", "standing")]);
  });

  it("that is taken back before the share is made counts as an objection, even after the last day to answer", () => {
    for (const today of [TODAY, DAY_AFTER_ANSWER])
      given([...aware, resting], { today, agreements: [takenBack] })
        .when(makeShare())
        .thenRefused("COUNCIL_OBJECTS", "share");
  });

  it("that is given again does not cover shares that rest on the former one", () => {
    given([...aware, resting], { agreements: [takenBack, agreement({ agreement: "anew" })] })
      .when(makeShare())
      .thenRefused("COUNCIL_OBJECTS", "share");
  });

  it("that is given after the proposal does not count as the council's answer", () => {
    given(open, { agreements: [agreement()] })
      .when(makeShare())
      .thenRefused("AWAITING_COUNCIL", "share", `It has until ${dateInWords(ANSWER_BY)}.`);
  });

  it("no longer matters once the council has stated a position on the share", () => {
    given([...aware, resting, stated("objects")], { agreements: [agreement()] })
      .when(makeShare())
      .thenRefused("COUNCIL_OBJECTS", "share");
    given([...aware, resting, stated("agrees")], { agreements: [takenBack] })
      .when(makeShare())
      .then([made()]);
  });

  it("for a children's concern is one of the children's strand", () => {
    const childrens = [logged({ strand: "childrens" }), evidenceAdded(), madeAware(["dfe"])];
    const standing = [agreement({ body: "dfe", strand: "childrens" })];
    given(childrens, { agreements: standing })
      .when(proposeShare({ body: "dfe" }))
      .then([proposed({ body: "dfe", standingAgreement: "in-advance", opensOn: opensAfterNotice() })]);
  });

  it("opens a share 2 working days after the council was notified of it by the proposal, or when the council agrees to it", () => {
    const statusOn = (events: ConcernEvent[], today: string) =>
      statusOf(shareOf([...aware, ...events]), { ...certainDay(today), blocked: new Set(), inForce: new Set(["in-advance"]) });
    expect([TODAY, "2026-03-03", "2026-03-04"].map((day) => statusOn([resting, made()], day))).toEqual([
      "opening",
      "opening",
      "live",
    ]);
    expect(statusOn([resting, made(), stated("agrees")], TODAY)).toBe("live");
    expect(statusOn([proposed({ standingAgreement: "in-advance" }), made()], TODAY)).toBe("live");
  });
});
