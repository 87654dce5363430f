import { describe, expect, it } from "vitest";
import {
  acceptConditions,
  addEvidence,
  answerAwareness,
  answerChallenge,
  answerWords,
  aware,
  challengeAnswered,
  challengeConcern,
  challenged,
  closeConcern,
  closed,
  concludeConcern,
  confirmDanger,
  confirmEscalation,
  confirmLetter,
  councilSupplied,
  declineShareRequest,
  discardConcern,
  effectivenessReviewed,
  evidenced,
  expired,
  expireShare,
  explained,
  extendTelling,
  giveReassurance,
  liftRestriction,
  logConcern,
  made,
  makeRequestedShare,
  makeShare,
  openUntoldWords,
  overrideObjection,
  packaged,
  proposeDiscard,
  proposed,
  proposeShare,
  REVIEW_ON,
  raiseEscalation,
  recordAnswerDue,
  recordAwareness,
  recordConversation,
  recordCouncilNotReached,
  recordCouncilReached,
  recordLetter,
  recordOutcomeOpened,
  recordReviewDue,
  recordUntoldDue,
  refuseOutcome,
  reopenConcern,
  reopened,
  requestDeclined,
  requestShare,
  restrictConcern,
  reviewEffectiveness,
  reviewRestriction,
  sayNotPersuaded,
  setOwner,
  shareRequested,
  standDownEscalation,
  stated,
  statePosition,
  supplyEvidence,
  takeMoreTime,
  UNTIL,
  underReview,
  withdrawEvidence,
  withdrawn,
  withdrawShare,
  withdrawShareRequest,
} from "../../test/examples/concern.ts";
import { by, concernOf, given, IN_OFFICE, TODAY } from "../../test/helpers/specification.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { certainDay } from "../decision-context.ts";
import { type ConcernCommand, type ConcernCommandName, concernCommands } from "./commands.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf } from "./facts.ts";
import { tasksOf } from "./tasks.ts";

const concluded = [...aware, explained()];
const over = [...concluded, closed()];
const withdrawnByClosing = (share = "share"): ConcernEvent => ({
  type: "ShareWithdrawn.v1",
  data: { share, text: plain({ reason: "The concern was closed." }) },
});
const correction: ConcernEvent = {
  type: "CorrectionRequested.v2",
  data: { correction: "correction", ...IN_OFFICE, text: plain({ request: "The reserves cover eight months." }) },
};
const resolved: ConcernEvent = {
  type: "CorrectionResolved.v2",
  data: { awaitsTelling: true, correction: "correction", outcome: "refused", text: plain({ reason: "They cover four." }) },
};
const reply: ConcernCommand = { name: "reply", input: { concern: "concern", reply: "We disagree." } };
const requestCorrection: ConcernCommand = {
  name: "requestCorrection",
  input: { concern: "concern", request: "The reserves cover eight months." },
};
const resolveCorrection: ConcernCommand = {
  name: "resolveCorrection",
  input: { concern: "concern", correction: "correction", outcome: "refused", reason: "They cover four." },
};

describe("Closing a concern", () => {
  it("follows its conclusion, with a reason", () => {
    given(concluded).when(closeConcern()).then([closed()]);
    expect(concernOf(over).closed).toEqual({ ...by, told: false, text: plain({ reason: "Nothing is left to do." }) });
  });

  it("is refused without a conclusion in force", () => {
    for (const events of [evidenced, aware, [...concluded, reopened()]])
      given(events).when(closeConcern()).thenRefused("NOT_CONCLUDED");
  });

  it("is refused while it is under review, up to the day of the review", () => {
    const reviewed = [...aware, underReview()];
    given(reviewed, { today: "2026-05-28" })
      .when(closeConcern())
      .thenRefused("REVIEW_NOT_OVER", undefined, `It is due on ${dateInWords(REVIEW_ON)}.`);
    given(reviewed, { today: REVIEW_ON }).when(closeConcern()).then([closed()]);
  });

  it("is refused while a request for correction is neither accepted nor refused", () => {
    given([...concluded, correction])
      .when(closeConcern())
      .thenRefused("CORRECTION_OPEN");
    given([...concluded, correction, resolved])
      .when(closeConcern())
      .then([closed()]);
  });

  it("is refused while a challenge of the panel's is unanswered", () => {
    const packageChallenged = [...aware, packaged(), challenged()];
    given(packageChallenged).when(closeConcern()).thenRefused("CHALLENGE_OPEN");
    const answered = [...packageChallenged, challengeAnswered()];
    given(answered).when(closeConcern()).thenRefused("REVIEW_AWAITED");
    given([...answered, effectivenessReviewed()])
      .when(closeConcern())
      .then([closed()]);
    // Twenty working days after 20 February, when it was answered.
    given(answered, { today: "2026-03-20" }).when(closeConcern()).thenRefused("REVIEW_AWAITED");
    given(answered, { today: "2026-03-21" }).when(closeConcern()).then([closed()]);
  });

  it("ends every share that has not ended, whether it was made or not", () => {
    const shares = [
      proposed(),
      proposed({ share: "second" }),
      proposed({ share: "third" }),
      stated("agrees"),
      made(),
      stated("objects", { share: "second" }),
      withdrawn("third"),
    ];
    given([...aware, ...shares, explained()])
      .when(closeConcern())
      .then([withdrawnByClosing(), withdrawnByClosing("second"), closed()]);
  });

  it("records a made share that is past its last day as expired, and withdraws a share that was never made", () => {
    const shares = [proposed(), proposed({ share: "second" }), stated("agrees"), made()];
    const closing = (today: string, ...more: ConcernEvent[]) =>
      given([...aware, ...shares, ...more, explained()], { today }).when(closeConcern());
    closing(UNTIL).then([withdrawnByClosing(), withdrawnByClosing("second"), closed()]);
    closing("2026-07-01").then([expired(), withdrawnByClosing("second"), closed()]);
    const narrowed = stated("agrees-with-conditions", { until: "2026-03-31" });
    closing("2026-03-31", narrowed).then([withdrawnByClosing(), withdrawnByClosing("second"), closed()]);
    closing("2026-04-01", narrowed).then([expired(), withdrawnByClosing("second"), closed()]);
  });

  it("ends the access of every recipient, and becomes the concern's stage", () => {
    const events = [...aware, proposed(), stated("agrees"), made(), explained(), withdrawnByClosing(), closed()];
    expect(factsOf(concernOf(events), { ...certainDay(TODAY), blocked: new Set<string>(), inForce: new Set() })).toMatchObject({
      stage: "closed",
      headlineSharedWith: [],
      summarySharedWith: [],
      evidenceSharedWith: [],
    });
  });

  it("a second time does nothing", () => {
    given(over).when(closeConcern()).thenNothing();
  });
});

/** One command of every name, for what a closed concern answers to each. */
const EVERY: Readonly<Record<ConcernCommandName, ConcernCommand>> = {
  logConcern: logConcern(),
  addEvidence: addEvidence(),
  supplyEvidence: supplyEvidence(),
  withdrawEvidence: withdrawEvidence(),
  recordAwareness: recordAwareness(),
  extendTelling: extendTelling(),
  openUntoldWords: openUntoldWords(),
  restrictConcern: restrictConcern(),
  reviewRestriction: reviewRestriction(),
  liftRestriction: liftRestriction(),
  setOwner: setOwner("second-adviser"),
  recordUntoldDue: recordUntoldDue(),
  proposeDiscard: proposeDiscard(),
  discardConcern: discardConcern(),
  reply,
  answerAwareness: answerAwareness("confirmed"),
  answerWords: answerWords("open", ["evidence"]),
  requestCorrection,
  resolveCorrection,
  proposeShare: proposeShare(),
  statePosition: statePosition("objects"),
  overrideObjection: overrideObjection(),
  makeShare: makeShare(),
  withdrawShare: withdrawShare(),
  expireShare: expireShare(),
  acceptConditions: acceptConditions(),
  requestShare: requestShare(),
  withdrawShareRequest: withdrawShareRequest(),
  makeRequestedShare: makeRequestedShare(),
  declineShareRequest: declineShareRequest(),
  confirmDanger: confirmDanger(),
  takeMoreTime: takeMoreTime(),
  recordLetter: recordLetter(),
  confirmLetter: confirmLetter(),
  recordCouncilReached: recordCouncilReached(),
  recordCouncilNotReached: recordCouncilNotReached(),
  recordConversation: recordConversation(),
  concludeConcern: concludeConcern("not-accepted"),
  reopenConcern: reopenConcern(),
  closeConcern: closeConcern(),
  recordOutcomeOpened: recordOutcomeOpened("closing"),
  refuseOutcome,
  recordReviewDue: recordReviewDue(),
  recordAnswerDue: recordAnswerDue(),
  sayNotPersuaded: sayNotPersuaded(),
  raiseEscalation: raiseEscalation(),
  confirmEscalation: confirmEscalation(),
  standDownEscalation: standDownEscalation(),
  giveReassurance: giveReassurance(),
  challengeConcern: challengeConcern(),
  answerChallenge: answerChallenge(),
  reviewEffectiveness: reviewEffectiveness(),
};
const TAKEN = [
  "answerWords",
  "logConcern",
  "reply",
  "answerAwareness",
  "withdrawShareRequest",
  "declineShareRequest",
  "requestCorrection",
  "resolveCorrection",
  "supplyEvidence",
  "reopenConcern",
  "closeConcern",
  ...["restrictConcern", "reviewRestriction", "liftRestriction"],
  "recordAwareness",
  "recordOutcomeOpened",
  "refuseOutcome",
  "setOwner",
];
const NOT_TAKEN = (Object.keys(concernCommands) as ConcernCommandName[]).filter((name) => !TAKEN.includes(name));

describe("A closed concern", () => {
  it("still accepts the council's reply, its requests for correction and its evidence", () => {
    given(over)
      .when(reply)
      .then([{ type: "CouncilReplied.v2", data: { reply: "reply", ...IN_OFFICE, text: plain({ reply: "We disagree." }) } }]);
    given(over).when(requestCorrection).then([correction]);
    given([...over, correction])
      .when(resolveCorrection)
      .then([resolved]);
    given(over)
      .when(supplyEvidence())
      .then([councilSupplied("evidence-0")]);
  });

  it("still lets an adviser decline the council's request for a share, which waits in the advisers' inbox", () => {
    const waiting = [...aware, shareRequested(), explained(), closed()];
    given(waiting).when(declineShareRequest()).then([requestDeclined()]);
    expect(tasksOf(concernOf(waiting), { blocked: new Set(), inForce: new Set() }).map(({ kind }) => kind)).toEqual([
      "tell-council-of-text",
      "share-requested",
    ]);
  });

  it.each(NOT_TAKEN)("refuses %s", (name) => {
    given(over).when(EVERY[name]).thenRefused("CONCERN_CLOSED");
  });

  it("can be reopened, and then has its stage from before the conclusion, while its shares stay ended", () => {
    given(over).when(reopenConcern()).then([reopened()]);
    const shared = [...aware, proposed(), stated("agrees"), made(), explained(), withdrawnByClosing(), closed(), reopened()];
    const state = concernOf(shared);
    expect(state).not.toHaveProperty("closed");
    expect(factsOf(state, { ...certainDay(TODAY), blocked: new Set<string>(), inForce: new Set() })).toMatchObject({
      stage: "shared",
      headlineSharedWith: [],
    });
    given(shared).when(makeShare()).thenRefused("SHARE_ENDED", "share");
    given(shared).when(closeConcern()).thenRefused("NOT_CONCLUDED");
    given(shared).when(proposeShare()).then([proposed()]);
  });

  it("that was reopened is concluded and closed again", () => {
    given([...over, reopened()])
      .when(concludeConcern("satisfactory-explanation"))
      .then([explained()]);
    given([...over, reopened(), explained()])
      .when(closeConcern())
      .then([closed()]);
  });
});
