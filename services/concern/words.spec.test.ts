import { describe, expect, it } from "vitest";
import {
  answerWords,
  aware,
  awarenessAnswered,
  awareOfAll,
  BODY,
  challengeAnswered,
  challenged,
  closed,
  councilSupplied,
  evidenceAdded,
  explained,
  MINISTRY,
  made,
  madeAware,
  madeAwareNow,
  opensAfterNotice,
  overridden,
  PANEL,
  packaged,
  proposed,
  reassured,
  recordAwareness,
  reopened,
  stated,
  statePosition,
  WORDS_OPEN,
  wordsAnswered,
} from "../../test/examples/concern.ts";
import {
  ADVISER,
  by,
  COUNCIL_OFFICER,
  circumstances,
  concernOf,
  given,
  SECOND_ADVISER,
  TODAY,
} from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { certainDay } from "../decision-context.ts";
import { decide } from "./decide.ts";
import type { ConcernEvent } from "./events.ts";
import { openBodies } from "./open-words.ts";
import { nextChange } from "./shares.ts";
import { type ConcernState, evolve } from "./state.ts";
import { reopeningId } from "./word-answers.ts";
import { answerTo, WORD_KINDS, wordsOf } from "./words.ts";

const toldAgain = (awareness = "told-again") => madeAwareNow([], awareness);
const later = evidenceAdded({ evidence: "later" });
const EVERYTHING = ["headline", "summary", "evidence"] as const;
const share = proposed({ parts: [...EVERYTHING] });
const shared = [...aware, share, stated("agrees"), made()];
const withMinistry = [
  ...awareOfAll,
  proposed({ body: MINISTRY, purpose: "reassure-on-support", parts: [...EVERYTHING] }),
  stated("agrees"),
  made(),
];
const DAY_BEFORE = "2026-03-06";

const wordIn = (state: ConcernState, id: string) =>
  wordsOf(state).find((word) => word.id === id) ?? expect.fail(`There is no word ${id}.`);

/** Like `concernOf`, for tests in which it matters who did something. */
const played = (...turns: readonly (readonly [actor: string, ...events: ConcernEvent[]])[]): ConcernState =>
  turns
    .flatMap(([actor, ...events]) => events.map((event) => ({ actor, event })))
    .reduce<ConcernState | undefined>(
      (state, { actor, event }) => evolve("concern", state, event, { actor, at: by.at }),
      undefined,
    ) ?? expect.fail("No concern was logged.");

/** The bodies to which a word is open on a day. */
function openTo(events: readonly ConcernEvent[] | ConcernState, word = "later", today = TODAY): readonly string[] {
  const state = "id" in events ? events : concernOf(events);
  const asOf = { ...certainDay(today), blocked: new Set<string>(), inForce: new Set(["in-advance"]) };
  return openBodies(state, asOf, wordIn(state, word));
}

describe("Words that an adviser writes after the council agreed to a share", () => {
  const told = [...shared, later, toldAgain()];

  it("open 5 working days after the council was told of them, and not before", () => {
    expect(WORDS_OPEN).toBe("2026-03-09");
    expect(openTo([...shared, later])).toEqual([]);
    expect([TODAY, DAY_BEFORE, WORDS_OPEN].map((day) => openTo(told, "later", day))).toEqual([[], [], [BODY]]);
    expect(nextChange(concernOf(told), certainDay(TODAY))).toBe(WORDS_OPEN);
    expect(nextChange(concernOf(told), { today: WORDS_OPEN, certainToday: DAY_BEFORE })).toBe(WORDS_OPEN);
  });

  it("open at once if the council says so, and never if it objects; its last answer counts", () => {
    expect(openTo([...told, wordsAnswered("open", ["later"])])).toEqual([BODY]);
    const objected = [...told, wordsAnswered("object", ["later"])];
    expect(openTo(objected, "later", "2026-06-01")).toEqual([]);
    expect(openTo([...objected, wordsAnswered("open", ["later"])])).toEqual([BODY]);
  });

  it("wait, as the reason for reopening, also for the conclusion with which they are presented", () => {
    const concluded = [...shared, explained("first"), toldAgain()];
    const reason = reopeningId("first");
    const anew = [...concluded, reopened(), toldAgain("of-the-reopening")];
    expect(openTo(anew, reason, WORDS_OPEN)).toEqual([BODY]);
    expect(openTo([...anew, wordsAnswered("open", [reason])], reason)).toEqual([]);
    expect(openTo([...anew, wordsAnswered("open", [reason, "first"])], reason)).toEqual([BODY]);
    expect(openTo([...anew, wordsAnswered("object", ["first"])], reason, WORDS_OPEN)).toEqual([]);
    expect(openTo([...anew, wordsAnswered("object", ["first"]), wordsAnswered("open", [reason])], reason, WORDS_OPEN)).toEqual(
      [],
    );
  });

  it("are covered by an agreement to a share that comes after the council was told of them, unless it objected to them", () => {
    const agreed = [...aware, later, toldAgain(), share, stated("agrees"), made()];
    expect(openTo(agreed)).toEqual([BODY]);
    expect(openTo([...agreed, wordsAnswered("object", ["later"])])).toEqual([]);
    expect(openTo([...told, stated("objects"), stated("agrees")])).toEqual([BODY]);
    expect(openTo([...told, wordsAnswered("object", ["later"]), stated("objects"), stated("agrees")])).toEqual([]);
  });

  it("are covered by the same agreement, stated again by the same person after the council was told of them", () => {
    given(told)
      .when(statePosition("agrees"))
      .then([stated("agrees")]);
    expect(openTo([...told, stated("agrees")])).toEqual([BODY]);
    given([...told, stated("agrees")])
      .when(statePosition("agrees"))
      .thenNothing();
    const narrowed = stated("agrees-with-conditions", { until: "2026-06-01" });
    const again = statePosition("agrees-with-conditions", { until: "2026-06-01" });
    given([...aware, share, narrowed, made()])
      .when(again)
      .thenNothing();
    given([...aware, share, narrowed, made(), later, toldAgain()])
      .when(again)
      .then([narrowed]);
    expect(openTo([...aware, share, narrowed, made(), later, toldAgain(), narrowed])).toEqual([BODY]);
    const inWords = {
      ...narrowed,
      data: { ...narrowed.data, text: plain({ statement: "For the leads alone." }) },
    } as ConcernEvent;
    given([...aware, share, inWords, made(), later, toldAgain()])
      .when(again)
      .thenNothing();
    given([...shared, stated("objects"), later, toldAgain()])
      .when(statePosition("objects"))
      .thenNothing();
  });

  it("are not covered by an agreement to the share by their author, or by the adviser who told the council of them", () => {
    const before = withMinistry;
    const agreement = stated("agrees");
    const agreedBy = (author: string, teller: string, person: string) =>
      played([ADVISER, ...before], [author, later], [teller, toldAgain()], [person, agreement]);
    const [author, teller] = ["author", "teller"];
    for (const person of [author, teller]) {
      const state = agreedBy(author, teller, person);
      expect(openTo(state, "later", "2026-06-01")).toEqual([]);
      const again = { ...circumstances, actor: person };
      expect(decide(state, statePosition("agrees"), again)).toEqual([]);
    }
    expect(openTo(agreedBy(author, teller, COUNCIL_OFFICER))).toEqual([MINISTRY]);
    // To other bodies they open by date.
    const withBody = played([ADVISER, ...shared], [author, later], [teller, toldAgain()], [author, agreement]);
    expect([DAY_BEFORE, WORDS_OPEN].map((day) => openTo(withBody, "later", day))).toEqual([[], [BODY]]);
  });

  it("are not covered by the agreement of one head if the other agreed before", () => {
    const byLeader = stated("agrees", { office: "leader" });
    expect(openTo([...shared, later, toldAgain(), byLeader])).toEqual([]);
    expect(openTo([...shared, byLeader, later, toldAgain()], "later", WORDS_OPEN)).toEqual([BODY]);
  });

  it("go to a department or inspectorate as evidence only with the council's yes", () => {
    const events = [...withMinistry, later, toldAgain()];
    expect(openTo(events, "later", "2026-06-01")).toEqual([]);
    expect(openTo([...events, wordsAnswered("open", ["later"])])).toEqual([MINISTRY]);
    // What is no evidence opens by date there too.
    expect(openTo([...withMinistry, explained(), toldAgain()], "conclusion", WORDS_OPEN)).toEqual([MINISTRY]);
  });

  it.each<[string, ConcernEvent[], string]>([
    ["a conclusion", [explained()], "conclusion"],
    ["why it was reopened", [explained(), madeAware([], "first"), reopened()], "reopening conclusion"],
    ["reassurance within the share", [reassured()], "reassurance"],
  ])("wait as %s too", (_, events, word) => {
    const told = [...withMinistry, ...events, toldAgain()];
    expect([DAY_BEFORE, WORDS_OPEN].map((day) => openTo(told, word, day))).toEqual([[], [MINISTRY]]);
  });

  it("wait as an answer to the panel too, which reviews it only then", () => {
    const toPanel = proposed({ body: PANEL, purpose: "challenge-support", parts: ["headline", "summary"] });
    const before = [...awareOfAll, packaged(), madeAware([], "first"), toPanel, stated("agrees"), made(), challenged()];
    const told = [...before, challengeAnswered(), toldAgain()];
    expect([DAY_BEFORE, WORDS_OPEN].map((day) => openTo(told, "challenge", day))).toEqual([[], [PANEL]]);
    const review = {
      name: "reviewEffectiveness",
      input: { concern: "concern", challenge: "challenge", judgement: "effective", finding: "It is." },
    } as const;
    given(told, { actor: "panel-member" }).when(review).thenRefused("CHALLENGE_NOT_ANSWERED", "challenge");
    given(told, { actor: "panel-member", today: WORDS_OPEN })
      .when(review)
      .then([
        {
          type: "EffectivenessReviewed.v1",
          data: { challenge: "challenge", judgement: "effective", text: plain({ finding: "It is." }) },
        },
      ]);
  });

  it("go at once where they are the council's own, or the correction that it asked for", () => {
    const request: ConcernEvent = {
      type: "CorrectionRequested.v2",
      data: { correction: "correction", text: plain({ request: "It is two." }) },
    };
    const resolved = (outcome: "accepted" | "refused"): ConcernEvent => ({
      type: "CorrectionResolved.v2",
      data: { awaitsTelling: true, correction: "correction", outcome, text: plain({ reason: "The chart." }) },
    });
    expect(openTo([...shared, councilSupplied()], "supplied")).toEqual([BODY]);
    expect(openTo([...shared, request, resolved("accepted")], "correction")).toEqual([]);
    expect(openTo([...shared, request, resolved("accepted"), toldAgain()], "correction")).toEqual([BODY]);
    expect(openTo([...shared, request, resolved("refused"), toldAgain()], "correction")).toEqual([]);
  });

  it("open over an objection as far as the override knew them, whatever the council says of them alone", () => {
    const over = [
      ...aware,
      share,
      stated("objects"),
      later,
      toldAgain(),
      wordsAnswered("object", ["later"]),
      overridden(),
      made(),
    ];
    expect(openTo(over)).toEqual([BODY]);
    const afterwards = [...aware, share, stated("objects"), overridden(), made(), later, toldAgain()];
    expect([TODAY, WORDS_OPEN].map((day) => openTo(afterwards, "later", day))).toEqual([[], [BODY]]);
    expect(openTo([...afterwards, wordsAnswered("object", ["later"])], "later", WORDS_OPEN)).toEqual([]);
  });

  it("rest on the proposal where the council was silent or had agreed in advance", () => {
    const inAdvance = proposed({ parts: [...EVERYTHING], standingAgreement: "in-advance", opensOn: opensAfterNotice() });
    for (const proposal of [share, inAdvance]) {
      const day = opensAfterNotice();
      const before = [...aware, later, toldAgain(), proposal, made()];
      expect(openTo(before, "later", day)).toEqual([BODY]);
      expect(openTo([...before, wordsAnswered("object", ["later"])], "later", day)).toEqual([]);
      expect(openTo([...aware, proposal, made(), later, toldAgain()], "later", day)).toEqual([]);
    }
  });

  it("of earlier releases opened when the council was told, and still do", () => {
    expect(openTo([...shared, later, madeAware([], "told-again")])).toEqual([BODY]);
    expect(openTo([...withMinistry, later, madeAware([], "told-again")])).toEqual([MINISTRY]);
  });

  it("count as not told while the council disputes that, and wait anew once it is told again", () => {
    const disputed = awarenessAnswered("not-told", { awareness: "told-again", suspends: true });
    expect(openTo([...told, disputed], "later", WORDS_OPEN)).toEqual([]);
    const again = madeAwareNow([], "third", "2026-03-02", "2026-03-16");
    expect([WORDS_OPEN, "2026-03-16"].map((day) => openTo([...told, disputed, again], "later", day))).toEqual([[], [BODY]]);
  });
});

describe("The council's answer to later words", () => {
  const told = [...shared, later, toldAgain()];

  it("is recorded for all of them, with who spoke, and once", () => {
    given(told)
      .when(answerWords("open", ["later", "later"]))
      .then([wordsAnswered("open", ["later"])]);
    const answered = [...told, wordsAnswered("object", ["later"])];
    given(answered)
      .when(answerWords("object", ["later"]))
      .thenNothing();
    const text = plain({ statement: "Not before the review." });
    given(answered)
      .when(answerWords("object", ["later"], { statement: "Not before the review." }))
      .then([wordsAnswered("object", ["later"], { text })]);
  });

  it("names words of an adviser that the council was told of", () => {
    given([...told, evidenceAdded({ evidence: "untold" }), councilSupplied()])
      .when(answerWords("open", ["later", "untold", "supplied", "none"]))
      .thenRefusedAll([
        ["UNKNOWN_WORDS", "words.1"],
        ["UNKNOWN_WORDS", "words.2"],
        ["UNKNOWN_WORDS", "words.3"],
      ]);
  });

  it("is not given by who told the council of them, in whatever office", () => {
    given(told, { actor: ADVISER })
      .when(answerWords("open", ["later"]))
      .thenRefusedSaying(
        "ANSWER_BY_TELLER",
        "words.0",
        "You told the council of these words, so you cannot answer for it. Ask the council to answer.",
      );
  });

  it("is not given by the author of the words, in whatever office, where another adviser told the council", () => {
    const request: ConcernEvent = {
      type: "CorrectionRequested.v2",
      data: { correction: "correction", text: plain({ request: "It is two." }) },
    };
    const refused: ConcernEvent = {
      type: "CorrectionResolved.v2",
      data: { awaitsTelling: true, correction: "correction", outcome: "refused", text: plain({ reason: "It is three." }) },
    };
    const toPanel = proposed({ share: "to-panel", body: PANEL, purpose: "challenge-support", parts: ["headline", "summary"] });
    const answered = [packaged(), toPanel, stated("agrees", { share: "to-panel" }), made("to-panel"), challenged()];
    const written: readonly (readonly [word: string, events: readonly ConcernEvent[]])[] = [
      ["later", [later]],
      ["correction", [request, refused]],
      ["conclusion", [explained()]],
      ["reopening conclusion", [explained(), reopened()]],
      ["closing", [explained(), closed()]],
      ["reassurance", [reassured()]],
      ["challenge", [...answered, challengeAnswered()]],
    ];
    expect(new Set(written.map(([word, events]) => wordIn(concernOf([...withMinistry, ...events]), word).kind))).toEqual(
      new Set(WORD_KINDS),
    );
    for (const [word, events] of written) {
      const state = played([ADVISER, ...withMinistry, ...events], [SECOND_ADVISER, toldAgain()]);
      const answerOf = (actor: string) => decide(state, answerWords("open", [word]), { ...circumstances, actor });
      expect(answerOf(ADVISER)).toMatchObject({ code: "ANSWER_BY_AUTHOR", field: "words.0" });
      expect(answerOf(COUNCIL_OFFICER)).toEqual([wordsAnswered("open", [word])]);
    }
  });

  it("is the stricter of the two heads', and after either no other officer's", () => {
    const divided = [...told, wordsAnswered("object", ["later"]), wordsAnswered("open", ["later"], { office: "leader" })];
    expect(answerTo(concernOf(divided), "later")).toBe("object");
    expect(openTo(divided, "later", WORDS_OPEN)).toEqual([]);
    const treasurer = { offices: [{ office: "section-151-officer" }] } as const;
    given(divided, treasurer)
      .when(answerWords("open", ["later"]))
      .thenRefused("HEAD_HAS_SPOKEN", "words");
    given(told, treasurer)
      .when(answerWords("object", ["later"]))
      .then([wordsAnswered("object", ["later"], { office: "section-151-officer" })]);
  });

  it("can be given on a closed concern, and does not carry over to the words of another closing", () => {
    const over = [...shared, explained(), madeAware([], "first"), closed(), toldAgain()];
    given(over)
      .when(answerWords("object", ["closing"]))
      .then([wordsAnswered("object", ["closing"])]);
    const anew = [...over, wordsAnswered("object", ["closing"]), reopened(), explained(), closed()];
    expect(answerTo(concernOf(anew), "closing")).toBeUndefined();
  });

  it("can be given from when the council is told, and the record of that has the day on which the words open", () => {
    given([...shared, later])
      .when(recordAwareness({ bodies: [] }))
      .then([madeAwareNow([], "awareness")]);
  });
});
