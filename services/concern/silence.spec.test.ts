import { describe, expect, it } from "vitest";
import {
  ANSWER_BY,
  agreement,
  BODY,
  evidenced,
  expired,
  made,
  madeAware,
  makeShare,
  opensAfterNotice,
  overridden,
  overrideObjection,
  PEERS,
  proposed,
  proposeShare,
  reached,
  stated,
  statePosition,
  takenBack,
  UNTIL,
  withdrawn,
  withdrawShare,
} from "../../test/examples/concern.ts";
import { ADVISER, circumstances, concernOf, given, SECOND_ADVISER, shareOf, TODAY } from "../../test/helpers/specification.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { certainDay } from "../decision-context.ts";
import { isRefusal } from "../refusals.ts";
import { decide } from "./decide.ts";
import type { ConcernEvent } from "./events.ts";
import { statusOf } from "./shares.ts";

const DAY_AFTER_ANSWER = "2026-03-17";
const second = { actor: SECOND_ADVISER };
const told = [...evidenced, madeAware([BODY, PEERS])];
const open = [...told, proposed()];
const conditions = stated("agrees-with-conditions", { parts: ["headline"] });
const later = proposed({ share: "later" });
const onLater = { share: "later" };

describe("Silence on a share", () => {
  it.each<[string, ConcernEvent[]]>([
    ["was never asked about this body", []],
    ["has not answered yet", [proposed()]],
    ["agreed", [proposed(), stated("agrees")]],
    ["objected, and then agreed", [proposed(), stated("objects"), stated("agrees")]],
    ["set conditions, and then agreed without any", [proposed(), conditions, stated("agrees")]],
    ["was silent, and the share went ahead and ended", [proposed(), made(), withdrawn()]],
    ["objected to one share, and agreed to the next", [proposed(), stated("objects"), later, stated("agrees", onLater)]],
    ["objected to a share with another body", [proposed({ body: PEERS }), stated("objects")]],
  ])("allows the share if the council %s", (_, before) => {
    given([...told, ...before])
      .when(proposeShare())
      .then([proposed()]);
  });

  it.each<[string, ConcernEvent[]]>([
    ["objected", [proposed(), stated("objects")]],
    ["agreed, and then objected", [proposed(), stated("agrees"), made(), stated("objects")]],
    ["set conditions", [proposed(), conditions]],
    ["objected, and the share was withdrawn", [proposed(), stated("objects"), withdrawn()]],
    ["objected, and the share expired", [proposed(), stated("objects"), expired()]],
    ["set conditions, and the share expired", [proposed(), conditions, made(), expired()]],
    ["objected, and the share went ahead over that", [proposed(), stated("objects"), overridden(), made()]],
    ["objected, and did not answer on the next share", [proposed(), stated("objects"), later]],
    ["agreed to one share, and objected to the next", [proposed(), stated("agrees"), later, stated("objects", onLater)]],
    [
      "objected with other parts and for another purpose",
      [proposed({ parts: ["headline"], purpose: "offer-support" }), conditions],
    ],
  ])("is an objection if the council %s", (_, before) => {
    given([...told, ...before])
      .when(proposeShare())
      .then([proposed({ silence: "is-objection" })]);
  });

  // What was said last counts, whichever share it was said of.
  it("is an objection if the council agreed to the later share, and then objected to the earlier one", () => {
    given([...open, later, stated("agrees", onLater), stated("objects")])
      .when(proposeShare())
      .then([proposed({ silence: "is-objection" })]);
  });

  it("allows the share if the council objected to the later share, and then agreed to the earlier one", () => {
    given([...open, later, stated("objects", onLater), stated("agrees")])
      .when(proposeShare())
      .then([proposed()]);
  });

  it("stays an objection if the council has since agreed to less, or for another purpose", () => {
    const objected = [...open, stated("objects")];
    const headline = proposed({ share: "later", parts: ["headline"] });
    const other = proposed({ share: "later", purpose: "offer-support" });
    for (const yes of [headline, other])
      given([...objected, yes, stated("agrees", onLater)])
        .when(proposeShare())
        .then([proposed({ silence: "is-objection" })]);
  });

  it("stays an objection if a later standing agreement covers less, another purpose, or was given by the proposer", () => {
    const objected = [...open, stated("objects")];
    const at = "2026-03-01T23:59:59.000Z";
    const byProposer = { given: { actor: "adviser", at } };
    const yes = { given: { ...agreement().given, at } };
    for (const differing of [{ ...yes, parts: ["headline" as const] }, { ...yes, purpose: "offer-support" as const }, byProposer])
      given(objected, { agreements: [agreement(differing)] })
        .when(proposeShare())
        .then([proposed({ silence: "is-objection" })]);
  });

  it.each([
    ["", takenBack],
    [", whatever its purpose and parts", { ...takenBack, purpose: "offer-support" as const, parts: ["headline" as const] }],
  ])("is an objection if a standing agreement with the body was taken back%s", (_, agreement) => {
    given(told, { agreements: [agreement] })
      .when(proposeShare())
      .then([proposed({ silence: "is-objection" })]);
  });

  it.each([
    ["with another body", { ...takenBack, body: PEERS }],
    ["in another strand", { ...takenBack, strand: "adults" as const }],
    ["that still stands, for another purpose", agreement({ purpose: "offer-support" })],
  ])("is not made an objection by a standing agreement %s", (_, other) => {
    given(told, { agreements: [other] })
      .when(proposeShare())
      .then([proposed()]);
  });

  it("becomes an objection if the council objects to another share with the body while this one is open", () => {
    const asked = [...open, later, stated("objects", onLater)];
    expect(concernOf(asked).shares.map(({ silence }) => silence)).toEqual(["is-objection", "may-go-ahead"]);
    given([...asked, reached()], { today: DAY_AFTER_ANSWER })
      .when(makeShare())
      .thenRefused("COUNCIL_OBJECTS", "share");
  });

  it("on a made share keeps its meaning, whatever the council's later positions on other shares", () => {
    const asked = [...open, made(), later, stated("objects", onLater)];
    expect(concernOf(asked).shares.map(({ silence }) => silence)).toEqual(["may-go-ahead", "may-go-ahead"]);
  });
});

describe("Silence that is an objection", () => {
  const asked = [...told, proposed({ silence: "is-objection" }), reached()];
  const past = { today: DAY_AFTER_ANSWER };

  it("blocks the share from the day after the council's last day to answer, as an objection would", () => {
    for (const today of [TODAY, ANSWER_BY])
      given(asked, { today })
        .when(makeShare())
        .thenRefused("AWAITING_COUNCIL", "share", `It has until ${dateInWords(ANSWER_BY)}.`);
    for (const today of [DAY_AFTER_ANSWER, UNTIL])
      given(asked, { today }).when(makeShare()).thenRefused("COUNCIL_OBJECTS", "share");
  });

  it("needs a second person to override it, after the last day to answer", () => {
    given(asked, { ...second, today: ANSWER_BY })
      .when(overrideObjection())
      .thenRefused("NO_OBJECTION", "share");
    given(asked, { ...second, ...past })
      .when(overrideObjection())
      .then([overridden({ from: opensAfterNotice(past.today) })]);
    given(asked, { actor: ADVISER, ...past })
      .when(overrideObjection())
      .thenRefused("OVERRIDE_BY_PROPOSER");
    given([...asked, overridden()], past)
      .when(makeShare())
      .then([made("share", "override")]);
  });

  it("is replaced by the council's position, however late", () => {
    given([...asked, stated("agrees")], past)
      .when(makeShare())
      .then([made()]);
    given([...asked, conditions], past)
      .when(makeShare())
      .then([made()]);
    given([...asked, overridden(), stated("objects")], past)
      .when(makeShare())
      .thenRefused("COUNCIL_OBJECTS", "share");
    given([...asked, overridden(), made()], past)
      .when(statePosition("objects"))
      .then([stated("objects")]);
  });

  it("does not affect a share to which the council agreed in time, or one that rests on a standing agreement", () => {
    for (const today of [TODAY, DAY_AFTER_ANSWER])
      given([...asked, stated("agrees")], { today })
        .when(makeShare())
        .then([made()]);
    const resting = [...told, proposed({ silence: "is-objection", standingAgreement: "in-advance" })];
    given(resting, { agreements: [agreement()], ...past })
      .when(makeShare())
      .then([made("share", "standing")]);
  });

  it("never suspends a share that was made by overriding it", () => {
    const share = shareOf([...asked, overridden(), made()]);
    for (const today of [DAY_AFTER_ANSWER, UNTIL])
      expect(statusOf(share, { ...certainDay(today), blocked: new Set<string>(), inForce: new Set() })).toBe("live");
  });

  it("does not prevent the share from being withdrawn", () => {
    given(asked, past).when(withdrawShare()).then([withdrawn()]);
  });
});

describe("An objection", () => {
  // domain.md, step 4: "Going ahead over an objection takes a second authorised person and a written reason."
  it.each<[string, ConcernEvent[]]>([
    ["while the first share stands", [stated("objects")]],
    ["after the first was withdrawn", [stated("objects"), withdrawn()]],
    ["after the first went ahead over it and was withdrawn", [stated("objects"), overridden(), made(), withdrawn()]],
    ["where it took the form of conditions", [conditions]],
  ])("cannot be evaded by one person who proposes the same again and waits for silence, %s", (_, events) => {
    const objected = [...open, ...events];
    const on = { ...circumstances, newId: () => "again" };
    const again = decide(concernOf(objected), proposeShare(), on);
    if (isRefusal(again)) expect.fail(again.message);
    given([...objected, ...again, reached("again")], { today: DAY_AFTER_ANSWER })
      .when(makeShare("again"))
      .thenRefused("COUNCIL_OBJECTS", "share");
    given([...objected, ...again, reached("again")], { today: DAY_AFTER_ANSWER })
      .when(overrideObjection("again"))
      .thenRefused("OVERRIDE_BY_PROPOSER");
  });
});
