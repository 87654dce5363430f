// Recipients read what an adviser wrote only once the council has been told of it.
import { describe, expect, it } from "vitest";
import { piecesOf } from "../../projections/register/text-pieces.ts";
import { presentSummary } from "../../queries/concerns/present.ts";
import { presentChallenges, presentForRecipient } from "../../queries/concerns/present-life.ts";
import {
  answerChallenge,
  awareOfAll,
  BODY,
  challengeAnswered,
  challenged,
  closeConcern,
  closed,
  concludeConcern,
  explained,
  giveReassurance,
  lightSupport,
  madeAware,
  madeAwareNow,
  notAccepted,
  packaged,
  reassured,
  reopenConcern,
  reopened,
  sharedWithMinistry,
  underReview,
} from "../../test/examples/concern.ts";
import { concernOf, given, noKeys, seesAllWords, seesToldWords, TODAY } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { certainDay } from "../decision-context.ts";
import { upcast } from "../stored-events.ts";
import type { ConcernCommand } from "./commands.ts";
import type { ConcernEvent } from "./events.ts";
import { type ConcernState, untoldSince } from "./state.ts";

const requested: ConcernEvent = {
  type: "CorrectionRequested.v2",
  data: { correction: "correction", text: plain({ request: "It is two teams." }) },
};
const resolved: ConcernEvent = {
  type: "CorrectionResolved.v2",
  data: {
    awaitsTelling: true,
    correction: "correction",
    outcome: "accepted",
    text: plain({ reason: "The chart says so.", correctedSummary: "Two teams are late.", correctedObserved: "Two of six." }),
  },
};
const told = madeAware([], "told-again");

/** Everything that a recipient of the summary, of a share and of a challenge can read. */
const readBy = (state: ConcernState, seesUntold: boolean): string => {
  const parts = new Map(seesUntold ? ([["unsharedEvidence", []]] as const) : []);
  const sees = seesUntold ? seesAllWords : seesToldWords(state);
  const { text, observed, replies, corrections, conclusions, closed } = presentSummary(noKeys, state, parts, sees);
  const day = { ...certainDay(TODAY), blocked: new Set<string>(), inForce: new Set<string>() };
  const shares = state.shares.map((share) => presentForRecipient(noKeys, state, share, day));
  const { challenges } = presentChallenges(noKeys, state, parts, sees);
  return JSON.stringify([text(), observed(), replies(), corrections(), conclusions(), closed(), shares, challenges]);
};

const CASES: readonly (readonly [string, readonly ConcernEvent[], readonly string[]])[] = [
  ["the corrected text and the reason of a correction", [requested, resolved], ["Two teams are late", "Two of six", "The chart"]],
  ["a satisfactory explanation", [explained()], ["agreed in March", "regional note"]],
  ["what the council does under review", [underReview()], ["reserves each month"]],
  ["causes and solutions of light support", [lightSupport()], ["No financial strategy", "mentor for the section"]],
  ["causes and solutions of a package", [packaged()], ["No financial strategy", "mentor for the section"]],
  ["why views differ", [notAccepted()], ["reserves to be enough"]],
  ["why it was reopened", [explained(), told, reopened()], ["reports anew"]],
  ["why it was closed", [explained(), told, closed()], ["Nothing is left to do"]],
  ["reassurance within a share", [reassured()], ["mentor works with"]],
  ["an answer to the panel", [challenged(), challengeAnswered()], ["budget is balanced"]],
];

describe("A recipient", () => {
  it.each(CASES)("does not read %s before the council has been told", (_, events, texts) => {
    const untold = concernOf([...sharedWithMinistry, ...events]);
    const after = concernOf([...sharedWithMinistry, ...events, told]);
    for (const text of texts) {
      expect(readBy(untold, false)).not.toContain(text);
      expect(readBy(after, false)).toContain(text);
    }
    expect([untoldSince(untold), untoldSince(after)]).toEqual([expect.any(String), undefined]);
  });

  it("does not find that text by searching either, but readers of unshared evidence do", () => {
    const search = (events: readonly ConcernEvent[], part: "summary" | "unsharedEvidence") =>
      piecesOf(concernOf([...sharedWithMinistry, ...events]))
        .filter((piece) => piece.part === part)
        .map((piece) => piece.text(noKeys))
        .join();
    for (const [, events, texts] of CASES.slice(0, 8))
      for (const text of texts) {
        expect(search(events, "summary")).not.toContain(text);
        expect(search(events, "unsharedEvidence")).toContain(text);
        expect(search([...events, told], "summary")).toContain(text);
        expect(search([...events, told], "unsharedEvidence")).not.toContain(text);
      }
  });

  it("can still read text that was shown before this rule", () => {
    const before = { type: "CorrectionResolved.v1", data: { ...resolved.data, awaitsTelling: undefined } };
    const events = [requested, upcast(before as never) as ConcernEvent];
    expect(readBy(concernOf([...sharedWithMinistry, ...events]), false)).toContain("Two teams are late");
  });
});

describe("The council and its advisers", () => {
  it("can read text at once", () => {
    for (const [, events, texts] of CASES.filter((_, index) => index !== 8))
      for (const text of texts) expect(readBy(concernOf([...sharedWithMinistry, ...events]), true)).toContain(text);
  });
});

describe("Telling the council with the same command", () => {
  const telling = {
    ...{ toldName: "Ines Hollowell", toldOffice: "chief-executive", channel: "in-person", toldOn: "2026-02-27" },
    ...{ about: "The budget, and who will be told of it.", bodies: [BODY] },
  } as const;
  const withTelling = (command: ConcernCommand) => ({ ...command, input: { ...command.input, told: telling } }) as ConcernCommand;
  const aware = madeAwareNow([BODY]);

  it("records both together", () => {
    given(awareOfAll)
      .when(withTelling(concludeConcern("satisfactory-explanation")))
      .then([explained(), aware]);
    given([...awareOfAll, explained()])
      .when(withTelling(reopenConcern()))
      .then([reopened(), aware]);
    given([...awareOfAll, explained()])
      .when(withTelling(closeConcern()))
      .then([closed(), aware]);
    given(sharedWithMinistry).when(withTelling(giveReassurance())).then([reassured(), aware]);
    given([...awareOfAll, packaged(), told, challenged()], { actor: "officer" })
      .when(withTelling(answerChallenge()))
      .then([challengeAnswered(), aware]);
  });

  it("is refused like a separate awareness record, with the field of that record", () => {
    const future = { ...telling, toldOn: "2026-03-03" };
    const command = { ...reopenConcern(), input: { ...reopenConcern().input, told: future } } as ConcernCommand;
    given([...awareOfAll, explained()])
      .when(command)
      .thenRefused("FUTURE_DATE", "told.toldOn");
  });

  it("is refused together with the faults of the command itself", () => {
    const future = { ...telling, toldOn: "2026-03-03" };
    const review = concludeConcern("under-review", { reviewOn: "2026-03-02" });
    given(awareOfAll)
      .when({ ...review, input: { ...review.input, told: future } } as ConcernCommand)
      .thenRefusedAll([
        ["REVIEW_TOO_EARLY", "reviewOn"],
        ["FUTURE_DATE", "told.toldOn"],
      ]);
  });
});
