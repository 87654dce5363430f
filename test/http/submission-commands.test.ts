// What the API says that somebody may do with a submission, held against what it lets them do, from the day it comes until it is set aside.
import { afterAll, beforeAll, expect, it } from "vitest";
import { COMMANDS_ON_SUBMISSION } from "../../services/submission/possible-commands.ts";
import { enumName } from "../../text/enum-name.ts";
import { awareness, concern, evidence, period, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";

const LONDON = "X00000009";
const LISTING = "query($id: ID!) { submission(id: $id) { commands } }";
const PEOPLE = ["adviser", "second-adviser", "adviser-london", "chief-executive", "nominated-officer", "cib-lead", "department"];
const OTHERS = ["inspectorate", "panel-member", "governance-officer", "leader-ambleford"];
const told = {
  ...{ toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE", channel: "VIDEO_CALL", toldOn: "2026-03-02" },
  about: "What was submitted.",
};
const submitted = {
  council: TARROWSHIRE,
  strand: "CHILDRENS",
  period,
  account: "Returns came late.",
  source: "A team (invented)",
};
const bySector = { ...submitted, body: "cib-east-midlands", protectedSource: true };
const byGovernment = { ...submitted, body: "dfe" };

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.close());

type Listed = { readonly submission: { readonly commands: readonly string[] } | null };
async function listedFor(person: string, id: string): Promise<readonly string[] | null> {
  return (await story.asks<Listed>(person, LISTING, { id })).submission?.commands ?? null;
}

/** An input of each command with all that it needs. */
const inputsOf = (submission: string, isProtected: boolean) =>
  ({
    tellCouncilOfSubmission: { submission, ...told },
    answerSubmissionTelling: { submission, answer: "CONFIRMED" },
    redirectSubmission: { submission, council: LONDON, strand: "CHILDRENS", reason: "It is about Lanthorngate." },
    requestSubmissionChange: { submission, request: "CORRECT", explanation: "It was two returns." },
    setSubmissionAside: { submission, reason: "It is known." },
    logConcern: { ...concern, evidence: [{ ...evidence, submission, protectedSource: isProtected }] },
  }) as const;

/** What is not listed is refused. What is listed is refused only because of the version, which is not the submission's. */
async function expectAgreement(submission: string, isProtected: boolean): Promise<void> {
  for (const person of PEOPLE) {
    const listed = await listedFor(person, submission);
    for (const [name, input] of Object.entries(inputsOf(submission, isProtected))) {
      if (!listed?.includes(enumName(name))) expect([person, name, await story.refused(person, name, input)]).toBeTruthy();
      else if (name !== "logConcern" && name !== "requestSubmissionChange")
        expect([person, name, await story.refused(person, name, { ...input, expectedVersion: 999 })]).toEqual([
          ...[person, name, "STALE_VERSION"],
        ]);
    }
  }
  for (const person of OTHERS) expect([person, await listedFor(person, submission)]).toEqual([person, null]);
}

async function does(person: string, name: keyof ReturnType<typeof inputsOf>, submission: string, more: object = {}) {
  expect(await listedFor(person, submission), `${person} ${name}`).toContain(enumName(name));
  return story.does(person, name, { ...inputsOf(submission, false)[name], ...more });
}

it("lists for the sender, advisers and the council what they can do, and refuses what it does not list", async () => {
  const id = await story.does("department", "submitInformation", byGovernment);
  expect(await listedFor("department", id)).toEqual(["REQUEST_SUBMISSION_CHANGE"]);
  expect(await listedFor("adviser", id)).toEqual(["TELL_COUNCIL_OF_SUBMISSION", "REDIRECT_SUBMISSION", "LOG_CONCERN"]);
  expect(await listedFor("chief-executive", id)).toBeNull();
  await expectAgreement(id, false);

  await does("adviser", "redirectSubmission", id);
  expect(await listedFor("adviser", id)).toBeNull();
  await does("adviser-london", "redirectSubmission", id, { council: TARROWSHIRE });
  await does("department", "requestSubmissionChange", id, { request: "WITHDRAW" });
  expect(await listedFor("adviser", id)).toContain("SET_SUBMISSION_ASIDE");

  await does("adviser", "logConcern", id);
  await expectAgreement(id, false);
  expect(await listedFor("adviser", id)).toEqual(["TELL_COUNCIL_OF_SUBMISSION", "LOG_CONCERN"]);
  await does("adviser", "tellCouncilOfSubmission", id);
  await expectAgreement(id, false);
  expect(await listedFor("chief-executive", id)).toEqual(["ANSWER_SUBMISSION_TELLING"]);
  expect(await listedFor("nominated-officer", id)).toEqual(["ANSWER_SUBMISSION_TELLING"]);

  await does("chief-executive", "answerSubmissionTelling", id, { answer: "NOT_TOLD", statement: "Nobody rang." });
  expect(await listedFor("adviser", id)).toEqual([]);
  expect(await listedFor("second-adviser", id)).toEqual(["TELL_COUNCIL_OF_SUBMISSION"]);
  await expectAgreement(id, false);
  await does("second-adviser", "tellCouncilOfSubmission", id);
  await does("adviser", "setSubmissionAside", id);
  expect(await listedFor("adviser", id)).toEqual([]);
  expect(await listedFor("department", id)).toEqual(["REQUEST_SUBMISSION_CHANGE"]);
  await expectAgreement(id, false);
  expect(COMMANDS_ON_SUBMISSION).toHaveLength(5);
});

it("lists the same for a protected sender whatever became of it, and nothing through the body for others of the council", async () => {
  const id = await story.does("cib-lead", "submitInformation", bySector);
  await expectAgreement(id, true);
  const before = await listedFor("cib-lead", id);
  const logged = await story.does("adviser", "logConcern", inputsOf(id, true).logConcern);
  await story.does("adviser", "recordAwareness", { concern: logged, ...awareness });
  expect(await listedFor("cib-lead", id)).toEqual(before);
  expect(before).toEqual(["REQUEST_SUBMISSION_CHANGE"]);
  expect(await listedFor("chief-executive", id)).toEqual([]);
  await expectAgreement(id, true);
});

it("does not list logging a concern once the day to tell the council has passed", async () => {
  const id = await story.does("department", "submitInformation", { ...byGovernment, account: "Another return came late." });
  expect(await listedFor("adviser", id)).toContain("LOG_CONCERN");
  story.on("2026-03-17");
  expect(await listedFor("adviser", id)).not.toContain("LOG_CONCERN");
  await expectAgreement(id, false);
});

type Bodies = { readonly viewer: { readonly submitsFor: readonly object[] } };
const BODIES = `{ viewer { submitsFor { body { id } regions { name } strands strandsBeyondRemit mayProtectSource councils { code } } } }`;

it("says for which bodies, regions and strands somebody may submit, and about which councils", async () => {
  const forBodies = async (person: string) => (await story.asks<Bodies>(person, BODIES)).viewer.submitsFor;
  expect(await forBodies("department")).toMatchObject([
    {
      ...{ body: { id: "dfe" }, strands: ["CORPORATE", "CHILDRENS", "ADULTS"], strandsBeyondRemit: ["CORPORATE", "ADULTS"] },
      ...{ mayProtectSource: false, regions: { length: 9 } },
    },
  ]);
  const [ofLead] = await forBodies("cib-lead");
  expect(ofLead).toMatchObject({
    ...{ body: { id: "cib-east-midlands" }, strands: ["CHILDRENS"], strandsBeyondRemit: [], mayProtectSource: true },
    ...{ regions: [{ name: "East Midlands" }], councils: expect.arrayContaining([{ code: TARROWSHIRE }]) },
  });
  await story.does("cib-lead", "declareInterests", { person: "cib-lead", home: TARROWSHIRE });
  const [withInterest] = await forBodies("cib-lead");
  expect(withInterest).not.toMatchObject({ councils: expect.arrayContaining([{ code: TARROWSHIRE }]) });
  for (const person of ["adviser", "chief-executive", "panel-member", "governance-officer"])
    expect([person, await forBodies(person)]).toEqual([person, []]);
});
