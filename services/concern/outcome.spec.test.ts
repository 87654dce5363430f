// A concern that has ended: its outcome is shown to the bodies that had opened it, once the council was told and has had time to say no.
import { describe, expect, it } from "vitest";
import {
  aware,
  awarenessAnswered,
  BODY,
  closed,
  evidenced,
  explained,
  lightSupport,
  MINISTRY,
  made,
  madeAsRequested,
  madeAware,
  madeAwareNow,
  outcomeOpened,
  outcomeRefused,
  PEERS,
  proposed,
  recordAwareness,
  recordOutcomeOpened,
  refuseOutcome,
  reopened,
  shareRequested,
  stated,
  underReview,
  withdrawn,
  wordsAnswered,
} from "../../test/examples/concern.ts";
import { COUNCIL_OFFICER, concernOf, given, IN_OFFICE, SECOND_ADVISER } from "../../test/helpers/specification.ts";
import { deadlinesOf } from "./deadlines.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf } from "./facts.ts";
import { nextChange } from "./shares.ts";

/** The council was told of the ending on 2 March, and has until 6 March to say no. */
const OPENS_ON = "2026-03-09";
/** Twenty working days after that; Good Friday and Easter Monday are no working days. */
const UNTIL = "2026-04-08";
const told = (bodies: string[] = [BODY], awareness = "told-of-ending") => madeAwareNow(bodies, awareness);
const shared = [...aware, proposed(), stated("agrees"), made()];
const cleared = [...shared, explained(), told()];
const over = [...shared, lightSupport(), withdrawn(), closed(), told()];
const opened = [...cleared, outcomeOpened({ until: UNTIL })];
const on = (today: string, bodies: readonly string[] | undefined = [BODY], at = `${today}T08:00:00.000Z`) => ({
  today,
  disclosures: bodies.map((body) => ({ body, at })),
});
const due = (events: readonly ConcernEvent[]) =>
  deadlinesOf(concernOf(events))
    .filter(({ command }) => command.name === "recordOutcomeOpened")
    .map(({ on, command }) => [on, command]);
const readers = (events: readonly ConcernEvent[], today = OPENS_ON) =>
  factsOf(concernOf(events), { today, certainToday: today, blocked: new Set<string>(), inForce: new Set() }).outcomeFor;

describe("The outcome of a concern", () => {
  it("is shown 5 working days after the council was told that the concern ended with a satisfactory explanation", () => {
    expect(due([...shared, explained()])).toEqual([]);
    expect(due(cleared)).toEqual([[OPENS_ON, recordOutcomeOpened()]]);
    given(cleared, on("2026-03-06")).when(recordOutcomeOpened()).thenRefused("NOT_DUE");
    given(cleared, on(OPENS_ON))
      .when(recordOutcomeOpened())
      .then([outcomeOpened({ until: UNTIL })]);
  });

  it("is shown at once where the council lets the words of the ending open, and never where it objects to them", () => {
    // Everything in this spec happened on 20 February.
    expect(due([...cleared, wordsAnswered("open", ["conclusion"])])).toEqual([["2026-02-20", recordOutcomeOpened()]]);
    expect(due([...cleared, wordsAnswered("object", ["conclusion"])])).toEqual([]);
    expect(readers([...opened, wordsAnswered("object", ["conclusion"])])).toEqual([]);
    expect(due([...over, wordsAnswered("object", ["closing"])])).toEqual([]);
    expect(due([...over, wordsAnswered("object", ["conclusion"])])).toEqual([]);
    // What it said of a former closing does not count for the next one.
    const again = [...over, wordsAnswered("open", ["closing"]), reopened(), explained("anew"), closed(), told([BODY], "of-both")];
    expect(due(again).map(([day]) => day)).toEqual([OPENS_ON, OPENS_ON]);
  });

  it("waits while it is not certain that the day has begun", () => {
    given(cleared, { ...on(OPENS_ON), certainToday: "2026-03-08" })
      .when(recordOutcomeOpened())
      .thenRefused("NOT_DUE");
  });

  it("is shown when a concern is closed, whatever its conclusion", () => {
    expect(due([...shared, lightSupport(), told()])).toEqual([]);
    expect(due(over)).toEqual([[OPENS_ON, recordOutcomeOpened("closing")]]);
    given(over, on(OPENS_ON))
      .when(recordOutcomeOpened("closing"))
      .then([outcomeOpened({ ending: "closing", until: UNTIL })]);
  });

  it("is shown again when a concern with a satisfactory explanation is closed", () => {
    const both = [...opened, closed(), told([BODY], "told-of-closing")];
    expect(due(both)).toEqual([[OPENS_ON, recordOutcomeOpened("closing")]]);
    expect(readers([...both, outcomeOpened({ ending: "closing", until: "2026-04-20" })], "2026-04-20")).toEqual([BODY]);
  });

  it("goes only to bodies that had opened the concern, and that it was shared with", () => {
    given(cleared, on(OPENS_ON, [MINISTRY, BODY, BODY]))
      .when(recordOutcomeOpened())
      .then([outcomeOpened({ until: UNTIL })]);
    const none = outcomeOpened({ bodies: [], until: UNTIL });
    given(cleared, on(OPENS_ON, [])).when(recordOutcomeOpened()).then([none]);
    expect(due([...cleared, none])).toEqual([]);
    expect(readers([...cleared, none])).toEqual([]);
  });

  it("goes to a body whose share has ended", () => {
    given([...cleared, withdrawn()], on(OPENS_ON))
      .when(recordOutcomeOpened())
      .then([outcomeOpened({ until: UNTIL })]);
  });

  it("is not shown while the record of disclosures cannot be read", () => {
    given(cleared, { today: OPENS_ON }).when(recordOutcomeOpened()).thenRefused("BUSY");
  });

  it("is recorded once, however many hubs record it", () => {
    given(opened, on(OPENS_ON)).when(recordOutcomeOpened()).thenNothing();
    expect(due(opened)).toEqual([]);
  });

  it("does not exist of a concern that was never shared, that is under review, or that was reopened", () => {
    expect(due([...aware, explained(), told()])).toEqual([]);
    expect(due([...shared, underReview(), told()])).toEqual([]);
    expect(due([...cleared, reopened()])).toEqual([]);
    given([...cleared, reopened()], on(OPENS_ON))
      .when(recordOutcomeOpened())
      .thenRefused("NO_OUTCOME", "conclusion");
  });

  it("does not exist where the council was told before this was a rule", () => {
    expect(due([...shared, explained(), madeAware([BODY], "former")])).toEqual([]);
    expect(
      due([...shared, { type: "ExplanationAccepted.v2", data: { ...explained().data, awaitsTelling: false } }] as never),
    ).toEqual([]);
  });
});

describe("The bodies that had opened a concern", () => {
  it("read its outcome for 20 working days", () => {
    expect(readers(cleared)).toEqual([]);
    expect(readers(opened)).toEqual([BODY]);
    expect(readers(opened, UNTIL)).toEqual([BODY]);
    expect(readers(opened, "2026-04-09")).toEqual([]);
    expect(nextChange(concernOf(opened), { today: OPENS_ON, certainToday: OPENS_ON })).toBe("2026-04-09");
  });

  it("read it too where the council itself requested the share, whatever it disputes of the records that told it of bodies", () => {
    const requested = [...evidenced, madeAwareNow([]), shareRequested(), ...madeAsRequested(), explained(), told([])];
    const both = [...requested, outcomeOpened({ bodies: [PEERS], until: UNTIL })];
    expect(readers(both)).toEqual([PEERS]);
    expect(readers([...both, awarenessAnswered("not-told")])).toEqual([PEERS]);
  });

  it("stop to read it when the concern is reopened", () => {
    expect(readers([...opened, reopened()])).toEqual([]);
    expect(readers([...opened, reopened(), explained("anew"), told([BODY], "told-anew")])).toEqual([]);
  });

  it("stop to read it when the council disputes that it was told of the ending or of them, until a second adviser has told it", () => {
    const record = { awareness: "told-of-ending" };
    const notTold = [...opened, awarenessAnswered("not-told", record)];
    expect(readers(notTold)).toEqual([]);
    expect(readers([...notTold, awarenessAnswered("confirmed", record)])).toEqual([BODY]);
    expect(readers([...notTold, told([BODY], "told-again")])).toEqual([BODY]);
    expect(readers([...opened, awarenessAnswered("told-otherwise", { ...record, words: ["conclusion"] })])).toEqual([]);
    // Of an explanation that it disputes, the closing tells nothing either.
    const both = [...cleared, closed(), told([BODY], "told-of-closing"), outcomeOpened({ ending: "closing", until: UNTIL })];
    expect(readers(both)).toEqual([BODY]);
    expect(readers([...both, awarenessAnswered("told-otherwise", { ...record, words: ["conclusion"] })])).toEqual([]);
    const first = madeAwareNow([BODY, MINISTRY]);
    const twice = [
      ...evidenced,
      first,
      proposed(),
      stated("agrees"),
      made(),
      explained(),
      told([BODY]),
      outcomeOpened({ until: UNTIL }),
    ];
    expect(readers([...twice, awarenessAnswered("told-otherwise", { awareness: "awareness", bodies: [BODY] })])).toEqual([BODY]);
    const once = [
      ...evidenced,
      first,
      proposed(),
      stated("agrees"),
      made(),
      explained(),
      told([]),
      outcomeOpened({ until: UNTIL }),
    ];
    expect(readers([...once, awarenessAnswered("told-otherwise", { awareness: "awareness", bodies: [BODY] })])).toEqual([]);
  });
});

describe("The council", () => {
  const byCouncil = { actor: COUNCIL_OFFICER };

  it("says no before the outcome is shown: it is never shown", () => {
    for (const events of [cleared, over, [...shared, explained()], [...shared, lightSupport(), told()]])
      given(events, byCouncil).when(refuseOutcome).then([outcomeRefused()]);
    expect(due([...cleared, outcomeRefused()])).toEqual([]);
    given([...cleared, outcomeRefused()], on(OPENS_ON))
      .when(recordOutcomeOpened())
      .thenNothing();
    // The closing of an explained concern too.
    expect(due([...cleared, outcomeRefused(), closed(), told([BODY], "told-of-closing")])).toEqual([]);
  });

  it("says no after it is shown: that ends at once", () => {
    given(opened, byCouncil).when(refuseOutcome).then([outcomeRefused()]);
    expect(readers([...opened, outcomeRefused()])).toEqual([]);
  });

  it("says no once, and anew of another conclusion", () => {
    given([...cleared, outcomeRefused()], byCouncil)
      .when(refuseOutcome)
      .thenNothing();
    given([...cleared, outcomeRefused(), reopened(), explained("anew")], byCouncil)
      .when(refuseOutcome)
      .then([outcomeRefused("anew")]);
  });

  it("says no by somebody who can speak for it, in one office, once there is a conclusion", () => {
    given(shared, byCouncil).when(refuseOutcome).thenRefused("NO_OUTCOME");
    given([...cleared, reopened()], byCouncil)
      .when(refuseOutcome)
      .thenRefused("NO_OUTCOME");
    given(cleared, { ...byCouncil, offices: [] })
      .when(refuseOutcome)
      .thenRefused("NOT_A_SPEAKER");
    given(cleared, { ...byCouncil, offices: [IN_OFFICE, { office: "leader" }] })
      .when(refuseOutcome)
      .thenRefused("OFFICE_REQUIRED", "office");
  });

  it("is told again of the ending of a closed concern, when it disputed that, and the days count from then", () => {
    const disputed = [...over, awarenessAnswered("not-told", { awareness: "told-of-ending" })];
    expect(due(disputed)).toEqual([]);
    const again = { toldOn: "2026-03-10", bodies: [] };
    given(disputed, { today: "2026-03-10", actor: SECOND_ADVISER })
      .when(recordAwareness(again))
      .then([
        {
          ...madeAwareNow([], "awareness", "2026-03-10", "2026-03-17"),
          data: {
            ...(madeAwareNow([], "awareness", "2026-03-10", "2026-03-17").data as object),
            repairs: "told-of-ending",
          },
        } as ConcernEvent,
      ]);
    expect(due([...disputed, madeAwareNow([], "again", "2026-03-10", "2026-03-17")])).toEqual([
      ["2026-03-17", recordOutcomeOpened("closing")],
    ]);
  });
});
