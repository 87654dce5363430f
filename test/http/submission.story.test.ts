// Departments both ways: what a department submits becomes intelligence for the adviser, and the council is made aware as of any other.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, concern, evidence, period, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";

type Submissions = { readonly submissions: { readonly nodes: readonly { readonly id: string }[] } };
const SUBMISSIONS = `{ submissions { nodes {
  id body { id } council { code } account source handlingWithheld
  handling { councilAware told { toldName toldOn } setAside { by reason } concerns { summary { text } } }
} } }`;
const account = "Two statutory returns came late and were withdrawn within a week.";
const submitted = {
  ...{ body: "dfe", council: TARROWSHIRE, strand: "CHILDRENS", cause: "SERVICE_PERFORMANCE", period },
  ...{ account, source: "Returns team (invented)", reference: "R-17 (invented)" },
};
const told = {
  ...{ toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE", channel: "VIDEO_CALL", toldOn: "2026-03-02" },
  about: "What the department submitted.",
};

describe("What a department submits", () => {
  let story: Story;
  let submission: string;
  let id: string;
  /** What its sender sees of it, from the first day. */
  let sentBack: readonly object[];
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  const submissionsSeenBy = async (person: string) => (await story.asks<Submissions>(person, SUBMISSIONS)).submissions.nodes;
  const others = ["inspectorate", "cib-lead", "leader-ambleford", "adviser-london", "panel-member", "governance-officer"];

  it("is for the region's advisers and itself: the council does not see it before it is aware", async () => {
    const { does, refused } = story;
    expect(await refused("inspectorate", "submitInformation", submitted)).toBe("NOT_PERMITTED");
    expect(await refused("adviser", "submitInformation", submitted)).toBe("NOT_PERMITTED");
    submission = await does("department", "submitInformation", submitted);

    const whole = { id: submission, body: { id: "dfe" }, council: { code: TARROWSHIRE }, account };
    const handling = { councilAware: false, told: null, setAside: null, concerns: [] };
    for (const person of ["adviser", "second-adviser"])
      expect([person, await submissionsSeenBy(person)]).toMatchObject([person, [{ ...whole, handling }]]);
    sentBack = await submissionsSeenBy("department");
    expect(sentBack).toMatchObject([{ ...whole, handling: null, handlingWithheld: true }]);
    for (const person of ["chief-executive", "nominated-officer", ...others])
      expect([person, await submissionsSeenBy(person)]).toEqual([person, []]);
    expect(await story.inbox("adviser")).toMatchObject([
      { kind: "SUBMISSION_TO_CONSIDER", due: "2026-03-09", submission: { strand: "CHILDRENS" } },
    ]);
    expect(await story.waits("department")).toEqual([]);
    expect(await refused("chief-executive", "tellCouncilOfSubmission", { submission, ...told })).toBe("NOT_FOUND");
    expect(await refused("department", "setSubmissionAside", { submission, reason: "Ours." })).toBe("NOT_PERMITTED");
  });

  it("becomes evidence of a concern, still unseen by the council", async () => {
    const item = { ...evidence, kind: "DEPARTMENT_INFORMATION", account, source: "Department for Education", submission };
    // Nobody rests a concern on a submission that they may not see, or that is about another council.
    const elsewhere = { ...concern, council: "X00000005", evidence: [item] };
    expect(await story.refused("adviser", "logConcern", elsewhere)).toBe("UNKNOWN_SUBMISSION");
    const inLondon = { ...concern, council: "X00000009", evidence: [item] };
    expect(await story.refused("adviser-london", "logConcern", inLondon)).toBe("UNKNOWN_SUBMISSION");
    id = await story.does("adviser", "logConcern", { ...concern, evidence: [item] });

    expect(await story.waits("adviser")).toEqual(["MAKE_COUNCIL_AWARE"]);
    expect((await story.seen("second-adviser", id)).evidence).toMatchObject([
      { account, submission: { id: submission, account } },
    ]);
    expect((await submissionsSeenBy("adviser"))[0]).toMatchObject({
      handling: { concerns: [{ summary: { text: concern.summary } }] },
    });
    for (const person of ["chief-executive", "department"])
      expect([person, await story.sees(person, id)]).toEqual([person, null]);
    expect(await submissionsSeenBy("chief-executive")).toEqual([]);
    expect(await submissionsSeenBy("department")).toEqual(sentBack);
  });

  it("is the council's to see from the moment it is made aware of the concern", async () => {
    await story.does("adviser", "recordAwareness", { concern: id, ...awareness, bodies: ["ofsted", "dfe"] });
    for (const person of ["chief-executive", "nominated-officer"]) {
      expect(await submissionsSeenBy(person)).toMatchObject([
        {
          id: submission,
          account,
          source: "Returns team (invented)",
          handling: { councilAware: true, told: null, concerns: [{}] },
        },
      ]);
      expect((await story.seen(person, id)).evidence).toMatchObject([{ account, submission: { id: submission, account } }]);
    }
    for (const person of others) expect([person, await submissionsSeenBy(person)]).toEqual([person, []]);
  });

  it("does not tell the department what became of it, nor any recipient of another", async () => {
    const purpose = "OFFER_SUPPORT";
    await story.share(id, "ofsted", { parts: ["EVIDENCE"], purpose });
    // An inspectorate sees the evidence and not the department's own submission.
    const shown = await story.seen("inspectorate", id);
    expect(shown.evidence).toMatchObject([{ account, submission: null }]);
    expect(shown).toMatchObject({ sharingRecord: null, awareness: null, sharedWithMe: [{ body: { id: "ofsted" } }] });
    expect(JSON.stringify(shown)).not.toContain("dfe");
    expect(await submissionsSeenBy("department")).toEqual(sentBack);
    expect(await story.sees("department", id)).toBeNull();

    await story.share(id, "dfe", { parts: ["SUMMARY"], purpose: "REASSURE_ON_SUPPORT" });
    const known = await story.seen("department", id);
    expect(known).toMatchObject({
      evidence: null,
      sharingRecord: null,
      awareness: null,
      sharedWithMe: [{ body: { id: "dfe" } }],
    });
    expect(JSON.stringify(known)).not.toContain("ofsted");
    // It sees the concern that was shared with it, and of its own submission what it saw on the first day.
    expect(await submissionsSeenBy("department")).toEqual(sentBack);
  });

  it("is set aside only after the council was told of it", async () => {
    const { does, refused } = story;
    const second = await does("department", "submitInformation", { ...submitted, account: "A hearsay of a vacancy." });
    const reason = "It is about another council.";
    expect(await story.waits("adviser")).toContain("SUBMISSION_TO_CONSIDER");
    expect(await refused("adviser", "setSubmissionAside", { submission: second, reason })).toBe("COUNCIL_NOT_TOLD");
    expect(await submissionsSeenBy("chief-executive")).toHaveLength(1);
    await does("adviser", "tellCouncilOfSubmission", { submission: second, ...told });
    expect((await submissionsSeenBy("chief-executive"))[0]).toMatchObject({
      id: second,
      handling: { councilAware: true, told: { toldName: told.toldName, toldOn: "2026-03-02" }, setAside: null },
    });
    expect(await refused("chief-executive", "setSubmissionAside", { submission: second, reason })).toBe("NOT_PERMITTED");
    await does("adviser", "setSubmissionAside", { submission: second, reason });
    expect(await story.waits("adviser")).not.toContain("SUBMISSION_TO_CONSIDER");
    for (const person of ["chief-executive", "adviser"])
      expect((await submissionsSeenBy(person))[0]).toMatchObject({
        id: second,
        handling: { setAside: { by: "adviser", reason } },
      });
    expect((await submissionsSeenBy("department"))[0]).toMatchObject({ id: second, handling: null, handlingWithheld: true });
    const item = { ...evidence, submission: second };
    expect(await refused("adviser", "addEvidence", { concern: id, evidence: item })).toBe("SUBMISSION_SET_ASIDE");
  });
});
