// A concern's five conclusions, each a journey from the day on which the concern is logged, as all people concerned see it.
import { afterAll, beforeAll, describe } from "vitest";
import { awareness, CIB, concern } from "../examples/api-inputs.ts";
import { AMBLEFORD, PANEL, type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

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
/** Each journey has a separate hub. */
function startJourney() {
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  return storySteps();
}
const does: Story["does"] = (...command) => story.does(...command);
const refused: Story["refused"] = (...command) => story.refused(...command);
const seen: Story["seen"] = (...of) => story.seen(...of);
const waits: Story["waits"] = (person) => story.waits(person);

const conclusionsSeenBy = async (person: string, id: string) => (await story.seen(person, id)).summary?.conclusions ?? [];
const strangers = ["department", "leader-ambleford", "adviser-london", "cib-lead-london", "governance-officer", "advisory-board"];
const unseenBy = async (people: readonly string[], id: string) => {
  for (const person of people) check([person, await story.sees(person, id)]).toEqual([person, null]);
};

describe("A satisfactory explanation", () => {
  const step = startJourney();
  let id: string;
  const conclude = (more: object = {}) => ({ concern: id, ...explained, ...more });

  step("is not accepted before the council is aware of the concern", async () => {
    id = await does("adviser", "logConcern", concern);
    check(await refused("adviser", "concludeConcern", conclude())).toBe("COUNCIL_NOT_AWARE");
    await unseenBy(["chief-executive", "cib-lead", ...strangers], id);
    await does("adviser", "recordAwareness", { concern: id, ...awareness });
    await does("adviser", "recordConversation", { concern: id, ...conversation });
    await does("chief-executive", "reply", { concern: id, reply: "Both teams have caught up." });
    await story.share(id, CIB);
  });

  step("is accepted by an adviser, once, with what is to be corrected", async () => {
    check(await refused("chief-executive", "concludeConcern", conclude())).toBe("NOT_PERMITTED");
    check(await refused("cib-lead", "concludeConcern", conclude())).toBe("NOT_PERMITTED");
    check(await refused("department", "concludeConcern", conclude())).toBe("NOT_FOUND");
    check(await refused("adviser", "concludeConcern", conclude({ appearance: " " }))).toBe("CONCLUSION_INCOMPLETE");
    await story.doesAndTells("adviser", "concludeConcern", conclude());
    check(await refused("adviser", "concludeConcern", conclude())).toBe("ALREADY_CONCLUDED");
  });

  step("is visible to the council and to recipients of the concern; conversations are visible only to the council", async () => {
    for (const person of ["adviser", "chief-executive", "nominated-officer", "cib-lead"]) {
      const { stage, summary } = await seen(person, id);
      check([person, stage, summary?.conclusions]).toMatchObject([person, "CONCLUDED", [{ ...explained, stands: true }]]);
    }
    check((await seen("chief-executive", id)).conversations).toMatchObject([
      { agreed: conversation.agreed, nextStepBy: "2026-03-31", liaison: [{ id: CIB }] },
    ]);
    check((await seen("cib-lead", id)).conversations).toBeNull();
    check((await seen("cib-lead", id)).withheld).toContain("CONVERSATIONS");
    await unseenBy(strangers, id);
  });

  step("closes the concern, which ends every share; the council still reads and replies", async () => {
    check(await refused("chief-executive", "closeConcern", { concern: id, reason })).toBe("NOT_PERMITTED");
    await does("adviser", "closeConcern", { concern: id, reason });
    await unseenBy(["cib-lead", ...strangers], id);
    check(await seen("chief-executive", id)).toMatchObject({ stage: "CLOSED", summary: { closed: { reason } } });
    check(await refused("adviser", "recordConversation", { concern: id, ...conversation })).toBe("CONCERN_CLOSED");
    await does("chief-executive", "reply", { concern: id, reply: "Thank you." });
  });

  step("no longer applies once the concern is reopened, and no share comes back", async () => {
    await story.doesAndTells("adviser", "reopenConcern", { concern: id, reason: "The figures of March say otherwise." });
    const [conclusion] = await conclusionsSeenBy("chief-executive", id);
    check(conclusion).toMatchObject({ stands: false, reopenedBecause: "The figures of March say otherwise." });
    check(await seen("chief-executive", id)).toMatchObject({ stage: "SHARED", summary: { closed: null } });
    await unseenBy(["cib-lead"], id);
  });
});

describe("A review of a concern", () => {
  const step = startJourney();
  let id: string;
  const review = (reviewOn: string) => ({ concern: id, ...reviewed, reviewOn });

  step("is agreed for a later day, and for one day at a time", async () => {
    id = await story.awareConcern([CIB]);
    await story.share(id, CIB, { until: "2026-08-31" });
    check(await refused("adviser", "concludeConcern", review("2026-03-02"))).toBe("REVIEW_TOO_EARLY");
    await story.doesAndTells("adviser", "concludeConcern", review("2026-04-01"));
    check(await refused("adviser", "concludeConcern", review("2026-06-01"))).toBe("REVIEW_DATES_OVERLAP");
    check(await refused("adviser", "closeConcern", { concern: id, reason })).toBe("REVIEW_NOT_OVER");
  });

  step("is in the advisers' inbox from two weeks before its day", async () => {
    story.on("2026-03-17");
    check(await waits("adviser")).toEqual([]);
    story.on("2026-03-18");
    check(await story.inbox("second-adviser")).toMatchObject([{ kind: "REVIEW_DUE", due: "2026-04-01", overdue: false }]);
    check(await story.passes()).toBe(0);
  });

  step("falls due by itself when its day begins in England", async () => {
    story.test.clock.set("2026-03-31T23:30:00.000Z");
    check(await story.passes()).toBe(1);
    for (const person of ["adviser", "chief-executive", "cib-lead"])
      check(await conclusionsSeenBy(person, id)).toMatchObject([
        { kind: "UNDER_REVIEW", stands: true, reviewOn: "2026-04-01", fellDueAt: "2026-03-31T23:30:00.000Z" },
      ]);
    await unseenBy(strangers, id);
  });

  step("is renewed for another day", async () => {
    await story.doesAndTells("adviser", "concludeConcern", review("2026-07-01"));
    check(await conclusionsSeenBy("chief-executive", id)).toMatchObject([
      { stands: false, reviewOn: "2026-04-01" },
      { stands: true, reviewOn: "2026-07-01", fellDueAt: null },
    ]);
    check(await waits("adviser")).toEqual([]);
  });

  step("falls due again, once, and is concluded in another way", async () => {
    story.on("2026-07-01");
    check(await story.passes()).toBe(1);
    check(await story.passes()).toBe(0);
    await story.doesAndTells("second-adviser", "concludeConcern", { concern: id, ...explained });
    const conclusions = await conclusionsSeenBy("cib-lead", id);
    check(conclusions.map(({ kind, stands }) => [kind, stands])).toEqual([
      ["UNDER_REVIEW", false],
      ["UNDER_REVIEW", false],
      ["SATISFACTORY_EXPLANATION", true],
    ]);
    check(await waits("adviser")).toEqual([]);
  });
});

describe("Light support", () => {
  const step = startJourney();
  let id: string;
  let mentoring: string;
  let bigger: string;
  let elsewhere: string;
  const standing = () => ({ id: mentoring, kind: "MENTORING", provider: { id: CIB } });

  step("begins only with the council's agreement, which nobody else can give for it", async () => {
    id = await story.awareConcern([PEERS]);
    await story.share(id, PEERS);
    mentoring = await story.offer("cib-lead", { provider: CIB });
    const session = await story.offer("adviser", { kind: "TEAM_SESSION" });
    bigger = await story.offer("adviser", { kind: "PACKAGE" });
    elsewhere = await story.offer("adviser", {
      ...{ council: AMBLEFORD, strand: "CORPORATE", causes: ["FINANCE"] },
      toldName: "The leader (invented)",
      offeredTo: "LEADER",
    });
    check(await refused("cib-lead", "answerSupport", { support: mentoring, answer: "AGREED" })).toBe("NOT_PERMITTED");
    check(await refused("leader-ambleford", "answerSupport", { support: mentoring, answer: "AGREED" })).toBe("NOT_FOUND");
    check(await refused("cib-lead", "beginSupport", { support: mentoring, begunOn: "2026-03-02" })).toBe("SUPPORT_NOT_AGREED");
    await does("chief-executive", "answerSupport", { support: mentoring, answer: "AGREED", regionSees: "PURPOSE" });
    await does("chief-executive", "answerSupport", { support: session, answer: "DECLINED", statement: "One at a time." });
  });

  step(
    "can be named by a conclusion only if it is this council's, and its status is visible to readers of the conclusion",
    async () => {
      const light = (...supports: string[]) => ({ concern: id, kind: "LIGHT_SUPPORT", ...arranged, supports });
      check(await refused("adviser", "concludeConcern", light(bigger))).toBe("PACKAGE_IS_NOT_LIGHT");
      check(await refused("adviser", "concludeConcern", light(elsewhere))).toBe("UNKNOWN_SUPPORT");
      await story.doesAndTells("adviser", "concludeConcern", light(mentoring));

      for (const person of ["chief-executive", "adviser", "member-peer"])
        check(await conclusionsSeenBy(person, id)).toMatchObject([
          { kind: "LIGHT_SUPPORT", ...arranged, supports: [{ ...standing(), status: "AGREED", progress: null }] },
        ]);
    },
  );

  step("shows its progress to readers of the conclusion", async () => {
    story.on("2026-05-01");
    await does("cib-lead", "beginSupport", { support: mentoring, begunOn: "2026-04-01" });
    await does("cib-lead", "recordProgress", {
      ...{ support: mentoring, reviewedOn: "2026-05-01", progress: "PARTLY_WORKING" },
      finding: "One of two managers is in post.",
    });
    check(await conclusionsSeenBy("member-peer", id)).toMatchObject([
      { supports: [{ ...standing(), status: "RUNNING", progress: "PARTLY_WORKING" }] },
    ]);
  });

  step(
    "is visible to the council, the region's advisers and leads, and its provider, who do not therefore see the concern",
    async () => {
      const support = "query($id: ID!) { support(id: $id) { status detailWithheld reviews { finding } } }";
      const supportSeenBy = async (person: string) =>
        (await story.asks<{ support: object | null }>(person, support, { id: mentoring })).support;
      const whole = { status: "RUNNING", detailWithheld: false, reviews: [{ finding: "One of two managers is in post." }] };
      for (const person of ["chief-executive", "adviser", "cib-lead"]) check(await supportSeenBy(person)).toEqual(whole);
      check(await supportSeenBy("adass-lead")).toEqual({ status: "RUNNING", detailWithheld: true, reviews: [{ finding: null }] });
      for (const person of ["member-peer", "leader-ambleford", "cib-lead-london", "department"])
        check([person, await supportSeenBy(person)]).toEqual([person, null]);
      await unseenBy(["cib-lead", ...strangers], id);
    },
  );
});

describe("A support package", () => {
  const step = startJourney();
  let id: string;
  let bigger: string;
  let onChallenge: { readonly concern: string; readonly challenge: string | undefined };
  const conclude = (named: string) => ({ concern: id, kind: "SUPPORT_PACKAGE", ...arranged, package: named });
  const challenge = (more: object = {}) => ({
    ...{ concern: id, about: "SUPPORT_PACKAGE", answerBy: "2026-03-09" },
    challenge: "What tells you that it works?",
    ...more,
  });
  const named = () => [{ id: bigger, kind: "PACKAGE", status: "AGREED" }];
  const review = () => ({
    ...onChallenge,
    judgement: "PARTLY_EFFECTIVE",
    finding: "Two of three measures have moved.",
  });
  const answer = () => ({ ...onChallenge, answer: "Assessments in time, month by month." });

  step("needs the council's agreement, which the council can take back and give again", async () => {
    id = await story.awareConcern([CIB]);
    await story.share(id, CIB);
    bigger = await story.offer("adviser", { kind: "PACKAGE", aim: "A year with a partner council." });
    const light = await story.offer("adviser", {});
    check(await refused("adviser", "concludeConcern", conclude(light))).toBe("NOT_A_PACKAGE");
    check(await refused("adviser", "concludeConcern", conclude(bigger))).toBe("PACKAGE_NOT_AGREED");
    check(await waits("chief-executive")).toContain("OFFER_TO_ANSWER");
    await does("chief-executive", "answerSupport", { support: bigger, answer: "AGREED" });
    await does("chief-executive", "answerSupport", { support: bigger, answer: "DECLINED", statement: "Not this year." });
    check(await refused("adviser", "concludeConcern", conclude(bigger))).toBe("PACKAGE_NOT_AGREED");
    check(await refused("adviser", "beginSupport", { support: bigger, begunOn: "2026-03-02" })).toBe("PACKAGE_NOT_AGREED");
    await does("chief-executive", "answerSupport", { support: bigger, answer: "AGREED", statement: "After all, and gladly." });
    await story.doesAndTells("adviser", "concludeConcern", conclude(bigger));
    for (const person of ["chief-executive", "cib-lead"])
      check(await conclusionsSeenBy(person, id)).toMatchObject([{ kind: "SUPPORT_PACKAGE", supports: named() }]);
  });

  step("is reported to the panel by a share, of which the council is aware and to which it agrees", async () => {
    check(await waits("adviser")).toContain("REPORT_TO_PANEL");
    await unseenBy(["panel-member"], id);
    check(await refused("panel-member", "challengeConcern", challenge())).toBe("NOT_FOUND");
    const toPanel = { purpose: "CHALLENGE_SUPPORT", explanation: "So that the panel can challenge the package." };
    await check(story.share(id, PANEL, toPanel)).rejects.toThrow("BODY_NOT_COVERED");
    await does("adviser", "recordAwareness", {
      ...{ concern: id, toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE", channel: "VIDEO_CALL" },
      ...{ toldOn: "2026-03-02", about: "That the package is reported to the panel.", bodies: [PANEL] },
    });
    await story.share(id, PANEL, toPanel);
    check(await waits("adviser")).not.toContain("REPORT_TO_PANEL");
    check(await conclusionsSeenBy("panel-member", id)).toMatchObject([{ kind: "SUPPORT_PACKAGE", supports: named() }]);
    check((await seen("panel-member", id)).sharingRecord).toBeNull();
  });

  step("is challenged by the panel alone, with a later day to answer by", async () => {
    check(await refused("cib-lead", "challengeConcern", challenge())).toBe("NOT_PERMITTED");
    check(await refused("panel-member", "challengeConcern", challenge({ answerBy: "2026-03-06" }))).toBe(
      "CHALLENGE_DATE_TOO_EARLY",
    );
    check(await refused("panel-member", "challengeConcern", challenge({ about: "DISPUTED_CONCERN" }))).toBe(
      "NOTHING_TO_CHALLENGE",
    );
    await does("panel-member", "challengeConcern", challenge());
    const [raised] = (await seen("panel-member", id)).challenges ?? [];
    onChallenge = { concern: id, challenge: raised?.id };
  });

  step("is answered by the advisers, and its effectiveness reviewed by the panel", async () => {
    check(await story.inbox("adviser")).toMatchObject([{ kind: "CHALLENGE_TO_ANSWER", due: "2026-03-09", overdue: false }, {}]);
    check(await refused("panel-member", "answerChallenge", answer())).toBe("NOT_PERMITTED");
    check(await refused("chief-executive", "answerChallenge", answer())).toBe("NOT_PERMITTED");
    check(await refused("panel-member", "reviewEffectiveness", review())).toBe("CHALLENGE_NOT_ANSWERED");
    story.on("2026-03-09");
    await story.doesAndTells("second-adviser", "answerChallenge", answer());
    story.on("2026-03-10");
    check(await story.passes()).toBe(0);
    check(await waits("panel-member")).toEqual(["EFFECTIVENESS_TO_REVIEW"]);
    check(await refused("second-adviser", "reviewEffectiveness", review())).toBe("NOT_PERMITTED");
    await does("panel-member", "reviewEffectiveness", review());
    check(await waits("panel-member")).toEqual([]);
  });

  step("shows the panel's challenge to the council, the advisers and the panel, and to no other recipient", async () => {
    const whole = {
      ...{ about: "SUPPORT_PACKAGE", challenge: "What tells you that it works?", answer: answer().answer, fellDueAt: null },
      ...{ judgement: "PARTLY_EFFECTIVE", finding: review().finding },
      ...{ answered: { by: "second-adviser" }, reviewed: { by: "panel-member" } },
    };
    for (const person of ["panel-member", "adviser", "chief-executive", "nominated-officer"])
      check([person, (await seen(person, id)).challenges]).toMatchObject([person, [whole]]);
    check(await seen("cib-lead", id)).toMatchObject({ challenges: null, summary: { conclusions: [{ supports: named() }] } });
    await unseenBy(strangers, id);
  });

  step("is not visible to the panel once its share has ended", async () => {
    story.on("2026-07-01");
    await unseenBy(["panel-member"], id);
    check(await refused("panel-member", "challengeConcern", challenge({ answerBy: "2026-07-31" }))).toBe("NOT_FOUND");
    check((await seen("chief-executive", id)).challenges).toHaveLength(1);
  });
});

describe("A concern that the council does not accept", () => {
  const step = startJourney();
  let id: string;
  let toPanel: { readonly concern: string; readonly share: string };
  const notAccepted = {
    kind: "NOT_ACCEPTED",
    whyViewsDiffer: "The council puts depth before speed.",
    choice: "JUSTIFIED_LOCAL_CHOICE",
  };

  step("is concluded with the reason why views differ", async () => {
    id = await story.awareConcern([PANEL, GROUP_OFFICE]);
    await does("chief-executive", "reply", { concern: id, reply: "We chose to assess fewer families, and more closely." });
    await story.doesAndTells("adviser", "concludeConcern", { concern: id, ...notAccepted });
    check(await story.waits("adviser")).toEqual(["REPORT_TO_PANEL"]);
  });

  step("is shared with its group office with the council's agreement, and not with the panel over its objection", async () => {
    await story.share(id, GROUP_OFFICE, { purpose: "ADVISE_ON_SUPPORT" });
    check(await conclusionsSeenBy("group-office", id)).toMatchObject([notAccepted]);
    await does("adviser", "proposeShare", {
      ...{ concern: id, body: PANEL, parts: ["SUMMARY"], purpose: "CHALLENGE_SUPPORT", answerBy: "2026-03-16" },
      ...{ explanation: "So that the panel sees the dispute.", until: "2026-06-30" },
    });
    toPanel = { concern: id, share: await story.lastShare(id) };
    await does("chief-executive", "statePosition", { ...toPanel, position: "OBJECTS", statement: "It is ours to decide." });
    check(await story.waits("second-adviser")).toContain("OBJECTION_TO_SETTLE");
    check(await refused("adviser", "makeShare", toPanel)).toBe("COUNCIL_OBJECTS");
    check(await refused("adviser", "overrideObjection", { ...toPanel, reason })).toBe("OVERRIDE_BY_PROPOSER");
    await unseenBy(["panel-member"], id);
  });

  step("is shared with the panel when a second person overrides the objection, which the council sees", async () => {
    await does("second-adviser", "overrideObjection", {
      ...toPanel,
      reason: "Children wait, and the panel is there for disputes.",
    });
    await does("adviser", "makeShare", toPanel);
    await unseenBy(["panel-member"], id);
    story.on("2026-03-04");
    const overridden = { by: "second-adviser", reason: "Children wait, and the panel is there for disputes." };
    check((await seen("chief-executive", id)).sharingRecord).toMatchObject([{}, { status: "LIVE", override: overridden }]);
  });

  step("is challenged by the panel, which other recipients do not see, and not closed meanwhile", async () => {
    const challenge = { concern: id, about: "DISPUTED_CONCERN", challenge: "Is it a choice?", answerBy: "2026-03-11" };
    check(await refused("group-office", "challengeConcern", challenge)).toBe("NOT_PERMITTED");
    await does("panel-member", "challengeConcern", challenge);
    check(await refused("adviser", "closeConcern", { concern: id, reason })).toBe("CHALLENGE_OPEN");
    check((await seen("group-office", id)).challenges).toBeNull();
    check((await seen("chief-executive", id)).challenges).toMatchObject([
      { about: "DISPUTED_CONCERN", challenge: "Is it a choice?" },
    ]);
  });

  step("is reopened by an adviser and concluded in another way", async () => {
    const because = "The council has changed its mind: it is acting now.";
    check(await refused("chief-executive", "reopenConcern", { concern: id, reason: because })).toBe("NOT_PERMITTED");
    await story.doesAndTells("adviser", "reopenConcern", { concern: id, reason: because });
    check(await refused("adviser", "reopenConcern", { concern: id, reason: because })).toBe("NOT_CONCLUDED");
    for (const person of ["chief-executive", "group-office", "panel-member"])
      check(await seen(person, id)).toMatchObject({
        ...{ stage: "SHARED" },
        summary: { conclusions: [{ ...notAccepted, stands: false, reopenedBecause: because }] },
      });
    await story.doesAndTells("adviser", "concludeConcern", { concern: id, ...reviewed, reviewOn: "2026-06-01" });
    check((await conclusionsSeenBy("group-office", id)).map(({ kind, stands }) => [kind, stands])).toEqual([
      ["NOT_ACCEPTED", false],
      ["UNDER_REVIEW", true],
    ]);
    await unseenBy(["cib-lead", ...strangers], id);
  });
});
