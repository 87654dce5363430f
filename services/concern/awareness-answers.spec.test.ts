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
import { ADVISER, COUNCIL_OFFICER, concernOf, given, SECOND_ADVISER } from "../../test/helpers/specification.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf } from "./facts.ts";
import { statusOf } from "./shares.ts";
import { isEvidenced } from "./state.ts";

const ANSWER_BY = "2026-03-09";
const byCouncil = { actor: COUNCIL_OFFICER };
const second = { actor: SECOND_ADVISER };
/** As this release records it: with the day until which a dispute suspends something. */
const told = (bodies: string[] = [BODY, PEERS], awareness = "awareness", differing: object = {}): ConcernEvent => {
  const event = madeAware(bodies, awareness) as Extract<ConcernEvent, { type: "CouncilMadeAware.v2" }>;
  const { text, ...open } = event.data;
  return { ...event, data: { ...open, answerBy: ANSWER_BY, ...differing, text } };
};
const aware = [...evidenced, told()];
const live = [...aware, proposed(), stated("agrees"), made()];
const on = (today: string) => ({ today, blocked: new Set<string>(), inForce: new Set<string>() });
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
