// What waits for whom in a concern: of each kind, whom, from when, until when and by when.
import { describe, expect, it } from "vitest";
import {
  agreement,
  aware,
  awarenessAnswered,
  awareOfAll,
  BODY,
  COUNCIL,
  challengeAnswered,
  challenged,
  closed,
  conditionsAccepted,
  conversation,
  councilSupplied,
  dangerConfirmed,
  discarded,
  discardProposed,
  effectivenessReviewed,
  escalated,
  escalationConfirmed,
  escalationStoodDown,
  evidenceAdded,
  evidenced,
  evidenceWithdrawn,
  expired,
  explained,
  letterRecorded,
  lightSupport,
  logged,
  MINISTRY,
  made,
  madeAsRequested,
  madeAware,
  madeAwareNow,
  notAccepted,
  notPersuaded,
  onConditions,
  outcomeOpened,
  outcomeRefused,
  overridden,
  PANEL,
  packaged,
  proposed,
  REGION,
  REVIEW_ON,
  reached,
  reassured,
  reopened,
  requestDeclined,
  requestWithdrawn,
  restricted,
  restrictionLifted,
  reviewFellDue,
  sharedWithMinistry,
  shareRequested,
  stated,
  TELL_BY,
  UNTIL,
  underReview,
  withdrawn,
  wordsAnswered,
} from "../../test/examples/concern.ts";

import { ADVISER, by, COUNCIL_OFFICER, concernOf } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { startOf } from "../dates.ts";
import { TASK_KINDS, type Task, type TaskKind } from "../tasks.ts";
import type { ConcernEvent } from "./events.ts";
import { type ConcernState, evolve } from "./state.ts";
import { tasksOf } from "./tasks.ts";

const ADVISERS = `scope:${REGION}/corporate`;
const THE_COUNCIL = `speakers:${COUNCIL}/corporate`;
/** Everything in these specs happened at one instant, on 20 February; ten working days later it is 6 March. */
const happened = { since: by.at, from: "2026-02-20" };
const inTenWorkingDays = { ...happened, due: "2026-03-06" };
const fromDay = (day: string) => ({ since: startOf(day), from: day });

const seen = new Set<TaskKind>();
/** The waiting tasks, of one kind or of all. */
function waiting(events: readonly ConcernEvent[] | ConcernState, kind?: TaskKind, ...standing: string[]): readonly Task[] {
  const state = "id" in events ? (events as ConcernState) : concernOf(events as readonly ConcernEvent[]);
  const tasks = tasksOf(state, { inForce: new Set(standing), blocked: new Set() });
  for (const task of tasks) seen.add(task.kind);
  return tasks.filter((task) => kind === undefined || task.kind === kind);
}
const kinds = (events: readonly ConcernEvent[], ...standing: string[]) =>
  waiting(events, undefined, ...standing).map(({ kind }) => kind);

/** Like `concernOf`, for tests in which the order matters. */
const inTurn = (...steps: readonly (readonly [at: string, ...events: ConcernEvent[]])[]): ConcernState =>
  steps
    .flatMap(([at, ...events]) => events.map((event) => ({ at, event })))
    .reduce<ConcernState | undefined>(
      (state, { at, event }) => evolve("concern", state, event, { actor: ADVISER, at }),
      undefined,
    ) ?? expect.fail();

describe("The task to make the council aware", () => {
  it("waits for the advisers of the region and strand from the logging on, for ten working days", () => {
    const task = { kind: "make-council-aware", audience: ADVISERS, ...inTenWorkingDays, until: TELL_BY };
    expect(waiting(evidenced, "make-council-aware")).toEqual([task]);
  });

  it("waits from the date in England, and its ten working days exclude bank holidays", () => {
    const atNight = inTurn(["2026-03-31T23:30:00.000Z", logged({ tellBy: "2026-04-30" })]);
    expect(waiting(atNight, "make-council-aware")).toMatchObject([
      { since: "2026-03-31T23:30:00.000Z", from: "2026-04-01", due: "2026-04-17" },
    ]);
  });

  it("waits up to the last day to tell the council, and becomes an overdue task after it", () => {
    const soon = [logged({ tellBy: "2026-03-04" }), evidenceAdded()];
    expect(waiting(soon, "make-council-aware")).toMatchObject([{ due: "2026-03-04", until: "2026-03-04" }]);
    const overdue = { kind: "telling-overdue", audience: ADVISERS, from: "2026-03-05", due: "2026-03-04" };
    expect(waiting(soon, "telling-overdue")).toMatchObject([overdue]);
  });

  it("is joined by a task for a second adviser once somebody has proposed to discard the concern", () => {
    const task = { kind: "discard-to-confirm", audience: ADVISERS, notFor: ADVISER };
    expect(waiting([...evidenced, discardProposed()], "discard-to-confirm")).toMatchObject([task]);
    expect(waiting([...evidenced, discardProposed(), discarded()])).toEqual([]);
  });

  it("ends when the council was made aware", () => {
    expect(waiting(aware, "make-council-aware")).toEqual([]);
    expect(waiting(aware, "telling-overdue")).toEqual([]);
  });

  it("is followed by one for each piece of evidence added later, until the council is told or the piece is withdrawn", () => {
    const added = [...aware, evidenceAdded({ evidence: "one" }), evidenceAdded({ evidence: "two" }), councilSupplied()];
    const task = { kind: "tell-council-of-evidence", audience: ADVISERS, ...inTenWorkingDays };
    expect(waiting(added, "tell-council-of-evidence")).toEqual([
      { ...task, about: "one" },
      { ...task, about: "two" },
    ]);
    expect(waiting([...added, evidenceWithdrawn("one")], "tell-council-of-evidence")).toMatchObject([{ about: "two" }]);
    expect(waiting([...added, madeAware([], "second")], "tell-council-of-evidence")).toEqual([]);
  });
});

describe("Text that an adviser wrote after the council was made aware", () => {
  it("makes one task from the first text on, until the council is told of it", () => {
    const task = { kind: "tell-council-of-text", audience: ADVISERS, ...inTenWorkingDays };
    expect(waiting([...aware, explained(), reopened(), notAccepted()], "tell-council-of-text")).toEqual([task]);
    expect(waiting([...aware, explained(), madeAware([], "second")], "tell-council-of-text")).toEqual([]);
  });
});

describe("The task to answer a record that the council was told", () => {
  const toAnswer = { kind: "awareness-to-answer", audience: THE_COUNCIL, about: "awareness", ...happened };

  it("waits for the council until the last day on which a dispute can suspend shares", () => {
    const told = [...evidenced, madeAwareNow()];
    expect(waiting(told, "awareness-to-answer")).toEqual([{ ...toAnswer, until: "2026-03-09", due: "2026-03-09" }]);
    expect(waiting([...told, awarenessAnswered("confirmed")], "awareness-to-answer")).toEqual([]);
    expect(waiting(aware, "awareness-to-answer")).toEqual([]);
  });

  it("is replaced by one for another adviser if the council disputes the record, until it is told again or confirms it", () => {
    const disputed = [...evidenced, madeAwareNow(), awarenessAnswered("not-told")];
    const task = { kind: "awareness-disputed", audience: ADVISERS, about: "awareness", ...happened, notFor: ADVISER };
    expect(waiting(disputed, "awareness-disputed")).toEqual([task]);
    expect(waiting([...disputed, awarenessAnswered("confirmed")], "awareness-disputed")).toEqual([]);
  });
});

describe("The task to reply", () => {
  it("waits for the council from the first time it was told, for ten working days", () => {
    expect(waiting(aware)).toEqual([{ kind: "reply-wanted", audience: THE_COUNCIL, ...inTenWorkingDays }]);
    const twice = inTurn(["2026-02-20T10:00:00.000Z", ...aware], ["2026-03-20T10:00:00.000Z", madeAware([], "second")]);
    expect(waiting(twice, "reply-wanted")).toMatchObject([inTenWorkingDays]);
  });

  it("ends with the reply or the concern's conclusion, and returns after the concern is reopened", () => {
    const reply: ConcernEvent = { type: "CouncilReplied.v2", data: { reply: "reply", text: plain({ reply: "It is so." }) } };
    expect(waiting([...aware, reply])).toEqual([]);
    expect(kinds([...aware, explained()])).toEqual(["tell-council-of-text"]);
    expect(kinds([...aware, explained(), reopened()])).toEqual(["reply-wanted", "tell-council-of-text"]);
  });
});

describe("A request for correction", () => {
  const request: ConcernEvent = {
    type: "CorrectionRequested.v2",
    data: { correction: "correction", text: plain({ request: "The reserves cover eight months." }) },
  };
  const task = { kind: "correction-to-resolve", audience: ADVISERS, about: "correction", ...inTenWorkingDays };

  it("waits for the advisers for ten working days, until it is resolved", () => {
    expect(waiting([...aware, request], "correction-to-resolve")).toEqual([task]);
    const resolved: ConcernEvent = {
      type: "CorrectionResolved.v2",
      data: { awaitsTelling: true, correction: "correction", outcome: "accepted", text: plain({ reason: "They do." }) },
    };
    expect(waiting([...aware, request, resolved], "correction-to-resolve")).toEqual([]);
  });

  it("is the only task of a closed concern of which the council was told and that was never shared", () => {
    expect(waiting([...aware, explained(), closed(), madeAware()])).toEqual([]);
    expect(waiting([...aware, explained(), closed(), madeAware(), request])).toEqual([task]);
  });

  it("comes with what the council is to be told of a closed concern, and is to answer", () => {
    const kinds = (events: readonly ConcernEvent[]) => waiting(events).map(({ kind }) => kind);
    expect(kinds([...aware, explained(), closed()])).toEqual(["tell-council-of-text"]);
    expect(kinds([...aware, explained(), closed(), madeAwareNow()])).toEqual(["awareness-to-answer"]);
    const notTold = awarenessAnswered("not-told", { awareness: "of-closing" });
    expect(kinds([...aware, explained(), closed(), madeAwareNow([BODY], "of-closing"), notTold])).toEqual([
      "awareness-disputed",
      "tell-council-of-text",
    ]);
  });
});

describe("An outcome", () => {
  const opened = outcomeOpened({ until: "2026-04-08" });
  const over = [...aware, proposed(), stated("agrees"), made(), explained(), madeAwareNow([BODY], "of-ending")];
  const ahead: Task = {
    ...{ kind: "outcome-ahead", audience: THE_COUNCIL, about: "conclusion", since: by.at, from: "2026-02-20" },
    ...{ until: "2026-03-08", due: "2026-03-08" },
  };
  const toRead: Task = {
    ...{ kind: "outcome-to-read", audience: `body:${BODY}`, since: by.at, from: "2026-02-20" },
    ...{ until: "2026-04-08", due: "2026-04-08" },
  };

  it("waits for the council before the day on which it is shown, and then for each body until its last day", () => {
    expect(waiting(over, "outcome-ahead")).toEqual([ahead]);
    expect(waiting([...over, closed(), madeAwareNow([BODY], "of-closing")], "outcome-ahead")).toEqual([ahead]);
    expect(waiting(over, "outcome-to-read")).toEqual([]);
    expect(waiting([...over, opened], "outcome-ahead")).toEqual([]);
    expect(waiting([...over, opened], "outcome-to-read")).toEqual([toRead]);
    expect(waiting([...over, opened, closed()], "outcome-to-read")).toEqual([toRead]);
  });

  it("waits for the council since it was told of the ending, and not since the concern ended", () => {
    const [ENDED, TOLD, LATER] = ["2026-02-24T10:00:00.000Z", "2026-03-02T10:00:00.000Z", "2026-03-04T10:00:00.000Z"];
    const shared = [...aware, proposed(), stated("agrees"), made()];
    const ofExplanation = inTurn([by.at, ...shared], [ENDED, explained()], [TOLD, madeAwareNow([BODY], "of-ending")]);
    expect(waiting(ofExplanation, "outcome-ahead")).toMatchObject([{ since: TOLD, from: "2026-03-02" }]);
    const ofClosing = inTurn(
      ...([
        [by.at, ...shared],
        [ENDED, notAccepted()],
        [TOLD, madeAwareNow([BODY], "of-ending")],
      ] as const),
      ...([
        [TOLD, closed()],
        [LATER, madeAwareNow([BODY], "of-closing")],
      ] as const),
    );
    expect(waiting(ofClosing, "outcome-ahead")).toMatchObject([{ since: LATER, from: "2026-03-04" }]);
  });

  it("waits for nobody once the council has said no, or the concern is reopened", () => {
    for (const event of [outcomeRefused(), reopened()])
      for (const kind of ["outcome-ahead", "outcome-to-read"] as const) {
        expect(waiting([...over, event], kind)).toEqual([]);
        expect(waiting([...over, opened, event], kind)).toEqual([]);
      }
  });
});

describe("A proposed share", () => {
  const open = [...aware, proposed()];
  const ofShare = (events: readonly ConcernEvent[], ...standing: string[]) =>
    waiting(events, undefined, ...standing).filter(({ about }) => about === "share");
  const wanted = {
    kind: "position-wanted",
    audience: THE_COUNCIL,
    about: "share",
    ...happened,
    until: "2026-03-16",
    due: "2026-03-16",
  };
  const toMake = { kind: "share-to-make", audience: ADVISERS, about: "share", until: UNTIL };
  const toSettle = { kind: "objection-to-settle", audience: ADVISERS, about: "share", until: UNTIL };
  const afterwards = fromDay("2026-03-17");

  it("waits for the council until the last day to answer, and then to be made", () => {
    expect(ofShare([...open, reached()])).toEqual([wanted, { ...toMake, ...afterwards }]);
  });

  it("waits as an objection after that day, if silence is an objection", () => {
    expect(ofShare([...aware, proposed({ silence: "is-objection" }), reached()])).toEqual([
      wanted,
      { ...toSettle, ...afterwards },
    ]);
  });

  it("waits for the council beyond the last day to answer while nobody is reached, and from the third working day on for a letter", () => {
    const toReach = { audience: ADVISERS, about: "share", until: UNTIL, due: "2026-03-16" };
    const still = { ...wanted, until: UNTIL };
    expect(ofShare(open)).toEqual([still, { kind: "council-to-reach", ...toReach, ...fromDay("2026-02-25") }]);
    expect(ofShare([...open, letterRecorded()])).toEqual([
      still,
      { kind: "letter-to-confirm", ...toReach, ...happened, due: "2026-03-16", notFor: ADVISER },
    ]);
    expect(ofShare([...open, letterRecorded(), reached()])).toEqual([wanted, { ...toMake, ...afterwards }]);
  });

  it("with a claim of imminent danger waits for another person to confirm the danger, until the last day to answer", () => {
    const urgent = proposed({ urgent: { answerBy: "2026-03-03", text: plain({ danger: "A notice is drafted." }) } });
    const toConfirm = { kind: "danger-to-confirm", audience: ADVISERS, about: "share", ...happened, until: "2026-03-16" };
    expect(ofShare([...aware, urgent, reached()])).toContainEqual({ ...toConfirm, notFor: ADVISER });
    expect(kinds([...aware, urgent, dangerConfirmed("2026-03-03")])).not.toContain("danger-to-confirm");
  });

  it("that the council agrees to waits to be made, up to the last binding day", () => {
    expect(ofShare([...open, stated("agrees")])).toEqual([{ ...toMake, ...happened }]);
    expect(ofShare([...open, stated("agrees-with-conditions", { until: "2026-03-31" })])).toEqual([
      { ...toMake, ...happened, until: "2026-03-31" },
    ]);
  });

  it("that the council objects to waits to be settled, and after an override to be made", () => {
    expect(ofShare([...open, stated("objects")])).toEqual([{ ...toSettle, ...happened }]);
    expect(ofShare([...open, stated("objects"), overridden()])).toEqual([{ ...toMake, ...happened }]);
  });

  it("waits since the council's last position, or since the override", () => {
    const said = (...events: ConcernEvent[]) =>
      waiting(
        inTurn(
          ["2026-02-20T10:00:00.000Z", ...open],
          ...events.map((event, day) => [`2026-03-0${day + 3}T10:00:00.000Z`, event] as const),
        ),
      ).find(({ about }) => about === "share")?.since;
    expect(said(stated("agrees"))).toBe("2026-03-03T10:00:00.000Z");
    expect(said(stated("agrees"), stated("objects"))).toBe("2026-03-04T10:00:00.000Z");
    expect(said(stated("agrees"), stated("objects"), overridden())).toBe("2026-03-05T10:00:00.000Z");
  });

  it("with a standing agreement waits to be made at once, and to be settled when that is taken back", () => {
    const resting = [...aware, proposed({ standingAgreement: agreement().agreement })];
    expect(ofShare(resting, "in-advance")).toMatchObject([toMake]);
    expect(ofShare(resting)).toMatchObject([toSettle]);
    expect(ofShare([...resting, made()])).toMatchObject([toSettle]);
  });

  it("that is overridden, or agreed to in advance, gives the council notice up to the first day on which it can open, until it objects", () => {
    const notice = { audience: THE_COUNCIL, about: "share", ...happened, until: "2026-03-04", due: "2026-03-04" };
    const over = [...open, stated("objects"), overridden({ from: "2026-03-04" })];
    const overriddenOne = { kind: "share-overridden", ...notice };
    for (const events of [over, [...over, made()]]) expect(waiting(events, "share-overridden")).toEqual([overriddenOne]);
    for (const events of [
      [...over, stated("objects")],
      [...over, withdrawn()],
    ])
      expect(waiting(events, "share-overridden")).toEqual([]);
    const inAdvance = [...aware, proposed({ standingAgreement: agreement().agreement, opensOn: "2026-03-04" })];
    for (const events of [inAdvance, [...inAdvance, made()]])
      expect(waiting(events, "share-in-advance", "in-advance")).toEqual([{ kind: "share-in-advance", ...notice }]);
    for (const events of [[...inAdvance, stated("objects")], inAdvance]) expect(waiting(events, "share-in-advance")).toEqual([]);
    expect(waiting([...inAdvance, stated("agrees")], "share-in-advance", "in-advance")).toEqual([]);
    // What earlier releases recorded opened at once.
    expect(waiting([...open, stated("objects"), overridden(), made()], "share-overridden")).toEqual([]);
  });

  it("of a confirmed escalation waits for the council and then for the adviser, like every proposed share", () => {
    const escalation = [...awareOfAll, ...escalated({ parts: ["summary"] }), escalationConfirmed(), reached()];
    expect(ofShare(escalation)).toEqual([wanted, { ...toMake, ...afterwards }]);
  });

  it("of an escalation that nobody has confirmed does not wait to be made, whatever the council says", () => {
    const escalation = [...awareOfAll, ...escalated({ parts: ["summary"] }), reached()];
    expect(ofShare(escalation)).toEqual([wanted]);
    expect(ofShare([...escalation, stated("agrees")])).toEqual([]);
    expect(ofShare([...escalation, stated("objects")])).toEqual([{ ...toSettle, ...happened }]);
    expect(ofShare([...escalation, stated("objects"), overridden()])).toEqual([]);
    expect(ofShare([...escalation, stated("agrees"), escalationConfirmed()])).toEqual([{ ...toMake, ...happened }]);
  });

  it("of an escalation that the council agreed to before its confirmation waits since the confirmation", () => {
    const confirmed = inTurn(
      ["2026-02-20T10:00:00.000Z", ...awareOfAll, ...escalated()],
      ["2026-03-03T10:00:00.000Z", stated("agrees")],
      ["2026-03-05T10:00:00.000Z", escalationConfirmed()],
    );
    expect(waiting(confirmed, "share-to-make")).toMatchObject([{ since: "2026-03-05T10:00:00.000Z", from: "2026-03-05" }]);
  });

  it("stops waiting after it has ended", () => {
    for (const end of [withdrawn(), expired()]) {
      expect(ofShare([...open, end])).toEqual([]);
      expect(ofShare([...open, stated("agrees"), made(), end])).toEqual([]);
    }
  });
});

describe("A share that is made", () => {
  const live = [...aware, proposed(), stated("agrees"), made()];
  const ending = { kind: "share-expiring", about: "share", ...fromDay("2026-06-16"), until: UNTIL, due: UNTIL };

  it("waits for the advisers and for its recipient in its last fourteen days", () => {
    expect(waiting(live, "share-expiring")).toEqual([
      { ...ending, audience: ADVISERS },
      { ...ending, audience: `body:${BODY}` },
    ]);
    expect(kinds(live)).toEqual(["reply-wanted", "share-expiring", "share-expiring"]);
  });

  it("waits before the council's earlier day", () => {
    const narrowed = [...live, stated("agrees-with-conditions", { until: "2026-03-31" })];
    expect(waiting(narrowed, "share-expiring")).toMatchObject([
      { ...fromDay("2026-03-17"), until: "2026-03-31", due: "2026-03-31" },
      { audience: `body:${BODY}` },
    ]);
  });

  it("waits for the council if there are later words to answer, until the day before they open", () => {
    const told = [...live, evidenceAdded({ evidence: "later" }), madeAwareNow([], "again")];
    const toAnswer = { kind: "words-to-answer", audience: THE_COUNCIL, about: "again", ...happened };
    expect(waiting(told, "words-to-answer")).toEqual([{ ...toAnswer, until: "2026-03-08", due: "2026-03-08" }]);
    expect(waiting([...told, wordsAnswered("object", ["later"])], "words-to-answer")).toEqual([]);
    // Evidence for a department waits for the council's yes.
    const terms = { body: MINISTRY, purpose: "reassure-on-support", parts: ["headline", "summary", "evidence"] } as const;
    const withMinistry = [...awareOfAll, proposed({ ...terms, parts: [...terms.parts] }), stated("agrees"), made()];
    const toMinistry = [...withMinistry, evidenceAdded({ evidence: "later" }), madeAwareNow([], "again")];
    expect(waiting(toMinistry, "words-to-answer")).toEqual([{ ...toAnswer, due: "2026-03-08" }]);
    expect(waiting([...aware, evidenceAdded({ evidence: "later" }), madeAwareNow([], "again")], "words-to-answer")).toEqual([]);
  });

  it("on silence has the same tasks: the council is not asked again", () => {
    expect(kinds([...aware, proposed(), made()])).toEqual(["reply-wanted", "share-expiring", "share-expiring"]);
  });

  it("that an objection has suspended waits to be settled instead, and is no task for its recipient", () => {
    const suspended = [...live, stated("objects")];
    expect(kinds(suspended)).toEqual(["reply-wanted", "objection-to-settle"]);
    expect(waiting(suspended, "objection-to-settle")).toEqual([
      { kind: "objection-to-settle", audience: ADVISERS, about: "share", ...happened, until: UNTIL },
    ]);
    expect(kinds([...suspended, overridden()])).toEqual(["reply-wanted", "share-expiring", "share-expiring"]);
  });
});

describe("A next step", () => {
  it("waits for the advisers from fourteen days before its day, until a later conversation", () => {
    const next = [...aware, conversation({ nextStepBy: "2026-03-20" })];
    expect(waiting(next, "next-step-due")).toEqual([
      { kind: "next-step-due", audience: ADVISERS, about: "conversation", ...fromDay("2026-03-06"), due: "2026-03-20" },
    ]);
    expect(waiting([...next, conversation({ conversation: "second" })], "next-step-due")).toEqual([]);
    expect(waiting([...next, conversation({ conversation: "second", nextStepBy: "2026-04-20" })], "next-step-due")).toMatchObject(
      [{ about: "second", due: "2026-04-20" }],
    );
  });
});

describe("A review", () => {
  it("waits for the advisers from fourteen days before its day until it has taken place", () => {
    const task = {
      kind: "review-due",
      audience: ADVISERS,
      about: "conclusion",
      ...fromDay("2026-05-15"),
      due: REVIEW_ON,
    };
    expect(waiting([...aware, underReview()], "review-due")).toEqual([task]);
    expect(waiting([...aware, underReview(), reviewFellDue()], "review-due")).toEqual([task]);
    expect(waiting([...aware, underReview(), explained()], "review-due")).toEqual([]);
    expect(waiting([...aware, underReview(), reopened()], "review-due")).toEqual([]);
  });
});

describe("A matter that the panel oversees", () => {
  const task = { kind: "report-to-panel", audience: ADVISERS, about: "conclusion", ...happened };

  it("waits to be reported to the panel by a share from the conclusion on: a package, or a concern that is not accepted", () => {
    for (const conclusion of [packaged(), notAccepted()])
      expect(waiting([...awareOfAll, conclusion], "report-to-panel")).toEqual([task]);
    for (const conclusion of [explained(), underReview(), lightSupport()])
      expect(waiting([...awareOfAll, conclusion], "report-to-panel")).toEqual([]);
    expect(waiting([...awareOfAll, packaged(), reopened()], "report-to-panel")).toEqual([]);
  });

  it("stops waiting when the panel has a share, and waits again after that was withdrawn", () => {
    const shared = [...awareOfAll, packaged(), proposed({ body: PANEL }), stated("agrees"), made()];
    expect(waiting(shared, "report-to-panel")).toEqual([]);
    expect(waiting([...shared, withdrawn()], "report-to-panel")).toEqual([task]);
    expect(waiting([...sharedWithMinistry, packaged()], "report-to-panel")).toEqual([task]);
  });

  it("does not wait again after a report is proposed, until the day after the report's last day", () => {
    const reported = [...awareOfAll, packaged(), proposed({ body: PANEL })];
    const reports = (...more: ConcernEvent[]) => waiting([...reported, ...more], "report-to-panel");
    for (const more of [[], [stated("agrees")]]) expect(reports(...more)).toEqual([{ ...task, ...fromDay("2026-07-01") }]);
    const narrowed = stated("agrees-with-conditions", { until: "2026-03-31" });
    expect(reports(narrowed)).toEqual([{ ...task, ...fromDay("2026-04-01") }]);
    const another = proposed({ share: "second", body: PANEL, until: "2026-09-30" });
    expect(reports(narrowed, another)).toEqual([{ ...task, ...fromDay("2026-10-01") }]);
    expect(reports(another, withdrawn("second"))).toEqual([{ ...task, ...fromDay("2026-07-01") }]);
  });

  it("waits at once if the council objects to the proposed report", () => {
    const reported = [...awareOfAll, packaged(), proposed({ body: PANEL })];
    expect(waiting([...reported, stated("objects")], "report-to-panel")).toEqual([task]);
    expect(waiting([...reported, stated("objects"), stated("agrees")], "report-to-panel")).toMatchObject([fromDay("2026-07-01")]);
  });
});

describe("A challenge", () => {
  const open = [...awareOfAll, packaged(), challenged()];

  it("waits for the advisers other than the challenger, until it is answered", () => {
    expect(waiting(open, "challenge-to-answer")).toEqual([
      {
        kind: "challenge-to-answer",
        audience: ADVISERS,
        about: "challenge",
        ...happened,
        due: "2026-03-16",
        notFor: ADVISER,
      },
    ]);
    expect(waiting([...open, challengeAnswered()], "challenge-to-answer")).toEqual([]);
  });

  it("waits after the answer for the panel, except for the person who answered, until its effectiveness is reviewed", () => {
    expect(waiting(open, "effectiveness-to-review")).toEqual([]);
    expect(waiting([...open, challengeAnswered()], "effectiveness-to-review")).toEqual([]);
    expect(waiting([...open, challengeAnswered(), madeAware([], "second")], "effectiveness-to-review")).toEqual([
      { kind: "effectiveness-to-review", audience: `body:${PANEL}`, about: "challenge", ...happened, notFor: ADVISER },
    ]);
    expect(waiting([...open, challengeAnswered(), effectivenessReviewed()], "effectiveness-to-review")).toEqual([]);
  });
});

describe("A body that is not persuaded", () => {
  const said = [...sharedWithMinistry, notPersuaded()];
  const [MARCH, APRIL, MAY] = ["2026-03-20T10:00:00.000Z", "2026-04-20T10:00:00.000Z", "2026-05-20T10:00:00.000Z"];

  it("waits for the advisers", () => {
    expect(waiting(said, "not-persuaded")).toEqual([
      { kind: "not-persuaded", audience: ADVISERS, about: "not-persuaded", ...happened },
    ]);
  });

  it("waits until it is reassured, and again when it is not persuaded again", () => {
    const before = inTurn([MARCH, ...sharedWithMinistry, reassured()], [APRIL, notPersuaded()]);
    expect(waiting(before, "not-persuaded")).toMatchObject([{ since: APRIL }]);
    const after = inTurn([MARCH, ...said], [APRIL, reassured()]);
    expect(waiting(after, "not-persuaded")).toEqual([]);
    const again = inTurn([MARCH, ...said], [APRIL, reassured()], [MAY, notPersuaded({ statement: "again" })]);
    expect(waiting(again, "not-persuaded")).toMatchObject([{ about: "again", since: MAY }]);
  });

  it("is not reassured by a reassurance of another body", () => {
    const ofsted = proposed({ share: "second", body: "ofsted" });
    expect(waiting([...said, ofsted, made("second"), reassured("second")], "not-persuaded")).toHaveLength(1);
  });

  it("waits until the concern is escalated to it, and again when the escalation is stood down or its last day has passed", () => {
    const escalation = [...said, ...escalated({ share: "second" })];
    expect(waiting(escalation, "not-persuaded")).toMatchObject([fromDay("2026-07-01")]);
    expect(waiting([...escalation, withdrawn("second"), escalationStoodDown()], "not-persuaded")).toHaveLength(1);
    expect(waiting([...said, ...escalated({ share: "second", body: "ofsted" })], "not-persuaded")).toHaveLength(1);
  });

  it("waits again when the share of that escalation has ended", () => {
    const escalation = [...said, ...escalated({ share: "second" }), escalationConfirmed()];
    for (const end of [withdrawn("second"), expired("second")])
      expect(waiting([...escalation, end], "not-persuaded")).toHaveLength(1);
  });

  it("waits if it is not persuaded after an escalation to it, until the concern is escalated again", () => {
    const before = [MARCH, ...sharedWithMinistry, ...escalated({ share: "second" })] as const;
    const after = [APRIL, notPersuaded()] as const;
    expect(waiting(inTurn(before, after), "not-persuaded")).toMatchObject([{ about: "not-persuaded", since: APRIL }]);
    const anew = [MAY, withdrawn("second"), escalationStoodDown(), ...escalated({ share: "third" }, "anew")] as const;
    expect(waiting(inTurn(before, after, anew), "not-persuaded")).toMatchObject([fromDay("2026-07-01")]);
  });
});

describe("An escalation", () => {
  const raised = [...awareOfAll, ...escalated()];

  it("waits for the advisers other than the one who raised it, until a second person confirms it", () => {
    expect(waiting(raised, "escalation-to-confirm")).toEqual([
      { kind: "escalation-to-confirm", audience: ADVISERS, about: "escalation", ...happened, until: UNTIL, notFor: ADVISER },
    ]);
    expect(waiting([...raised, escalationConfirmed()], "escalation-to-confirm")).toEqual([]);
  });

  it("stops waiting when it is stood down, or its share has ended", () => {
    for (const over of [[withdrawn(), escalationStoodDown()], [withdrawn()], [expired()]])
      expect(waiting([...raised, ...over], "escalation-to-confirm")).toEqual([]);
  });
});

describe("Conditions in words", () => {
  const worded = [...awareOfAll, proposed(), onConditions(), made()];

  it("wait for the body of a made share, until somebody of it accepts them or the share has ended; its last day does not wait for the body before", () => {
    expect(waiting(worded, "conditions-to-accept")).toEqual([
      { kind: "conditions-to-accept", audience: `body:${BODY}`, about: "share", ...happened, until: UNTIL },
    ]);
    expect(waiting(worded, "share-expiring")).toHaveLength(1);
    expect(waiting([...worded, conditionsAccepted()], "share-expiring")).toHaveLength(2);
    const over = [[conditionsAccepted()], [withdrawn()], [stated("objects")], [stated("agrees")]];
    for (const events of over) expect(waiting([...worded, ...events], "conditions-to-accept")).toEqual([]);
    expect(waiting(worded.slice(0, -1), "conditions-to-accept")).toEqual([]);
  });

  it("wait from the day on which the share opens", () => {
    const over = [...worded, stated("objects"), overridden({ from: "2026-03-04" })];
    expect(waiting(over, "conditions-to-accept")).toMatchObject([{ from: "2026-03-04" }]);
  });
});

describe("The council's request for a share", () => {
  const requested = [...aware, shareRequested()];

  it("waits for the advisers other than who made it for the council, due in five working days, until its last day", () => {
    expect(waiting(requested, "share-requested")).toEqual([
      {
        kind: "share-requested",
        audience: ADVISERS,
        about: "request",
        ...happened,
        until: UNTIL,
        due: "2026-02-27",
        notFor: COUNCIL_OFFICER,
      },
    ]);
  });

  it("stops waiting when the share is made, and when it is declined or withdrawn", () => {
    for (const answer of [madeAsRequested(), [requestDeclined()], [requestWithdrawn()]])
      expect(waiting([...requested, ...answer], "share-requested")).toEqual([]);
  });
});

describe("The task to review a restriction inside the council", () => {
  const ofLeadership = [logged({ cause: "leadership" }), ...aware.slice(1)];

  it("waits for the advisers two weeks before a month is over since the last review, also when the concern is closed", () => {
    const task = { audience: `scope:${REGION}/corporate`, from: "2026-03-06", due: "2026-03-20" };
    expect(waiting([...ofLeadership, restricted()], "restriction-to-review")).toMatchObject([
      task,
      { ...task, audience: "person:monitoring-officer" },
    ]);
    expect(waiting([...ofLeadership, restricted(), explained(), closed()], "restriction-to-review")).toHaveLength(2);
    expect(waiting([...ofLeadership, restricted(), restrictionLifted()], "restriction-to-review")).toEqual([]);
  });
});

describe("Every kind of task of a concern", () => {
  it("is tested above", () => {
    const ofOthers =
      /^(contact|move|offer|support|agreement|milestone|progress|outcome-to-judge|submission|signal|approach|assignment|interests)/;
    const ofConcerns = (Object.keys(TASK_KINDS) as TaskKind[]).filter((kind) => !ofOthers.test(kind));
    expect([...seen].sort()).toEqual(ofConcerns.sort());
  });
});
