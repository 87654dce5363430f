// A council confirms or disputes that it was told of an offer of support and of a submission (docs/decisions/0033).
import { afterAll, beforeAll, describe } from "vitest";
import { CIB, concern, evidence, submission, told } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const TELLINGS = `query($id: ID!) { support(id: $id) { status detail { regionSees tellings {
  toldName recordedBy shownTo { id } answerBy answer answered { by } answeredIn statement disputedBodies { id } standing } } } }`;
type Tellings = { readonly support: { readonly detail: { readonly tellings: readonly object[] } } | null };
const SUBMISSION = `query($id: ID!) { submission(id: $id) { account handling {
  told { recordedBy answer standing statement answerBy } formerTellings { recordedBy answer standing } } } }`;

describe("An offer of support of which a council says that it was not told", () => {
  const step = storySteps();
  let story: Story;
  let support: string;
  beforeAll(async () => {
    story = await startStory();
    support = await story.offer("adviser", { kind: "MENTORING", shownTo: [CIB] });
  });
  afterAll(() => story.close());
  const seenBy = async (person: string) => (await story.asks<Tellings>(person, TELLINGS, { id: support })).support;
  const tellings = async () => (await seenBy("chief-executive"))?.detail.tellings;

  step("asks the council to confirm that it was told, and counts as the adviser's record until then", async () => {
    check(await story.waits("chief-executive")).toContain("AWARENESS_TO_ANSWER");
    check(await tellings()).toMatchObject([
      {
        recordedBy: "adviser",
        shownTo: [{ id: CIB }],
        answerBy: "2026-03-09",
        answer: null,
        standing: "The adviser's record, not confirmed.",
      },
    ]);
    check(await seenBy("cib-lead")).toMatchObject({ status: "OFFERED" });
    const answer = { support, answer: "NOT_TOLD" };
    for (const person of ["adviser", "cib-lead", "panel-member"])
      check(["NOT_PERMITTED", "NOT_FOUND"]).toContain(await story.refused(person, "answerOfferTelling", answer));
    check(await story.refused("director-adults", "answerOfferTelling", answer)).toBe("NOT_FOUND");
  });

  step("is hidden from its region from the dispute on, and does not begin, though the council agrees to it", async () => {
    await story.does("chief-executive", "answerOfferTelling", { support, answer: "NOT_TOLD", statement: "Nobody spoke to me." });
    check(await seenBy("cib-lead")).toBeNull();
    await story.does("leader", "answerSupport", { support, answer: "AGREED", regionSees: "PURPOSE" });
    check(await seenBy("cib-lead")).toBeNull();
    check(await story.refused("adviser", "beginSupport", { support, begunOn: "2026-03-02" })).toBe("AWARENESS_DISPUTED");
    check([await story.waits("adviser"), await story.waits("second-adviser")]).toEqual([[], ["AWARENESS_DISPUTED"]]);
    check(await tellings()).toMatchObject([
      {
        answer: "NOT_TOLD",
        answered: { by: "chief-executive" },
        answeredIn: "CHIEF_EXECUTIVE",
        statement: "Nobody spoke to me.",
      },
    ]);
  });

  step("goes on once a second adviser has told a head of the council again", async () => {
    const again = { support, ...told, toldOn: "2026-03-02", shownTo: [CIB] };
    check(await story.refused("adviser", "tellOfOfferAgain", again)).toBe("TOLD_BY_SAME_ADVISER");
    check(await story.refused("second-adviser", "tellOfOfferAgain", { ...again, toldOffice: "LEAD_MEMBER" })).toBe("TELL_A_HEAD");
    await story.does("second-adviser", "declareInterests", { person: "second-adviser", home: concern.council });
    check(await story.refused("second-adviser", "tellOfOfferAgain", again)).toBe("OWN_COUNCIL");
    await story.does("second-adviser", "declareInterests", { person: "second-adviser" });
    await story.does("second-adviser", "tellOfOfferAgain", again);
    check(await seenBy("cib-lead")).toMatchObject({ status: "AGREED" });
    await story.does("adviser", "beginSupport", { support, begunOn: "2026-03-02" });
    await story.does("chief-executive", "answerOfferTelling", { support, answer: "NOT_TOLD" });
    check(await seenBy("cib-lead")).toMatchObject({ status: "RUNNING" });
    check(await tellings()).toMatchObject([{ recordedBy: "adviser" }, { recordedBy: "second-adviser", answer: "NOT_TOLD" }]);
  });
});

describe("A submission of which a council says that it was told otherwise", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  beforeAll(async () => {
    story = await startStory();
    id = await story.does("department", "submitInformation", submission);
    await story.does("adviser", "tellCouncilOfSubmission", { submission: id, ...told });
  });
  afterAll(() => story.close());
  const seenBy = async (person: string) =>
    (await story.asks<{ submission: object | null }>(person, SUBMISSION, { id })).submission;
  const logging = () => ({ ...concern, evidence: [evidence, { ...evidence, kind: "DEPARTMENT_INFORMATION", submission: id }] });

  step("is neither cited nor set aside, and the council goes on reading it", async () => {
    check(await story.waits("chief-executive")).toEqual(["AWARENESS_TO_ANSWER"]);
    const statement = "We were told of last year's returns.";
    await story.does("chief-executive", "answerSubmissionTelling", { submission: id, answer: "TOLD_OTHERWISE", statement });
    check(await story.waits("chief-executive")).toEqual([]);
    check(await story.refused("adviser", "logConcern", logging())).toBe("AWARENESS_DISPUTED");
    check(await story.refused("adviser", "setSubmissionAside", { submission: id, reason: "Done." })).toBe("AWARENESS_DISPUTED");
    check(await story.waits("second-adviser")).toContain("AWARENESS_DISPUTED");
    check(await seenBy("chief-executive")).toMatchObject({
      account: submission.account,
      handling: { told: { answer: "TOLD_OTHERWISE", statement, standing: "The council says that it was told otherwise." } },
    });
    check(await seenBy("department")).toMatchObject({ handling: null });
  });

  step("can be cited once a second adviser has told the council again", async () => {
    check(await story.refused("adviser", "tellCouncilOfSubmission", { submission: id, ...told })).toBe("TOLD_BY_SAME_ADVISER");
    await story.does("second-adviser", "tellCouncilOfSubmission", { submission: id, ...told });
    check(await seenBy("adviser")).toMatchObject({
      handling: { told: { recordedBy: "second-adviser", answer: null }, formerTellings: [{ recordedBy: "adviser" }] },
    });
    await story.does("adviser", "logConcern", logging());
  });
});
