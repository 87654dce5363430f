// Departments both ways: what a department submits becomes intelligence for the adviser, and the council is made aware as of any other.
import { afterAll, beforeAll, describe } from "vitest";
import { awareness, concern, evidence, period, TARROWSHIRE } from "../examples/api-inputs.ts";
import { check, journey } from "../helpers/journey.ts";
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
  const step = journey();
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

  step("is for the region's advisers and itself: the council does not see it before it is aware", async () => {
    const { does, refused } = story;
    check(await refused("inspectorate", "submitInformation", submitted)).toBe("NOT_PERMITTED");
    check(await refused("adviser", "submitInformation", submitted)).toBe("NOT_PERMITTED");
    submission = await does("department", "submitInformation", submitted);

    const whole = { id: submission, body: { id: "dfe" }, council: { code: TARROWSHIRE }, account };
    const handling = { councilAware: false, told: null, setAside: null, concerns: [] };
    for (const person of ["adviser", "second-adviser"])
      check([person, await submissionsSeenBy(person)]).toMatchObject([person, [{ ...whole, handling }]]);
    sentBack = await submissionsSeenBy("department");
    check(sentBack).toMatchObject([{ ...whole, handling: null, handlingWithheld: true }]);
    for (const person of ["chief-executive", "nominated-officer", ...others])
      check([person, await submissionsSeenBy(person)]).toEqual([person, []]);
    check(await story.inbox("adviser")).toMatchObject([
      { kind: "SUBMISSION_TO_CONSIDER", due: "2026-03-09", submission: { strand: "CHILDRENS" } },
    ]);
    check(await story.waits("department")).toEqual([]);
    check(await refused("chief-executive", "tellCouncilOfSubmission", { submission, ...told })).toBe("NOT_FOUND");
    check(await refused("department", "setSubmissionAside", { submission, reason: "Ours." })).toBe("NOT_PERMITTED");
  });

  step("becomes evidence of a concern, still unseen by the council", async () => {
    const item = { ...evidence, kind: "DEPARTMENT_INFORMATION", account, source: "Department for Education", submission };
    // Nobody rests a concern on a submission that they may not see, or that is about another council.
    const elsewhere = { ...concern, council: "X00000005", strand: "CORPORATE", cause: "FINANCE", evidence: [item] };
    check(await story.refused("adviser", "logConcern", elsewhere)).toBe("UNKNOWN_SUBMISSION");
    const inLondon = { ...concern, council: "X00000009", evidence: [item] };
    check(await story.refused("adviser-london", "logConcern", inLondon)).toBe("UNKNOWN_SUBMISSION");
    id = await story.does("adviser", "logConcern", { ...concern, evidence: [item] });

    check(await story.waits("adviser")).toEqual(["MAKE_COUNCIL_AWARE"]);
    check((await story.seen("second-adviser", id)).evidence).toMatchObject([
      { account, submission: { id: submission, account } },
    ]);
    check((await submissionsSeenBy("adviser"))[0]).toMatchObject({
      handling: { concerns: [{ summary: { text: concern.summary } }] },
    });
    for (const person of ["chief-executive", "department"]) check([person, await story.sees(person, id)]).toEqual([person, null]);
    check(await submissionsSeenBy("chief-executive")).toEqual([]);
    check(await submissionsSeenBy("department")).toEqual(sentBack);
  });

  step("is the council's to see from the moment it is made aware of the concern", async () => {
    await story.does("adviser", "recordAwareness", { concern: id, ...awareness, bodies: ["ofsted", "dfe"] });
    for (const person of ["chief-executive", "nominated-officer"]) {
      check(await submissionsSeenBy(person)).toMatchObject([
        {
          id: submission,
          account,
          source: "Returns team (invented)",
          handling: { councilAware: true, told: null, concerns: [{}] },
        },
      ]);
      check((await story.seen(person, id)).evidence).toMatchObject([{ account, submission: { id: submission, account } }]);
    }
    for (const person of others) check([person, await submissionsSeenBy(person)]).toEqual([person, []]);
  });

  step("does not tell the department what became of it, nor any recipient of another", async () => {
    const purpose = "OFFER_SUPPORT";
    await story.share(id, "ofsted", { parts: ["EVIDENCE"], purpose });
    // An inspectorate sees the evidence and not the department's own submission.
    const shown = await story.seen("inspectorate", id);
    check(shown.evidence).toMatchObject([{ account, submission: null }]);
    check(shown).toMatchObject({ sharingRecord: null, awareness: null, sharedWithMe: [{ body: { id: "ofsted" } }] });
    check(JSON.stringify(shown)).not.toContain("dfe");
    check(await submissionsSeenBy("department")).toEqual(sentBack);
    check(await story.sees("department", id)).toBeNull();

    await story.share(id, "dfe", { parts: ["SUMMARY"], purpose: "REASSURE_ON_SUPPORT" });
    const known = await story.seen("department", id);
    check(known).toMatchObject({
      evidence: null,
      sharingRecord: null,
      awareness: null,
      sharedWithMe: [{ body: { id: "dfe" } }],
    });
    check(JSON.stringify(known)).not.toContain("ofsted");
    // The department sees the concern that was shared with it, and the same of its own submission as on the first day.
    check(await submissionsSeenBy("department")).toEqual(sentBack);
  });

  step("is set aside only after the council was told of it", async () => {
    const { does, refused } = story;
    const second = await does("department", "submitInformation", { ...submitted, account: "A hearsay of a vacancy." });
    const reason = "It is about another council.";
    check(await story.waits("adviser")).toContain("SUBMISSION_TO_CONSIDER");
    check(await refused("adviser", "setSubmissionAside", { submission: second, reason })).toBe("COUNCIL_NOT_TOLD");
    check(await submissionsSeenBy("chief-executive")).toHaveLength(1);
    await does("adviser", "tellCouncilOfSubmission", { submission: second, ...told });
    check((await submissionsSeenBy("chief-executive"))[0]).toMatchObject({
      id: second,
      handling: { councilAware: true, told: { toldName: told.toldName, toldOn: "2026-03-02" }, setAside: null },
    });
    check(await refused("chief-executive", "setSubmissionAside", { submission: second, reason })).toBe("NOT_PERMITTED");
    await does("adviser", "setSubmissionAside", { submission: second, reason });
    check(await story.waits("adviser")).not.toContain("SUBMISSION_TO_CONSIDER");
    for (const person of ["chief-executive", "adviser"])
      check((await submissionsSeenBy(person))[0]).toMatchObject({
        id: second,
        handling: { setAside: { by: "adviser", reason } },
      });
    check((await submissionsSeenBy("department"))[0]).toMatchObject({ id: second, handling: null, handlingWithheld: true });
    const item = { ...evidence, submission: second };
    check(await refused("adviser", "addEvidence", { concern: id, evidence: item })).toBe("SUBMISSION_SET_ASIDE");
  });
});
