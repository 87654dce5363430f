// The council confirms or disputes that it was told. Shares that rest on a disputed record are suspended until a second adviser has told a head.

import { describe, expect, it } from "vitest";
import {
  answerAwareness,
  awarenessAnswered,
  BODY,
  evidenceAdded,
  evidenced,
  MINISTRY,
  made,
  madeAware,
  makeShare,
  PEERS,
  proposed,
  proposeShare,
  recordAwareness,
  stated,
} from "../../test/examples/concern.ts";
import { ADVISER, COUNCIL_OFFICER, circumstances, concernOf, given, SECOND_ADVISER } from "../../test/helpers/specification.ts";
import { certainDay } from "../decision-context.ts";
import { isRefusal } from "../refusals.ts";
import { decide } from "./decide.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf } from "./facts.ts";
import { statusOf } from "./shares.ts";
import { evolve, isEvidenced } from "./state.ts";

const ANSWER_BY = "2026-03-09";
const byCouncil = { actor: COUNCIL_OFFICER };
const second = { actor: SECOND_ADVISER };
/** As this release records it: with the day until which a dispute suspends something. */
const told = (bodies: string[] = [BODY, PEERS], awareness = "awareness", differing: object = {}): ConcernEvent => {
  const event = madeAware(bodies, awareness) as Extract<ConcernEvent, { type: "CouncilMadeAware.v2" }>;
  const { text, ...open } = event.data;
  return { ...event, data: { ...open, answerBy: ANSWER_BY, opensOn: ANSWER_BY, ...differing, text } };
};
const aware = [...evidenced, told()];
const live = [...aware, proposed(), stated("agrees"), made()];
const on = (today: string) => ({ ...certainDay(today), blocked: new Set<string>(), inForce: new Set<string>() });
const statusIn = (events: readonly ConcernEvent[]) => concernOf(events).shares.map((share) => statusOf(share, on("2026-03-04")));
const receivers = (events: readonly ConcernEvent[]) => factsOf(concernOf(events), on("2026-03-04")).headlineSharedWith;
const notTold = awarenessAnswered("not-told");
const otherwise = awarenessAnswered("told-otherwise", { bodies: [BODY], statement: "Only of the peers." });

describe("The council's answer to a record that it was told", () => {
  it("is due within 5 working days, and is recorded once for each record", () => {
    given(evidenced, { today: "2026-03-02" })
      .when(recordAwareness({ bodies: [BODY, PEERS] }))
      .then([told()]);
    given(aware, byCouncil)
      .when(answerAwareness("confirmed"))
      .then([awarenessAnswered("confirmed")]);
    given([...aware, awarenessAnswered("confirmed")], byCouncil)
      .when(answerAwareness("confirmed"))
      .thenNothing();
  });

  it("names an existing record, and only bodies and words that it contains", () => {
    given(aware, byCouncil)
      .when(answerAwareness("confirmed", { awareness: "another" }))
      .thenRefused("UNKNOWN_AWARENESS", "awareness");
    given(aware, byCouncil)
      .when(answerAwareness("told-otherwise", { bodies: [MINISTRY], words: ["nothing"], statement: "Not of these." }))
      .thenRefusedAll([
        ["BODY_NOT_COVERED", "bodies.0"],
        ["UNKNOWN_WORDS", "words.0"],
      ]);
    given(aware, byCouncil)
      .when(answerAwareness("told-otherwise"))
      .thenRefusedAll([
        ["INVALID_INPUT", "statement"],
        ["INVALID_INPUT", "bodies"],
      ]);
    given(aware, byCouncil)
      .when(answerAwareness("not-told", { bodies: [BODY] }))
      .thenRefused("INVALID_INPUT", "bodies");
  });

  it("suspends nothing after the last day, or for a record from before the council was asked", () => {
    given(aware, { ...byCouncil, today: ANSWER_BY })
      .when(answerAwareness("not-told"))
      .then([notTold]);
    given(aware, { ...byCouncil, today: "2026-03-10" })
      .when(answerAwareness("not-told"))
      .then([awarenessAnswered("not-told", { suspends: false })]);
    given([...evidenced, madeAware()], byCouncil)
      .when(answerAwareness("not-told"))
      .then([awarenessAnswered("not-told", { suspends: false })]);
    expect(statusIn([...live, awarenessAnswered("not-told", { suspends: false })])).toEqual(["live"]);
  });

  it("has its days until they are certainly over, by a clock that may be ahead", () => {
    given(aware, { ...byCouncil, today: "2026-03-10", certainToday: ANSWER_BY })
      .when(answerAwareness("not-told"))
      .then([notTold]);
  });

  it("does not confirm by the adviser who made the record, whatever office they hold in it", () => {
    for (const answer of ["confirmed", "not-told"] as const)
      given(aware, { actor: ADVISER }).when(answerAwareness(answer)).thenRefused("ANSWER_BY_TELLER", "awareness");
  });
});

describe("A council that says it was not told", () => {
  it("suspends the shares that rest on the record, and counts as not told of the evidence in it", () => {
    expect([statusIn(live), receivers(live)]).toEqual([["live"], [BODY]]);
    expect([statusIn([...live, notTold]), receivers([...live, notTold])]).toEqual([["suspended"], []]);
    expect(isEvidenced(concernOf([...live, notTold]))).toBe(false);
  });

  it("does not suspend a share with a body that another record covers", () => {
    const twice = [...aware, told([BODY], "second"), proposed(), stated("agrees"), made()];
    expect(statusIn([...twice, notTold])).toEqual(["live"]);
  });

  it("prevents shares from being proposed and made until it has been told", () => {
    given([...aware, notTold])
      .when(proposeShare())
      .thenRefused("AWARENESS_DISPUTED", "body");
    given([...aware, proposed(), stated("agrees"), notTold])
      .when(makeShare())
      .thenRefused("AWARENESS_DISPUTED", "body");
  });

  it("is told again by a second adviser, who speaks with a head or the monitoring officer", () => {
    const disputed = [...live, notTold];
    given(disputed, { actor: ADVISER })
      .when(recordAwareness({ toldOffice: "nominated-officer" }))
      .thenRefusedAll([["TOLD_BY_SAME_ADVISER"], ["TELL_A_HEAD", "toldOffice"]]);
    given(disputed, second)
      .when(recordAwareness({ toldOffice: "lead-member" }))
      .thenRefused("TELL_A_HEAD", "toldOffice");
    const repaired = told([BODY], "awareness", { repairs: "awareness" });
    given(disputed, second).when(recordAwareness()).then([repaired]);
    const again = told([BODY], "second", { repairs: "awareness" });
    expect([statusIn([...disputed, again]), receivers([...disputed, again])]).toEqual([["live"], [BODY]]);
    given([...disputed, again], { actor: ADVISER })
      .when(recordAwareness())
      .then([told([BODY], "awareness")]);
  });

  it("can say so of every record before it is told again, so that no other keeps a share live", () => {
    const twice = [...aware, told([BODY], "second"), proposed(), stated("agrees"), made(), notTold];
    expect(statusIn(twice)).toEqual(["live"]);
    const ofSecond = awarenessAnswered("not-told", { awareness: "second" });
    given(twice, byCouncil)
      .when(answerAwareness("not-told", { awareness: "second" }))
      .then([ofSecond]);
    expect([statusIn([...twice, ofSecond]), receivers([...twice, ofSecond])]).toEqual([["suspended"], []]);
    const repaired = [...twice, ofSecond, told([BODY], "third", { repairs: "awareness" })];
    expect(statusIn(repaired)).toEqual(["live"]);
    given(repaired, byCouncil)
      .when(answerAwareness("not-told", { awareness: "third" }))
      .then([awarenessAnswered("not-told", { awareness: "third", suspends: false })]);
  });

  it("is told again by nobody who made one of the records that it disputes", () => {
    const by = (actor: string) => ({ actor, at: "2026-03-02T10:00:00.000Z" });
    const events: readonly (readonly [ConcernEvent, string])[] = [
      [told([BODY], "second"), SECOND_ADVISER],
      [notTold, COUNCIL_OFFICER],
      [awarenessAnswered("not-told", { awareness: "second" }), COUNCIL_OFFICER],
    ];
    const state = events.reduce((before, [event, actor]) => evolve("concern", before, event, by(actor)), concernOf(aware));
    for (const actor of [ADVISER, SECOND_ADVISER])
      expect(decide(state, recordAwareness(), { ...circumstances, actor })).toMatchObject({ code: "TOLD_BY_SAME_ADVISER" });
    expect(isRefusal(decide(state, recordAwareness(), { ...circumstances, actor: "a-third-adviser" }))).toBe(false);
  });

  it("can dispute less of a record than at first, and what it no longer disputes counts as told again", () => {
    const less = awarenessAnswered("told-otherwise", { bodies: [BODY], statement: "Only of the peers." });
    given([...live, notTold], byCouncil)
      .when(answerAwareness("told-otherwise", { bodies: [BODY], statement: "Only of the peers." }))
      .then([less]);
    expect(isEvidenced(concernOf([...live, notTold, less]))).toBe(true);
    expect(statusIn([...live, notTold, less])).toEqual(["suspended"]);
  });

  it("can confirm what one head disputed only through that head", () => {
    const disputed = [...live, notTold];
    for (const office of ["leader", "section-151-officer", "nominated-officer"] as const)
      given(disputed, { actor: "somebody", offices: [{ office }] })
        .when(answerAwareness("confirmed"))
        .thenRefused("HEAD_HAS_SPOKEN", "awareness");
    given(disputed, { actor: "somebody", offices: [{ office: "chief-executive", acting: true }] })
      .when(answerAwareness("confirmed"))
      .then([awarenessAnswered("confirmed", { acting: true })]);
  });

  it("leaves to its heads what a head has answered, and lets a head dispute what the other has confirmed", () => {
    const confirmed = [...live, awarenessAnswered("confirmed")];
    given(confirmed, { actor: "somebody", offices: [{ office: "nominated-officer" }] })
      .when(answerAwareness("not-told"))
      .thenRefused("HEAD_HAS_SPOKEN", "awareness");
    given(confirmed, { actor: "somebody", offices: [{ office: "leader" }] })
      .when(answerAwareness("not-told"))
      .then([awarenessAnswered("not-told", { office: "leader" })]);
    const byOfficer = [...live, awarenessAnswered("not-told", { office: "nominated-officer" })];
    given(byOfficer, byCouncil)
      .when(answerAwareness("confirmed"))
      .then([awarenessAnswered("confirmed")]);
  });

  it("ends its dispute by confirming", () => {
    const confirmed = [...live, notTold, awarenessAnswered("confirmed")];
    expect([statusIn(confirmed), receivers(confirmed)]).toEqual([["live"], [BODY]]);
  });

  it("again suspends nothing, and does not end the first dispute", () => {
    const again = told([BODY], "second", { repairs: "awareness" });
    given([...live, notTold, again], byCouncil)
      .when(answerAwareness("not-told", { awareness: "second" }))
      .then([awarenessAnswered("not-told", { awareness: "second", suspends: false })]);
    given([...live, notTold, awarenessAnswered("confirmed")], byCouncil)
      .when(answerAwareness("not-told"))
      .then([awarenessAnswered("not-told", { suspends: false })]);
    expect(statusIn([...live, notTold, awarenessAnswered("not-told", { suspends: false })])).toEqual(["suspended"]);
  });
});

describe("A council that says it was told otherwise", () => {
  it("suspends only the bodies that it disputes", () => {
    const both = [...live, proposed({ share: "peers", body: PEERS }), stated("agrees", { share: "peers" }), made("peers")];
    given(both, byCouncil)
      .when(answerAwareness("told-otherwise", { bodies: [BODY], statement: "Only of the peers." }))
      .then([otherwise]);
    expect([statusIn([...both, otherwise]), receivers([...both, otherwise])]).toEqual([["suspended", "live"], [PEERS]]);
    given([...aware, otherwise])
      .when(proposeShare())
      .thenRefused("AWARENESS_DISPUTED", "body");
    given([...aware, otherwise])
      .when(proposeShare({ body: PEERS }))
      .then([proposed({ body: PEERS })]);
  });

  it("suspends only the words that it disputes", () => {
    const added = [...live, evidenceAdded({ evidence: "later" }), told([BODY], "second")];
    const toldOf = (events: readonly ConcernEvent[]) => concernOf(events).evidence.map((one) => one.told);
    const ofWords = awarenessAnswered("told-otherwise", {
      awareness: "second",
      words: ["later"],
      statement: "Not of the report.",
    });
    expect(toldOf(added)).toEqual([true, true]);
    expect([toldOf([...added, ofWords]), statusIn([...added, ofWords])]).toEqual([[true, false], ["live"]]);
    expect(toldOf([...added, ofWords, awarenessAnswered("confirmed", { awareness: "second" })])).toEqual([true, true]);
  });
});
