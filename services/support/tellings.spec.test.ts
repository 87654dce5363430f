// The council confirms or disputes that it was told of an offer. What rests on a disputed record is suspended until a second adviser has told a head.
import { describe, expect, it } from "vitest";
import {
  agreed,
  answerOfferTelling,
  answerSupport,
  beginSupport,
  begun,
  CIB,
  ended,
  offered,
  offerSupport,
  offerTellingAnswered,
  offerToldAgain,
  tellOfOfferAgain,
} from "../../test/examples/support.ts";
import { ADVISER, COUNCIL_OFFICER, givenSupport, SECOND_ADVISER, supportOf } from "../../test/helpers/specification.ts";
import type { SupportEvent } from "./events.ts";
import { supportFacts } from "./facts.ts";

const ADASS = "adass-north-east";
const named = offered({ shownTo: [CIB, ADASS] });
const DAY_AFTER = { today: "2026-03-10", certainToday: "2026-03-10" };
const second = { actor: SECOND_ADVISER };
const notTold = offerTellingAnswered("not-told");
const shown = (...events: readonly SupportEvent[]) => {
  const state = supportOf(events);
  if (!state) return expect.fail("No support was offered.");
  const { shownTo, regionSees, regionSeesPurpose } = supportFacts(state);
  return [shownTo, regionSees, regionSeesPurpose];
};

describe("The council's answer to a record that it was told of an offer of support", () => {
  it("is due within 5 working days of the record, and a repeated confirmation is not recorded", () => {
    givenSupport([]).when(offerSupport()).then([offered()]);
    givenSupport([named])
      .when(answerOfferTelling("confirmed"))
      .then([offerTellingAnswered("confirmed")]);
    givenSupport([named, offerTellingAnswered("confirmed")])
      .when(answerOfferTelling("confirmed"))
      .thenNothing();
  });

  it("says what the council was told instead, and names only bodies that the record has", () => {
    givenSupport([named])
      .when(answerOfferTelling("told-otherwise", { bodies: [CIB, "cib-london"] }))
      .thenRefusedAll([
        ["BODY_NOT_COVERED", "bodies.1"],
        ["INVALID_INPUT", "statement"],
      ]);
    givenSupport([named])
      .when(answerOfferTelling("not-told", { bodies: [CIB] }))
      .thenRefused("INVALID_INPUT", "bodies");
    const statement = "Only of the adults' leads.";
    givenSupport([named])
      .when(answerOfferTelling("told-otherwise", { bodies: [CIB], statement }))
      .then([offerTellingAnswered("told-otherwise", { bodies: [CIB], statement })]);
  });

  it("is given by somebody who speaks for the council and did not record it, and what a head has answered only a head changes", () => {
    givenSupport([named], { actor: ADVISER }).when(answerOfferTelling("confirmed")).thenRefused("ANSWER_BY_TELLER");
    givenSupport([named], { offices: [] }).when(answerOfferTelling("confirmed")).thenRefused("NOT_A_SPEAKER");
    const officer = { actor: "officer", offices: [{ office: "section-151-officer" as const }] };
    givenSupport([named, notTold], officer).when(answerOfferTelling("confirmed")).thenRefused("HEAD_HAS_SPOKEN");
    const leader = { actor: "leader", offices: [{ office: "leader" as const }] };
    givenSupport([named, notTold], leader).when(answerOfferTelling("confirmed")).thenRefused("HEAD_HAS_SPOKEN");
  });

  it("suspends nothing after its day, or on an offer from before there was one, but is on record", () => {
    const late = offerTellingAnswered("not-told", { suspends: false });
    givenSupport([named], DAY_AFTER).when(answerOfferTelling("not-told")).then([late]);
    const { disputeBy: _, ...before } = named.data as { disputeBy?: string };
    givenSupport([{ ...named, data: before } as SupportEvent])
      .when(answerOfferTelling("not-told"))
      .then([late]);
    expect(shown(named, late)).toEqual([[CIB, ADASS], false, false]);
  });

  it("is given after the end of the support too", () => {
    givenSupport([named, agreed(), begun(), ended()]).when(answerOfferTelling("not-told")).then([notTold]);
    expect(shown(named, agreed(), begun(), ended(), notTold)).toEqual([[], false, false]);
  });
});

describe("While the council says that it was not told of an offer", () => {
  it("nobody of its region sees the offer, and nothing of it once the council has agreed", () => {
    expect(shown(named)).toEqual([[CIB, ADASS], false, false]);
    expect(shown(named, notTold)).toEqual([[], false, false]);
    expect(shown(named, agreed(undefined, "purpose"))).toEqual([[], true, true]);
    expect(shown(named, agreed(undefined, "purpose"), notTold)).toEqual([[], false, false]);
  });

  it("the support does not begin, though the council can agree to it", () => {
    givenSupport([named, notTold]).when(answerSupport("agreed")).then([agreed()]);
    givenSupport([named, agreed(), notTold]).when(beginSupport()).thenRefused("AWARENESS_DISPUTED");
    givenSupport([named, agreed(), notTold, offerTellingAnswered("confirmed")])
      .when(beginSupport())
      .then([begun()]);
  });

  it("told otherwise of some bodies hides the offer from those alone; of the offer itself, from all", () => {
    const some = offerTellingAnswered("told-otherwise", { bodies: [CIB], statement: "Not of them." });
    expect(shown(named, some)).toEqual([[ADASS], false, false]);
    givenSupport([named, some, agreed()]).when(beginSupport()).then([begun()]);
    const other = offerTellingAnswered("told-otherwise", { statement: "We were told of mentoring." });
    expect(shown(named, other)).toEqual([[], false, false]);
    givenSupport([named, other, agreed()]).when(beginSupport()).thenRefused("AWARENESS_DISPUTED");
  });
});

describe("Telling the council again of an offer that it disputes", () => {
  it("is done by another adviser, to a head or the monitoring officer, and names who will see the offer", () => {
    const again = offerToldAgain({ shownTo: [CIB] });
    givenSupport([named, notTold], second)
      .when(tellOfOfferAgain({ shownTo: [CIB] }))
      .then([again]);
    expect(shown(named, notTold, again)).toEqual([[CIB], false, false]);
    givenSupport([named, agreed(), notTold, offerToldAgain()]).when(beginSupport()).then([begun()]);
    givenSupport([named, notTold])
      .when(tellOfOfferAgain({ toldOffice: "lead-member" }))
      .thenRefusedAll([["TOLD_BY_SAME_ADVISER"], ["TELL_A_HEAD", "toldOffice"]]);
  });

  it("is refused without a dispute, for a day ahead or of before the offer, and for bodies that are not its region's leads", () => {
    for (const events of [[named], [named, notTold, offerTellingAnswered("confirmed")], [named, notTold, offerToldAgain()]])
      givenSupport(events, second).when(tellOfOfferAgain()).thenRefused("TELLING_NOT_DISPUTED");
    givenSupport([named, notTold], second)
      .when(tellOfOfferAgain({ toldOn: "2026-03-03", shownTo: ["newspaper", "cib-london"] }))
      .thenRefusedAll([
        ["FUTURE_DATE", "toldOn"],
        ["UNKNOWN_BODY", "shownTo.0"],
        ["BODY_OUT_OF_SCOPE", "shownTo.1"],
      ]);
    givenSupport([named, notTold], second)
      .when(tellOfOfferAgain({ toldOn: "2026-02-19" }))
      .thenRefused("TOLD_TOO_EARLY", "toldOn");
  });

  it("settles it: a later dispute is on record and suspends nothing", () => {
    const events = [named, notTold, offerToldAgain({ shownTo: [CIB] })];
    const later = offerTellingAnswered("not-told", { suspends: false });
    givenSupport(events, { actor: COUNCIL_OFFICER }).when(answerOfferTelling("not-told")).then([later]);
    expect(shown(...events, later)).toEqual([[CIB], false, false]);
  });
});
