// A concern's five ends, each from the day it is logged, as everybody concerned meets it.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { awareness, CIB, concern, told } from "../examples/api-inputs.ts";
import { AMBLEFORD, PANEL, type Story, startStory } from "../helpers/story-hub.ts";

const PEERS = "member-peers-east-midlands";
const GROUP_OFFICE = "group-office-independent";
const reason = "As it was agreed with the council.";
const explained = {
  kind: "SATISFACTORY_EXPLANATION",
  explanation: "Two teams moved to a new system in July and caught up by October.",
  appearance: "The region's note on late assessments is corrected.",
};
const reviewed = { kind: "UNDER_REVIEW", acting: "A recovery plan with a manager for each team." };
const arranged = { causalFactors: "Two teams without a manager.", solutions: "Mentoring for the managers to come." };
const conversation = {
  heldOn: "2026-03-02",
  channel: "IN_PERSON",
  offices: ["CHIEF_EXECUTIVE", "LEADER"],
  liaison: [CIB],
  people: "Maren Tolliver and the leader (invented)",
  discussed: "The two teams and what became of them.",
  agreed: "Figures by the end of March.",
  nextStep: "Look at the figures together.",
  nextStepBy: "2026-03-31",
};

let story: Story;
beforeEach(async () => {
  story = await startStory();
});
afterEach(() => story.close());

const conclusionsSeenBy = async (person: string, id: string) => (await story.seen(person, id)).summary?.conclusions ?? [];
const strangers = ["department", "leader-ambleford", "adviser-london", "cib-lead-london", "governance-officer", "advisory-board"];
const unseenBy = async (people: readonly string[], id: string) => {
  for (const person of people) expect([person, await story.sees(person, id)]).toEqual([person, null]);
};

describe("A satisfactory explanation", () => {
  it("is no further action, other than correcting the appearance of a concern, and can be closed and opened again", async () => {
    const { does, refused, seen } = story;
    const id = await does("adviser", "logConcern", concern);
    const conclude = (more: object = {}) => ({ concern: id, ...explained, ...more });
    expect(await refused("adviser", "concludeConcern", conclude())).toBe("COUNCIL_NOT_AWARE");
    await unseenBy(["chief-executive", "cib-lead", ...strangers], id);
    await does("adviser", "recordAwareness", { concern: id, ...awareness });
    await does("adviser", "recordConversation", { concern: id, ...conversation });
    await does("chief-executive", "reply", { concern: id, reply: "Both teams have caught up." });
    await story.share(id, CIB);

    // Who it is for to conclude, and with what.
    expect(await refused("chief-executive", "concludeConcern", conclude())).toBe("NOT_PERMITTED");
    expect(await refused("cib-lead", "concludeConcern", conclude())).toBe("NOT_PERMITTED");
    expect(await refused("department", "concludeConcern", conclude())).toBe("NOT_FOUND");
    expect(await refused("adviser", "concludeConcern", conclude({ appearance: " " }))).toBe("CONCLUSION_INCOMPLETE");
    await does("adviser", "concludeConcern", { ...conclude(), told });
    expect(await refused("adviser", "concludeConcern", conclude())).toBe("ALREADY_CONCLUDED");

    for (const person of ["adviser", "chief-executive", "nominated-officer", "cib-lead"]) {
      const { stage, summary } = await seen(person, id);
      expect([person, stage, summary?.conclusions]).toMatchObject([person, "CONCLUDED", [{ ...explained, stands: true }]]);
    }
    // Conversations are between the advisers and the council, whoever was spoken with beside it.
    expect((await seen("chief-executive", id)).conversations).toMatchObject([
      { agreed: conversation.agreed, nextStepBy: "2026-03-31", liaison: [{ id: CIB }] },
    ]);
    expect((await seen("cib-lead", id)).conversations).toBeNull();
    expect((await seen("cib-lead", id)).withheld).toContain("CONVERSATIONS");
    await unseenBy(strangers, id);

    // Closing ends every share; the council keeps its sight, and its word.
    expect(await refused("chief-executive", "closeConcern", { concern: id, reason })).toBe("NOT_PERMITTED");
    await does("adviser", "closeConcern", { concern: id, reason });
    await unseenBy(["cib-lead", ...strangers], id);
    expect(await seen("chief-executive", id)).toMatchObject({ stage: "CLOSED", summary: { closed: { reason } } });
    expect(await refused("adviser", "recordConversation", { concern: id, ...conversation })).toBe("CONCERN_CLOSED");
    await does("chief-executive", "reply", { concern: id, reply: "Thank you." });

    await does("adviser", "reopenConcern", { ...{ concern: id, reason: "The figures of March say otherwise." }, told });
    const [conclusion] = await conclusionsSeenBy("chief-executive", id);
    expect(conclusion).toMatchObject({ stands: false, reopenedBecause: "The figures of March say otherwise." });
    expect(await seen("chief-executive", id)).toMatchObject({ stage: "SHARED", summary: { closed: null } });
    await unseenBy(["cib-lead"], id);
  });
});

describe("Under review", () => {
  it("falls due by itself when its day comes, is then renewed, and in the end concluded otherwise", async () => {
    const { does, refused, waits, passes } = story;
    const id = await story.awareConcern([CIB]);
    await story.share(id, CIB, { until: "2026-08-31" });
    const review = (reviewOn: string) => ({ concern: id, ...reviewed, reviewOn });
    expect(await refused("adviser", "concludeConcern", review("2026-03-02"))).toBe("REVIEW_TOO_EARLY");
    await does("adviser", "concludeConcern", { ...review("2026-04-01"), told });
    expect(await refused("adviser", "concludeConcern", review("2026-06-01"))).toBe("REVIEW_DATES_OVERLAP");
    expect(await refused("adviser", "closeConcern", { concern: id, reason })).toBe("REVIEW_NOT_OVER");

    // It waits for the advisers from two weeks before.
    story.on("2026-03-17");
    expect(await waits("adviser")).toEqual([]);
    story.on("2026-03-18");
    expect(await story.inbox("second-adviser")).toMatchObject([{ kind: "REVIEW_DUE", due: "2026-04-01", overdue: false }]);
    expect(await passes()).toBe(0);

    // Half past midnight in England, and still the day before by UTC.
    story.test.clock.set("2026-03-31T23:30:00.000Z");
    expect(await passes()).toBe(1);
    for (const person of ["adviser", "chief-executive", "cib-lead"])
      expect(await conclusionsSeenBy(person, id)).toMatchObject([
        { kind: "UNDER_REVIEW", stands: true, reviewOn: "2026-04-01", fellDueAt: "2026-03-31T23:30:00.000Z" },
      ]);
    await unseenBy(strangers, id);

    await does("adviser", "concludeConcern", { ...review("2026-07-01"), told });
    expect(await conclusionsSeenBy("chief-executive", id)).toMatchObject([
      { stands: false, reviewOn: "2026-04-01" },
      { stands: true, reviewOn: "2026-07-01", fellDueAt: null },
    ]);
    expect(await waits("adviser")).toEqual([]);

    story.on("2026-07-01");
    expect(await passes()).toBe(1);
    expect(await passes()).toBe(0);
    await does("second-adviser", "concludeConcern", { ...{ concern: id, ...explained }, told });
    const conclusions = await conclusionsSeenBy("cib-lead", id);
    expect(conclusions.map(({ kind, stands }) => [kind, stands])).toEqual([
      ["UNDER_REVIEW", false],
      ["UNDER_REVIEW", false],
      ["SATISFACTORY_EXPLANATION", true],
    ]);
    expect(await waits("adviser")).toEqual([]);
  });
});

describe("Light support", () => {
  it("names support of the council's, and whoever reads the conclusion sees how that stands without seeing the support", async () => {
    const { does, refused, asks } = story;
    const id = await story.awareConcern([PEERS]);
    await story.share(id, PEERS);
    const mentoring = await story.offer("cib-lead", { provider: CIB });
    const session = await story.offer("adviser", { kind: "TEAM_SESSION" });
    const bigger = await story.offer("adviser", { kind: "PACKAGE" });
    const elsewhere = await story.offer("adviser", {
      council: AMBLEFORD,
      toldName: "The leader (invented)",
      offeredTo: "LEADER",
    });
    const light = (...supports: string[]) => ({ concern: id, kind: "LIGHT_SUPPORT", ...arranged, supports });

    // Only the council says yes, and the one who offered never says it for it.
    expect(await refused("cib-lead", "answerSupport", { support: mentoring, answer: "AGREED" })).toBe("NOT_PERMITTED");
    expect(await refused("leader-ambleford", "answerSupport", { support: mentoring, answer: "AGREED" })).toBe("NOT_FOUND");
    expect(await refused("cib-lead", "beginSupport", { support: mentoring, begunOn: "2026-03-02" })).toBe("SUPPORT_NOT_AGREED");
    await does("chief-executive", "answerSupport", { support: mentoring, answer: "AGREED" });
    await does("chief-executive", "answerSupport", { support: session, answer: "DECLINED", statement: "One at a time." });

    expect(await refused("adviser", "concludeConcern", light(bigger))).toBe("PACKAGE_IS_NOT_LIGHT");
    expect(await refused("adviser", "concludeConcern", light(elsewhere))).toBe("UNKNOWN_SUPPORT");
    await does("adviser", "concludeConcern", { ...light(mentoring), told });

    const standing = { id: mentoring, kind: "MENTORING", provider: { id: CIB } };
    for (const person of ["chief-executive", "adviser", "member-peer"])
      expect(await conclusionsSeenBy(person, id)).toMatchObject([
        { kind: "LIGHT_SUPPORT", ...arranged, supports: [{ ...standing, status: "AGREED", progress: null }] },
      ]);

    story.on("2026-05-01");
    await does("cib-lead", "beginSupport", { support: mentoring, begunOn: "2026-04-01" });
    await does("cib-lead", "recordProgress", {
      ...{ support: mentoring, reviewedOn: "2026-05-01", progress: "PARTLY_WORKING" },
      finding: "One of two managers is in post.",
    });
    expect(await conclusionsSeenBy("member-peer", id)).toMatchObject([
      { supports: [{ ...standing, status: "RUNNING", progress: "PARTLY_WORKING" }] },
    ]);

    // The support itself is for the council, the advisers and leads of the region, and its provider.
    const support = "query($id: ID!) { support(id: $id) { status detailWithheld reviews { finding } } }";
    const supportSeenBy = async (person: string) =>
      (await asks<{ support: object | null }>(person, support, { id: mentoring })).support;
    const whole = { status: "RUNNING", detailWithheld: false, reviews: [{ finding: "One of two managers is in post." }] };
    for (const person of ["chief-executive", "adviser", "cib-lead"]) expect(await supportSeenBy(person)).toEqual(whole);
    expect(await supportSeenBy("adass-lead")).toEqual({ status: "RUNNING", detailWithheld: true, reviews: [{ finding: null }] });
    for (const person of ["member-peer", "leader-ambleford", "cib-lead-london", "department"])
      expect([person, await supportSeenBy(person)]).toEqual([person, null]);
    // And who provides the support does not thereby see the concern.
    await unseenBy(["cib-lead", ...strangers], id);
  });
});

describe("A support package", () => {
  it("takes the council's agreement, is reported to the panel, challenged, answered by the day, and its effectiveness reviewed", async () => {
    const { does, refused, seen, waits } = story;
    const id = await story.awareConcern([CIB]);
    await story.share(id, CIB);
    const bigger = await story.offer("adviser", { kind: "PACKAGE", aim: "A year with a partner council." });
    const light = await story.offer("adviser", {});
    const conclude = (named: string) => ({ concern: id, kind: "SUPPORT_PACKAGE", ...arranged, package: named });
    const challenge = (more: object = {}) => ({
      ...{ concern: id, about: "SUPPORT_PACKAGE", answerBy: "2026-03-09" },
      challenge: "What tells you that it works?",
      ...more,
    });

    expect(await refused("adviser", "concludeConcern", conclude(light))).toBe("NOT_A_PACKAGE");
    expect(await refused("adviser", "concludeConcern", conclude(bigger))).toBe("PACKAGE_NOT_AGREED");
    expect(await waits("chief-executive")).toContain("OFFER_TO_ANSWER");
    // The council may take its agreement back, and give it again.
    await does("chief-executive", "answerSupport", { support: bigger, answer: "AGREED" });
    await does("chief-executive", "answerSupport", { support: bigger, answer: "DECLINED", statement: "Not this year." });
    expect(await refused("adviser", "concludeConcern", conclude(bigger))).toBe("PACKAGE_NOT_AGREED");
    expect(await refused("adviser", "beginSupport", { support: bigger, begunOn: "2026-03-02" })).toBe("PACKAGE_NOT_AGREED");
    await does("chief-executive", "answerSupport", { support: bigger, answer: "AGREED", statement: "After all, and gladly." });
    await does("adviser", "concludeConcern", { ...conclude(bigger), told });
    const named = [{ id: bigger, kind: "PACKAGE", status: "AGREED" }];
    for (const person of ["chief-executive", "cib-lead"])
      expect(await conclusionsSeenBy(person, id)).toMatchObject([{ kind: "SUPPORT_PACKAGE", supports: named }]);

    // Reported to the panel by a share like any other: the council is aware of that too, and is asked.
    expect(await waits("adviser")).toContain("REPORT_TO_PANEL");
    await unseenBy(["panel-member"], id);
    expect(await refused("panel-member", "challengeConcern", challenge())).toBe("NOT_FOUND");
    const toPanel = { purpose: "CHALLENGE_SUPPORT", explanation: "So that the panel can challenge the package." };
    await expect(story.share(id, PANEL, toPanel)).rejects.toThrow("BODY_NOT_COVERED");
    await does("adviser", "recordAwareness", {
      ...{ concern: id, toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE", channel: "VIDEO_CALL" },
      ...{ toldOn: "2026-03-02", about: "That the package is reported to the panel.", bodies: [PANEL] },
    });
    await story.share(id, PANEL, toPanel);
    expect(await waits("adviser")).not.toContain("REPORT_TO_PANEL");
    expect(await conclusionsSeenBy("panel-member", id)).toMatchObject([{ kind: "SUPPORT_PACKAGE", supports: named }]);
    expect((await seen("panel-member", id)).sharingRecord).toBeNull();

    expect(await refused("cib-lead", "challengeConcern", challenge())).toBe("NOT_PERMITTED");
    expect(await refused("panel-member", "challengeConcern", challenge({ answerBy: "2026-03-06" }))).toBe(
      "CHALLENGE_DATE_TOO_EARLY",
    );
    expect(await refused("panel-member", "challengeConcern", challenge({ about: "DISPUTED_CONCERN" }))).toBe(
      "NOTHING_TO_CHALLENGE",
    );
    await does("panel-member", "challengeConcern", challenge());
    const [raised] = (await seen("panel-member", id)).challenges ?? [];
    const onChallenge = { concern: id, challenge: raised?.id };
    const review = { ...onChallenge, judgement: "PARTLY_EFFECTIVE", finding: "Two of three measures have moved." };
    const answer = { ...onChallenge, answer: "Assessments in time, month by month." };

    expect(await story.inbox("adviser")).toMatchObject([{ kind: "CHALLENGE_TO_ANSWER", due: "2026-03-09", overdue: false }, {}]);
    expect(await refused("panel-member", "answerChallenge", answer)).toBe("NOT_PERMITTED");
    expect(await refused("chief-executive", "answerChallenge", answer)).toBe("NOT_PERMITTED");
    expect(await refused("panel-member", "reviewEffectiveness", review)).toBe("CHALLENGE_NOT_ANSWERED");
    story.on("2026-03-09");
    await does("second-adviser", "answerChallenge", { ...answer, told });
    story.on("2026-03-10");
    expect(await story.passes()).toBe(0);
    expect(await waits("panel-member")).toEqual(["EFFECTIVENESS_TO_REVIEW"]);
    expect(await refused("second-adviser", "reviewEffectiveness", review)).toBe("NOT_PERMITTED");
    await does("panel-member", "reviewEffectiveness", review);
    expect(await waits("panel-member")).toEqual([]);

    const whole = {
      ...{ about: "SUPPORT_PACKAGE", challenge: "What tells you that it works?", answer: answer.answer, fellDueAt: null },
      ...{ judgement: "PARTLY_EFFECTIVE", finding: review.finding },
      ...{ answered: { by: "second-adviser" }, reviewed: { by: "panel-member" } },
    };
    for (const person of ["panel-member", "adviser", "chief-executive", "nominated-officer"])
      expect([person, (await seen(person, id)).challenges]).toMatchObject([person, [whole]]);
    // Another recipient sees the concern and nothing of what the panel says to it.
    expect(await seen("cib-lead", id)).toMatchObject({ challenges: null, summary: { conclusions: [{ supports: named }] } });
    await unseenBy(strangers, id);

    // The panel's sight ends with its share.
    story.on("2026-07-01");
    await unseenBy(["panel-member"], id);
    expect(await refused("panel-member", "challengeConcern", challenge({ answerBy: "2026-07-31" }))).toBe("NOT_FOUND");
    expect((await seen("chief-executive", id)).challenges).toHaveLength(1);
  });
});

describe("A concern that the council does not accept", () => {
  it("records why views differ, goes to group office and panel over its objection only by a second person, and can be reopened", async () => {
    const { does, refused, seen } = story;
    const id = await story.awareConcern([PANEL, GROUP_OFFICE]);
    await does("chief-executive", "reply", { concern: id, reply: "We chose to assess fewer families, and more closely." });
    const notAccepted = {
      kind: "NOT_ACCEPTED",
      whyViewsDiffer: "The council puts depth before speed.",
      choice: "JUSTIFIED_LOCAL_CHOICE",
    };
    await does("adviser", "concludeConcern", { ...{ concern: id, ...notAccepted }, told });
    expect(await story.waits("adviser")).toEqual(["REPORT_TO_PANEL"]);

    // The council agrees to its group office and objects to the panel.
    await story.share(id, GROUP_OFFICE, { purpose: "ADVISE_ON_SUPPORT" });
    expect(await conclusionsSeenBy("group-office", id)).toMatchObject([notAccepted]);
    await does("adviser", "proposeShare", {
      ...{ concern: id, body: PANEL, parts: ["SUMMARY"], purpose: "CHALLENGE_SUPPORT", answerBy: "2026-03-16" },
      ...{ explanation: "So that the panel sees the dispute.", until: "2026-06-30" },
    });
    const toPanel = { concern: id, share: await story.lastShare(id) };
    await does("chief-executive", "statePosition", { ...toPanel, position: "OBJECTS", statement: "It is ours to decide." });
    expect(await story.waits("second-adviser")).toContain("OBJECTION_TO_SETTLE");
    expect(await refused("adviser", "makeShare", toPanel)).toBe("COUNCIL_OBJECTS");
    expect(await refused("adviser", "overrideObjection", { ...toPanel, reason })).toBe("OVERRIDE_BY_PROPOSER");
    await unseenBy(["panel-member"], id);
    await does("second-adviser", "overrideObjection", {
      ...toPanel,
      reason: "Children wait, and the panel is there for disputes.",
    });
    await does("adviser", "makeShare", toPanel);
    const overridden = { by: "second-adviser", reason: "Children wait, and the panel is there for disputes." };
    expect((await seen("chief-executive", id)).sharingRecord).toMatchObject([{}, { status: "LIVE", override: overridden }]);

    const challenge = { concern: id, about: "DISPUTED_CONCERN", challenge: "Is it a choice?", answerBy: "2026-03-09" };
    expect(await refused("group-office", "challengeConcern", challenge)).toBe("NOT_PERMITTED");
    await does("panel-member", "challengeConcern", challenge);
    expect(await refused("adviser", "closeConcern", { concern: id, reason })).toBe("CHALLENGE_OPEN");
    expect((await seen("group-office", id)).challenges).toBeNull();
    expect((await seen("chief-executive", id)).challenges).toMatchObject([
      { about: "DISPUTED_CONCERN", challenge: "Is it a choice?" },
    ]);

    const because = "The council has changed its mind: it is acting now.";
    expect(await refused("chief-executive", "reopenConcern", { concern: id, reason: because })).toBe("NOT_PERMITTED");
    await does("adviser", "reopenConcern", { ...{ concern: id, reason: because }, told });
    expect(await refused("adviser", "reopenConcern", { concern: id, reason: because })).toBe("NOT_CONCLUDED");
    for (const person of ["chief-executive", "group-office", "panel-member"])
      expect(await seen(person, id)).toMatchObject({
        ...{ stage: "SHARED" },
        summary: { conclusions: [{ ...notAccepted, stands: false, reopenedBecause: because }] },
      });
    await does("adviser", "concludeConcern", { ...{ concern: id, ...reviewed, reviewOn: "2026-06-01" }, told });
    expect((await conclusionsSeenBy("group-office", id)).map(({ kind, stands }) => [kind, stands])).toEqual([
      ["NOT_ACCEPTED", false],
      ["UNDER_REVIEW", true],
    ]);
    await unseenBy(["cib-lead", ...strangers], id);
  });
});
