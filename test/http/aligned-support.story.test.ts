// Support from three places at once: one conversation with the council, no clashing visits, one picture, and in the end something to learn.
import { afterAll, beforeAll, describe, expect } from "vitest";
import { CIB, TARROWSHIRE } from "../examples/api-inputs.ts";
import { AMBLEFORD, type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const ADASS = "adass-east-midlands";
const REGION = "E12000004";
const ALIGNING = ["adviser", "second-adviser", "cib-lead", "adass-lead"];
const OUTSIDE = ["member-peer", "department", "panel-member", "adviser-london", "cib-lead-london", "leader-ambleford"];

const COUNCIL = `query($code: ID!) { council(code: $code) {
  supports { nodes { strand kind provider { id } status progress detailWithheld detail { aim statement } } }
  alignedSupport {
    strands { strand offered agreed declined running ended due overdue working partlyWorking notWorking unmet }
    clashCount
    clashes { kind first { provider { id } } second { provider { id } } }
  }
  conversationLead { person }
  approaches { id body { id } kind from to knowing about }
  practiceContacts { id contact takenBackAt }
} }`;
type Council = {
  readonly supports: { readonly nodes: readonly { readonly detailWithheld: boolean }[] };
  readonly alignedSupport: {
    readonly strands: readonly object[];
    readonly clashCount: number;
    readonly clashes: readonly object[];
  } | null;
  readonly conversationLead: { readonly person: string } | null;
  readonly approaches: readonly { readonly id: string }[];
  readonly practiceContacts: readonly { readonly id: string }[] | null;
};
const SUPPORT = `query($id: ID!) { support(id: $id) {
  status begunOn endedOn progress detailWithheld
  milestones { id kind due metOn fellDueAt } reviews { id from to cancelled reviewedOn progress finding } judgements { by judgement why speaker { person office } }
} }`;
type Support = {
  readonly status: string;
  readonly milestones: readonly { readonly id: string; readonly kind: string }[];
  readonly reviews: readonly { readonly id: string }[];
  readonly judgements: readonly object[];
};

describe("Support that comes from three places at once", () => {
  const step = storySteps();
  let story: Story;
  let challenge: string;
  let mentoring: string;
  let adults: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  const council = async (person: string) =>
    (await story.asks<{ council: Council }>(person, COUNCIL, { code: TARROWSHIRE })).council;
  const support = async (person: string, id: string) =>
    (await story.asks<{ support: Support | null }>(person, SUPPORT, { id })).support;

  step("is offered by each body only for itself, whether or not the council has requested it", async () => {
    const signal = await story.does("chief-executive", "requestSupport", {
      ...{ council: TARROWSHIRE, strand: "CORPORATE", causes: ["FINANCE"], wanted: "A look at our finances from outside." },
    });
    challenge = await story.offer("adviser", {
      ...{
        strand: "CORPORATE",
        kind: "CORPORATE_PEER_CHALLENGE",
        causes: ["FINANCE", "LEADERSHIP"],
        from: "2026-03-09",
        until: "2027-03-31",
      },
      aim: "An independent look at finance and leadership.",
    });
    mentoring = await story.offer("cib-lead", { provider: CIB, shownTo: [ADASS] });
    adults = await story.offer("adass-lead", {
      ...{
        strand: "ADULTS",
        kind: "ADULTS_PEER_CHALLENGE",
        provider: ADASS,
        causes: ["LEADERSHIP"],
        from: "2026-11-02",
        until: "2026-11-06",
      },
      aim: "A week with a team of peers.",
    });
    await story.offer("adviser", { kind: "TEAM_SESSION", from: "2026-10-01", until: "2026-10-02" });
    await story.does("adviser", "answerSignal", { signal, answer: "A peer challenge, soon.", supports: [challenge] });
    for (const [person, provider] of [
      ["cib-lead", ADASS],
      ["cib-lead", "lga"],
      ["cib-lead-london", CIB],
      ["chief-executive", CIB],
    ] as const)
      await check(story.offer(person, { provider })).rejects.toThrow(/NOT_PERMITTED|UNKNOWN_PROVIDER/);
    await check(story.offer("adass-lead", { provider: ADASS })).rejects.toThrow("UNKNOWN_PROVIDER");
  });

  step(
    "is one picture with its clashes for the council and its advisers; a regional lead sees what it offers or was named for",
    async () => {
      const whole = await council("chief-executive");
      check(whole.supports.nodes).toMatchObject([
        { strand: "CHILDRENS", kind: "TEAM_SESSION", provider: { id: "lga" }, status: "OFFERED" },
        { strand: "ADULTS", provider: { id: ADASS } },
        { strand: "CHILDRENS", provider: { id: CIB } },
        { strand: "CORPORATE", provider: { id: "lga" }, detail: { aim: "An independent look at finance and leadership." } },
      ]);
      for (const person of ["chief-executive", "nominated-officer", "adviser", "second-adviser"]) {
        const { alignedSupport } = await council(person);
        check(alignedSupport?.strands).toMatchObject([
          { strand: "ADULTS", offered: 1 },
          { strand: "CHILDRENS", offered: 2 },
          { strand: "CORPORATE", offered: 1 },
        ]);
        // Support that runs for months clashes with nothing by its dates alone.
        check(alignedSupport).toMatchObject({
          clashCount: 1,
          clashes: [{ kind: "PURPOSE", first: { provider: { id: CIB } }, second: { provider: { id: "lga" } } }],
        });
      }
      const ofLeads = { clashCount: 0, clashes: [] };
      check((await council("cib-lead")).alignedSupport).toMatchObject({
        ...ofLeads,
        strands: [{ strand: "CHILDRENS", offered: 1 }],
      });
      const seen = await council("adass-lead");
      check(seen.alignedSupport).toMatchObject({
        ...ofLeads,
        strands: [
          { strand: "ADULTS", offered: 1, working: 0 },
          { strand: "CHILDRENS", offered: 1, working: null },
        ],
      });
      check(seen.supports.nodes).toMatchObject([
        { kind: "ADULTS_PEER_CHALLENGE", provider: { id: ADASS } },
        { kind: null, strand: "CHILDRENS", provider: { id: CIB }, status: "OFFERED" },
      ]);
    },
  );

  step(
    "shows its detail to the council, its advisers and the body that offered it, and nothing to people outside the region",
    async () => {
      const withheld = async (person: string) =>
        (await council(person)).supports.nodes.map(({ detailWithheld }) => detailWithheld);
      check(await withheld("chief-executive")).toEqual([false, false, false, false]);
      check(await withheld("adviser")).toEqual([false, false, false, false]);
      check(await withheld("cib-lead")).toEqual([false]);
      check(await withheld("adass-lead")).toEqual([false, true]);
      for (const person of OUTSIDE)
        check([person, await council(person)]).toMatchObject([
          person,
          { supports: { nodes: [] }, alignedSupport: null, conversationLead: null, approaches: [], practiceContacts: null },
        ]);

      const region = "query($region: ID!) { alignedSupport(region: $region) { council { code } clashCount } }";
      for (const person of ["adviser", "second-adviser"])
        check(await story.asks(person, region, { region: REGION })).toEqual({
          alignedSupport: [{ council: { code: TARROWSHIRE }, clashCount: 1 }],
        });
      for (const person of OUTSIDE) check(await story.asks(person, region, { region: REGION })).toEqual({ alignedSupport: [] });
    },
  );

  step("begins only with the council's agreement, and leaves the picture if the council declines it", async () => {
    const { does, refused } = story;
    await does("chief-executive", "answerSupport", { support: adults, answer: "DECLINED", statement: "Not in November." });
    await does("nominated-officer", "answerSupport", { support: mentoring, answer: "AGREED", regionSees: "PURPOSE" });
    check((await council("adviser")).alignedSupport).toMatchObject({
      strands: [{ declined: 1 }, { strand: "CHILDRENS", offered: 1, agreed: 1 }, { offered: 1 }],
      clashCount: 1,
    });
    // What it declined is there for its provider alone.
    check((await council("adass-lead")).alignedSupport?.strands).toMatchObject([{ declined: 1 }, { agreed: 1 }]);
    check((await council("cib-lead")).alignedSupport?.strands).toMatchObject([{ strand: "CHILDRENS", offered: 0, agreed: 1 }]);
    check(await refused("adass-lead", "beginSupport", { support: adults, begunOn: "2026-03-02" })).toBe("SUPPORT_NOT_AGREED");
    check(await refused("cib-lead", "beginSupport", { support: challenge, begunOn: "2026-03-02" })).toBe("NOT_FOUND");
  });

  step("is arranged in one conversation, which one adviser leads", async () => {
    const { does, refused } = story;
    check(await refused("cib-lead", "nameLead", { council: TARROWSHIRE, person: "adviser" })).toBe("NOT_PERMITTED");
    check(await refused("adviser", "nameLead", { council: TARROWSHIRE, person: "adviser-london" })).toBe("NOT_AN_ADVISER_THERE");
    await does("second-adviser", "nameLead", { council: TARROWSHIRE, person: "adviser" });
    check(await refused("second-adviser", "nameLead", { council: TARROWSHIRE, person: "second-adviser" })).toBe("LEAD_NAMED");
    for (const person of ["chief-executive", ...ALIGNING])
      check((await council(person)).conversationLead).toEqual({ person: "adviser" });
  });

  step("does not allow an approach that clashes with another, or about which the lead was not consulted", async () => {
    const { does, refused, waits } = story;
    const plan = (body: string, more: object = {}) => ({
      ...{ council: TARROWSHIRE, body, kind: "VISIT", strand: "CHILDRENS" },
      ...{ from: "2026-03-23", to: "2026-03-24", about: "The two teams." },
      ...more,
    });
    check(await refused("cib-lead", "planApproach", plan(CIB))).toBe("APPROACH_CLASHES");
    check(await refused("cib-lead", "planApproach", plan(ADASS, { leadConsulted: true }))).toBe("NOT_PERMITTED");
    check((await council("adviser")).approaches).toEqual([]);
    await does("cib-lead", "planApproach", plan(CIB, { leadConsulted: true }));
    check(await waits("adviser")).toContain("APPROACH_PLANNED");
    check(await waits("second-adviser")).not.toContain("APPROACH_PLANNED");
    const [visit] = (await council("chief-executive")).approaches;
    check(visit).toMatchObject({ body: { id: CIB }, kind: "VISIT", from: "2026-03-23", about: "The two teams." });

    check(await refused("adass-lead", "planApproach", plan(ADASS, { leadConsulted: true }))).toBe("APPROACH_CLASHES");
    check((await council("adass-lead")).approaches).toHaveLength(1);
    await does("adviser", "planApproach", plan("lga", { from: "2026-03-25", to: "2026-03-25", knowing: [visit?.id] }));
    for (const person of ["chief-executive", ...ALIGNING])
      check([person, (await council(person)).approaches]).toMatchObject([
        person,
        [
          { body: { id: CIB }, knowing: [] },
          { body: { id: "lga" }, knowing: [visit?.id] },
        ],
      ]);
    const knowing = (await council("adass-lead")).approaches.map(({ id }) => id);
    await does("adass-lead", "planApproach", plan(ADASS, { strand: "ADULTS", leadConsulted: true, from: "2026-03-24", knowing }));
    const third = (await council("adass-lead")).approaches.find(({ id }) => !knowing.includes(id))?.id;
    // Each of those who hear of it, of different bodies, has that task alone.
    type Tasks = { readonly inbox: { readonly nodes: readonly { readonly id: string; readonly about: string }[] } };
    const toSpeak = async (person: string) =>
      (
        await story.asks<Tasks>(
          person,
          "{ inbox(first: 100, filter: { kind: APPROACH_PLANNED }) { nodes { id about claimed { by actor { role body { id } } } putOff { until } } } }",
        )
      ).inbox.nodes.find(({ about }) => about === third);
    await does("cib-lead", "putOffTask", { task: (await toSpeak("cib-lead"))?.id, until: "2026-03-20" });
    await does("cib-lead", "claimTask", { task: (await toSpeak("cib-lead"))?.id });
    check(await toSpeak("adviser")).toMatchObject({ claimed: null, putOff: null });
    check(await refused("adviser", "claimTask", { task: (await toSpeak("cib-lead"))?.id })).toBe("NOT_FOUND");
    await does("adviser", "claimTask", { task: (await toSpeak("adviser"))?.id });
    check(await toSpeak("cib-lead")).toMatchObject({
      claimed: { by: "cib-lead", actor: { role: "CIB_LEAD", body: { id: CIB } } },
      putOff: { until: "2026-03-20" },
    });
    await does("adass-lead", "cancelApproach", { council: TARROWSHIRE, approach: third, reason: "Next month." });
    check(await refused("adass-lead", "cancelApproach", { council: TARROWSHIRE, approach: visit?.id, reason: "Ours." })).toBe(
      "NOT_PERMITTED",
    );
    await does("cib-lead", "cancelApproach", {
      council: TARROWSHIRE,
      approach: visit?.id,
      reason: "Joined to the advisers' visit.",
    });
    check((await council("chief-executive")).approaches).toHaveLength(1);
    check(await waits("adviser")).not.toContain("APPROACH_PLANNED");
  });

  step("that is a corporate peer challenge has the usual milestones, which fall due and are met one by one", async () => {
    const { does, refused, waits } = story;
    await does("chief-executive", "answerSupport", { support: challenge, answer: "AGREED", regionSees: "PURPOSE" });
    story.on("2026-03-09");
    await does("adviser", "beginSupport", { support: challenge, begunOn: "2026-03-09" });
    const milestones = async (person: string) => (await support(person, challenge))?.milestones;
    const usual = [
      { kind: "REPORT_AND_ACTION_PLAN", due: "2026-06-09" },
      { kind: "PROGRESS_REVIEW", due: "2027-01-09" },
      { kind: "PROGRESS_REVIEW_REPORT", due: "2027-03-09" },
    ];
    for (const person of ["chief-executive", ...ALIGNING]) check(await milestones(person)).toMatchObject(usual);

    story.on("2026-05-25");
    check(await waits("adviser")).not.toContain("MILESTONE_DUE");
    story.on("2026-05-26");
    check(await story.inbox("second-adviser")).toContainEqual(
      expect.objectContaining({
        kind: "MILESTONE_DUE",
        due: "2026-06-09",
        overdue: false,
        support: { kind: "CORPORATE_PEER_CHALLENGE" },
      }),
    );
    // Nor the provider of another support, nor the council, has that to do.
    for (const person of ["cib-lead", "chief-executive"]) check(await waits(person)).not.toContain("MILESTONE_DUE");
    check(await story.passes()).toBe(0);
    story.on("2026-06-10");
    check(await story.passes()).toBe(1);
    const [report] = (await milestones("chief-executive")) ?? [];
    check(report).toMatchObject({ metOn: null, fellDueAt: "2026-06-10T12:00:00.000Z" });
    check((await council("cib-lead")).alignedSupport?.strands).toMatchObject([{}, { running: 1, overdue: 1 }]);
    check(
      await refused("chief-executive", "meetMilestone", { support: challenge, milestone: report?.id, metOn: "2026-06-10" }),
    ).toBe("NOT_PERMITTED");
    await does("adviser", "meetMilestone", { support: challenge, milestone: report?.id, metOn: "2026-06-10" });
    check(await waits("adviser")).not.toContain("MILESTONE_DUE");
    check((await council("cib-lead")).alignedSupport?.strands).toMatchObject([{}, { running: 1, overdue: 0 }]);
  });

  step("is reviewed for progress, on days that are planned and do not overlap", async () => {
    const { does, refused, waits } = story;
    await does("adviser", "planReview", { support: challenge, from: "2027-01-11", to: "2027-01-12" });
    const again = { support: challenge, from: "2027-01-12", to: "2027-01-13" };
    check(await refused("second-adviser", "planReview", again)).toBe("REVIEW_DATES_OVERLAP");
    check(await refused("adass-lead", "planReview", again)).toBe("NOT_PERMITTED");
    story.on("2026-12-28");
    check(await waits("adviser")).toContain("PROGRESS_REVIEW_DUE");
    story.on("2027-01-12");
    const [planned] = (await support("adviser", challenge))?.reviews ?? [];
    const finding = "Reserves are rebuilt by half.";
    await does("adviser", "recordProgress", {
      ...{ support: challenge, review: planned?.id, reviewedOn: "2027-01-12", progress: "WORKING", finding },
    });
    check(await waits("adviser")).not.toContain("PROGRESS_REVIEW_DUE");
    check(await support("chief-executive", challenge)).toMatchObject({
      progress: "WORKING",
      reviews: [{ reviewedOn: "2027-01-12", finding }],
    });
    check(await support("cib-lead", challenge)).toMatchObject({
      progress: "WORKING",
      reviews: [{ progress: "WORKING", finding: null }],
    });
    check((await council("adass-lead")).alignedSupport?.strands).toMatchObject([{}, {}, { working: 1 }]);
  });

  step("ends, and the council and the provider each judge whether it worked", async () => {
    const { does, refused, waits } = story;
    const effective = { support: challenge, judgement: "EFFECTIVE", why: "The budget is balanced." };
    story.on("2027-03-31");
    check(await refused("chief-executive", "judgeOutcome", { ...effective, by: "COUNCIL" })).toBe("SUPPORT_NOT_ENDED");
    await does("adviser", "endSupport", { support: challenge, how: "COMPLETED", endedOn: "2027-03-31", reason: "As planned." });
    check(await waits("chief-executive")).toContain("OUTCOME_TO_JUDGE");
    check(await refused("adviser", "judgeOutcome", { ...effective, by: "COUNCIL" })).toBe("NOT_PERMITTED");
    check(await refused("chief-executive", "judgeOutcome", { ...effective, by: "PROVIDER" })).toBe("NOT_PERMITTED");
    check(await refused("cib-lead", "judgeOutcome", { ...effective, by: "PROVIDER" })).toBe("NOT_PERMITTED");
    await does("adviser", "judgeOutcome", { ...effective, by: "PROVIDER" });
    check(await waits("adviser")).not.toContain("OUTCOME_TO_JUDGE");
    await does("chief-executive", "judgeOutcome", { ...effective, by: "COUNCIL" });
    check(await waits("chief-executive")).not.toContain("OUTCOME_TO_JUDGE");
    check(await refused("nominated-officer", "judgeOutcome", { ...effective, by: "COUNCIL" })).toBe("JUDGED_ALREADY");
    const both = {
      status: "COMPLETED",
      judgements: [
        { by: "PROVIDER", judgement: "EFFECTIVE", speaker: null },
        { by: "COUNCIL", why: effective.why, speaker: { person: "chief-executive", office: "CHIEF_EXECUTIVE" } },
      ],
    };
    check(await support("chief-executive", challenge)).toMatchObject(both);
  });

  step("that worked is found as good practice by other councils while the council agrees to be contacted", async () => {
    const { does, refused, asks } = story;
    const practice = `{ practiceContacts(strand: CORPORATE, cause: FINANCE) { nodes { council { code } contact learned } } }`;
    const found = async (person: string) =>
      (await asks<{ practiceContacts: { nodes: object[] } | null }>(person, practice)).practiceContacts?.nodes ?? null;
    const contact = {
      ...{ council: TARROWSHIRE, strand: "CORPORATE", cause: "FINANCE" },
      ...{ contact: "The section 151 officer (invented)", learned: "How a budget was balanced in a year." },
    };
    check(await found("leader-ambleford")).toEqual([]);
    check(await refused("leader-ambleford", "agreeToBeContacted", contact)).toBe("NOT_PERMITTED");
    check(await refused("adviser", "agreeToBeContacted", contact)).toBe("NOT_PERMITTED");
    await does("chief-executive", "agreeToBeContacted", contact);
    // Agreed to, and nothing has worked for it there: not found.
    await does("chief-executive", "agreeToBeContacted", { ...contact, cause: "DISENGAGEMENT" });

    const { contact: whom, learned } = contact;
    for (const person of ["leader-ambleford", "chief-executive-london", "adviser-london", "adass-lead", "chief-executive"])
      check([person, await found(person)]).toEqual([person, [{ council: { code: TARROWSHIRE }, contact: whom, learned }]]);
    for (const person of ["department", "panel-member", "advisory-board", "governance-officer"])
      check([person, await found(person)]).toEqual([person, null]);
    check(await asks("leader-ambleford", practice.replace("FINANCE", "DISENGAGEMENT"))).toEqual({
      practiceContacts: { nodes: [] },
    });
    // The result names the contact, and nothing about the support or its reason.
    check((await council("leader-ambleford")).supports.nodes).toEqual([]);

    const [given] = (await council("chief-executive")).practiceContacts ?? [];
    check((await council("adviser")).practiceContacts).toBeNull();
    await does("nominated-officer", "takeBackContact", { council: TARROWSHIRE, contact: given?.id });
    check(await found("leader-ambleford")).toEqual([]);
    check((await council("chief-executive")).practiceContacts).toMatchObject([{ takenBackAt: "2027-03-31T12:00:00.000Z" }, {}]);
  });

  step("of one council is not shown beside another's", async () => {
    await story.offer("adviser", {
      ...{ council: AMBLEFORD, toldName: "The leader (invented)", offeredTo: "LEADER", strand: "CORPORATE", causes: ["FINANCE"] },
      ...{ offeredOn: "2027-03-31", from: "2027-04-01", until: "2027-06-30", answerBy: "2027-04-15" },
    });
    const seen = async (person: string, code: string) =>
      (await story.asks<{ council: Council }>(person, COUNCIL, { code })).council.supports.nodes.length;
    check([await seen("leader-ambleford", AMBLEFORD), await seen("leader-ambleford", TARROWSHIRE)]).toEqual([1, 0]);
    check([await seen("chief-executive", AMBLEFORD), await seen("chief-executive", TARROWSHIRE)]).toEqual([0, 4]);
  });
});
