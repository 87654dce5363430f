import { describe, expect, it } from "vitest";
import {
  addEvidence,
  aware,
  BODY,
  evidenceAdded,
  evidenced,
  extendTelling,
  logConcern,
  logged,
  madeAwareNow,
  openUntoldWords,
  proposeShare,
  recordAwareness,
  recordConversation,
  recordUntoldDue,
  TELL_BY,
  tellingExtended,
  untoldFellDue,
  withdrawEvidence,
  wordsOpened,
} from "../../test/examples/concern.ts";
import { ADVISER, concernOf, given, SECOND_ADVISER, TODAY } from "../../test/helpers/specification.ts";
import { workingDaysAfter } from "../dates.ts";
import { certainDay } from "../decision-context.ts";
import { deadlinesOf } from "./deadlines.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf } from "./facts.ts";
import { NONE_BLOCKED, nextChange } from "./shares.ts";
import { untoldFrom } from "./untold.ts";

/** The first day after the last one to tell the council; the next working day after that is 1 April. */
const OVERDUE = "2026-03-31";
const areClosed = (events: readonly ConcernEvent[], today: string) =>
  factsOf(concernOf(events), { ...certainDay(today), inForce: new Set(), blocked: NONE_BLOCKED }).wordsClosed;

describe("The last day to tell the council", () => {
  it("is twenty working days after the concern was logged", () => {
    given([])
      .when(logConcern())
      .then([logged({ tellBy: TELL_BY }), evidenceAdded()]);
    // Good Friday and Easter Monday do not count.
    given([], { today: "2026-03-16" })
      .when(logConcern())
      .then([logged({ tellBy: "2026-04-15" }), evidenceAdded()]);
  });

  it("is that of an earlier concern of the same council, strand and cause of which the council was never told", () => {
    const earlier = { tellBy: "2026-03-10", isExtended: false };
    given([], { untoldMatters: [{ tellBy: "2026-03-20", isExtended: false }, earlier] })
      .when(logConcern())
      .then([logged({ tellBy: "2026-03-10" }), evidenceAdded()]);
  });

  it("may have passed already: the text of the concern is then closed from the start", () => {
    given([], { untoldMatters: [{ tellBy: "2026-02-20", isExtended: false }] })
      .when(logConcern())
      .then([logged({ tellBy: "2026-02-20" }), evidenceAdded()]);
    expect(areClosed([logged({ tellBy: "2026-02-20" }), evidenceAdded()], TODAY)).toBe(true);
  });

  it("is at most twenty working days ahead if an earlier concern was extended, whose extension counts for the new one", () => {
    given([], { untoldMatters: [{ tellBy: "2026-04-20", isExtended: true }] })
      .when(logConcern())
      .then([logged({ tellBy: TELL_BY, isExtended: true }), evidenceAdded()]);
    given([logged({ isExtended: true }), evidenceAdded()], { actor: SECOND_ADVISER })
      .when(extendTelling())
      .thenRefused("EXTENSION_USED");
  });

  it("of a concern from before the rule is twenty working days after the rule began, or after a later logging", () => {
    const { tellBy: _, ...data } = (logged() as Extract<ConcernEvent, { type: "ConcernLogged.v2" }>).data;
    expect(untoldFrom(data, { actor: ADVISER, at: "2025-03-01T10:00:00.000Z" }).tellBy).toBe("2026-12-31");
    expect(untoldFrom(data, { actor: ADVISER, at: "2026-12-07T10:00:00.000Z" }).tellBy).toBe("2027-01-07");
  });
});

describe("An untold concern whose last day has passed", () => {
  it("accepted evidence up to that day, and accepts none after it until the council has been told", () => {
    const added = evidenceAdded();
    given(evidenced, { today: TELL_BY }).when(addEvidence()).then([added]);
    given(evidenced, { today: OVERDUE }).when(addEvidence()).thenRefused("UNTOLD_TOO_LONG");
    given(aware, { today: OVERDUE }).when(addEvidence()).then([added]);
  });

  it("accepts an awareness record, and refuses commands that need its text", () => {
    given(evidenced, { today: OVERDUE })
      .when(recordAwareness())
      .then([madeAwareNow([BODY], "awareness", "2026-02-27", workingDaysAfter(OVERDUE, 5))]);
    for (const command of [withdrawEvidence(), recordConversation(), proposeShare()])
      given(evidenced, { today: OVERDUE }).when(command).thenRefused("WORDS_CLOSED");
    for (const command of [withdrawEvidence(), recordConversation(), proposeShare()])
      given([...evidenced, wordsOpened()], { today: OVERDUE })
        .when(command)
        .thenRefused("WORDS_CLOSED");
  });

  it("has its text closed from the day after the last day, until the council is told", () => {
    expect([TELL_BY, OVERDUE, "2027-01-01"].map((day) => areClosed(evidenced, day))).toEqual([false, true, true]);
    expect(areClosed(aware, OVERDUE)).toBe(false);
  });

  it("changes by date on the day on which its text closes, and on the day after an opening ends", () => {
    expect(nextChange(concernOf(evidenced), certainDay(TODAY))).toBe(OVERDUE);
    expect(nextChange(concernOf(evidenced), certainDay(OVERDUE))).toBeUndefined();
    expect(nextChange(concernOf([...evidenced, wordsOpened()]), certainDay(OVERDUE))).toBe("2026-04-02");
    expect(nextChange(concernOf(aware), certainDay(TODAY))).toBeUndefined();
  });
});

describe("Opening the text of an overdue concern", () => {
  it("lasts until the end of the next working day, for a stated purpose", () => {
    given(evidenced, { today: OVERDUE }).when(openUntoldWords()).then([wordsOpened()]);
    // The Thursday before Easter.
    given(evidenced, { today: "2026-04-02" })
      .when(openUntoldWords("discard"))
      .then([wordsOpened({ purpose: "discard", until: "2026-04-07" })]);
    const opened = [...evidenced, wordsOpened()];
    expect([OVERDUE, "2026-04-01", "2026-04-02"].map((day) => areClosed(opened, day))).toEqual([false, false, true]);
  });

  it("does nothing while the text is open: up to the last day, after an opening for the same purpose, and after the council was told", () => {
    given(evidenced, { today: TELL_BY }).when(openUntoldWords()).thenNothing();
    given([...evidenced, wordsOpened()], { today: "2026-04-01" })
      .when(openUntoldWords())
      .thenNothing();
    given([...evidenced, wordsOpened()], { today: "2026-04-01" })
      .when(openUntoldWords("discard"))
      .then([wordsOpened({ purpose: "discard", until: "2026-04-02" })]);
    given(aware, { today: OVERDUE }).when(openUntoldWords()).thenNothing();
  });
});

describe("The record that the last day to tell the council passed", () => {
  it("is made once, from the day after that day, by the hub or an adviser", () => {
    given(evidenced, { today: TELL_BY }).when(recordUntoldDue()).thenRefused("NOT_DUE");
    given(evidenced, { today: OVERDUE, actor: "hub" }).when(recordUntoldDue()).then([untoldFellDue()]);
    given([...evidenced, untoldFellDue()], { today: OVERDUE })
      .when(recordUntoldDue())
      .thenNothing();
  });

  it("is not made after the council was told, or before an extended last day", () => {
    given(aware, { today: OVERDUE }).when(recordUntoldDue()).thenNothing();
    given([...evidenced, tellingExtended()], { today: OVERDUE })
      .when(recordUntoldDue())
      .thenRefused("NOT_DUE");
  });

  it("is a deadline of the concern", () => {
    const command = { name: "recordUntoldDue", input: { concern: "concern" } };
    expect(deadlinesOf(concernOf(evidenced))).toEqual([{ on: OVERDUE, command }]);
    expect(deadlinesOf(concernOf([...evidenced, tellingExtended()]))).toEqual([{ on: "2026-04-16", command }]);
    for (const events of [aware, [...evidenced, untoldFellDue()]]) expect(deadlinesOf(concernOf(events))).toEqual([]);
  });
});

describe("Extending the time to tell the council", () => {
  const bySecond = { actor: SECOND_ADVISER };

  it("is possible once, by a second adviser with a reason, in working days from the last day", () => {
    given(evidenced, bySecond).when(extendTelling()).then([tellingExtended()]);
    given([...evidenced, tellingExtended()], bySecond)
      .when(extendTelling())
      .thenRefused("EXTENSION_USED");
    expect(areClosed([...evidenced, tellingExtended()], "2026-04-15")).toBe(false);
    expect(areClosed([...evidenced, tellingExtended()], "2026-04-16")).toBe(true);
  });

  it("is refused to the adviser who logged the concern", () => {
    given(evidenced).when(extendTelling()).thenRefused("EXTENSION_BY_LOGGER");
  });

  it("adds at most 20 working days", () => {
    given(evidenced, bySecond)
      .when(extendTelling({ workingDays: 20 }))
      .then([tellingExtended("2026-04-29")]);
    given(evidenced, bySecond)
      .when(extendTelling({ workingDays: 21 }))
      .thenRefused("EXTENSION_TOO_LONG", "workingDays");
  });

  it("is refused after the last day, and after the council was told", () => {
    given(evidenced, { ...bySecond, today: TELL_BY })
      .when(extendTelling())
      .then([tellingExtended()]);
    given(evidenced, { ...bySecond, today: OVERDUE })
      .when(extendTelling())
      .thenRefused("EXTENSION_LATE", undefined, "It passed on 30 March 2026.");
    given(aware, bySecond).when(extendTelling()).thenRefused("COUNCIL_TOLD");
  });
});
