// Departments both ways: what a department submits becomes intelligence for the adviser, and the council is made aware as of any other.
import { afterAll, beforeAll, describe } from "vitest";
import { awareness, concern, evidence, period, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

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
  const step = storySteps();
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

  step("is visible to the region's advisers and the department: the council does not see it before it is aware", async () => {
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

  step("becomes evidence of a concern while the council still does not see it", async () => {
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

  step("is visible to the council from the moment it is made aware of the concern", async () => {
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

  step("does not show the department how it was handled, and is not shown to other recipients of the concern", async () => {
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

describe("A submission about the wrong strand", () => {
  const step = storySteps();
  let story: Story;
  let submission: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  const seenBy = async (person: string) =>
    (await story.asks<Submissions>(person, SUBMISSIONS.replace("handlingWithheld", "strand handlingWithheld"))).submissions.nodes;
  const ANSWER = `mutation($input: RequestSubmissionChangeInput!) { result: requestSubmissionChange(input: $input) {
    __typename ... on Refused { code } ... on SubmissionChanged { created submission { id account handling { version } changeRequests { request } } }
  } }`;
  /** What the sender is answered, with another key each time. */
  const requested = async (idempotencyKey: string) =>
    story.asks<{ result: { submission: { changeRequests: readonly object[] } } }>("department", ANSWER, {
      input: { idempotencyKey, submission, request: "WITHDRAW", explanation: "The returns were another's." },
    });
  const AS_SUBMITTED = { strand: "CORPORATE", council: { code: TARROWSHIRE } };
  const redirecting = { strand: "CHILDRENS", council: TARROWSHIRE, reason: "Returns on children in need." };

  step("can be redirected to the advisers of the right strand while no concern rests on it", async () => {
    submission = await story.does("department", "submitInformation", {
      ...{ ...submitted, cause: undefined, strand: "CORPORATE" },
      beyondRemitReason: "They show how late the accounts are.",
    });
    const input = { submission, ...redirecting };
    check(await story.refused("department", "redirectSubmission", input)).toBe("NOT_PERMITTED");
    check(await story.refused("adviser-london", "redirectSubmission", input)).toBe("NOT_FOUND");
    check(await story.refused("adviser", "redirectSubmission", { ...input, council: "X00000005" })).toBe("STRAND_NOT_OF_COUNCIL");
    await story.does("adviser", "redirectSubmission", input);
    check(await seenBy("adviser")).toMatchObject([{ id: submission, strand: "CHILDRENS", council: { code: TARROWSHIRE } }]);
    // The adviser of another region sees it once it is theirs, and the former one no more.
    await story.does("adviser", "redirectSubmission", { ...input, council: "X00000009", reason: "It is Lanthorngate's." });
    check(await seenBy("adviser")).toEqual([]);
    check(await seenBy("adviser-london")).toMatchObject([{ id: submission, council: { code: "X00000009" } }]);
    check(await seenBy("department")).toMatchObject([AS_SUBMITTED]);
    await story.does("adviser-london", "redirectSubmission", input);
    check(await story.waits("adviser")).toEqual(["SUBMISSION_TO_CONSIDER"]);
  });

  step("looks the same to its sender after it was redirected", async () => {
    check(await seenBy("department")).toMatchObject([AS_SUBMITTED]);
  });

  step("is found by the strand that each is shown: by its sender in the one that it named", async () => {
    const query = "query($filter: SubmissionFilter) { submissions(filter: $filter) { nodes { id } } }";
    const found = async (person: string, filter: object) =>
      (await story.asks<Submissions>(person, query, { filter })).submissions.nodes.length;
    const strands = ["CORPORATE", "CHILDRENS"];
    check(await Promise.all(strands.map((strand) => found("department", { strand })))).toEqual([1, 0]);
    check(await Promise.all(strands.map((strand) => found("adviser", { strand })))).toEqual([0, 1]);
    check(await found("department", { council: TARROWSHIRE, waiting: true })).toBe(1);
    check(await found("adviser", { council: TARROWSHIRE, waiting: false })).toBe(0);
    check(await found("adviser", { council: "X00000009" })).toBe(0);
  });

  step(
    "gives its sender the same answer whether or not a concern rests on it, the council knows of it, or it was set aside",
    async () => {
      const answers = [await requested("first")];
      const cites = [{ ...evidence, kind: "DEPARTMENT_INFORMATION", submission }];
      const id = await story.does("adviser", "logConcern", { ...concern, evidence: cites });
      check(await story.refused("adviser", "redirectSubmission", { submission, ...redirecting, strand: "ADULTS" })).toBe(
        "SUBMISSION_RESTED_ON",
      );
      check(await story.refused("adviser", "setSubmissionAside", { submission, reason: "Withdrawn." })).toBe("COUNCIL_NOT_TOLD");
      answers.push(await requested("second"));
      await story.does("adviser", "recordAwareness", { concern: id, ...awareness, toldOn: "2026-03-02" });
      answers.push(await requested("third"));
      await story.does("adviser", "tellCouncilOfSubmission", { submission, ...told });
      await story.does("adviser", "setSubmissionAside", { submission, reason: "Withdrawn." });
      answers.push(await requested("fourth"));
      for (const [index, answer] of answers.entries()) {
        const changeRequests = Array.from({ length: index + 1 }, () => ({ request: "WITHDRAW" }));
        check(answer).toEqual({
          result: {
            __typename: "SubmissionChanged",
            created: null,
            submission: { id: submission, account, handling: null, changeRequests },
          },
        });
      }
      check(await story.waits("adviser")).not.toContain("SUBMISSION_TO_CONSIDER");
    },
  );

  step("shows the council that it was redirected, and only advisers why, since that can name another council", async () => {
    type Redirected = { submission: { handling: { redirected: readonly { by: string; reason: string | null }[] } } };
    const query = "query($id: ID!) { submission(id: $id) { handling { redirected { by reason } } } }";
    const redirectedFor = async (person: string) =>
      (await story.asks<Redirected>(person, query, { id: submission })).submission.handling.redirected;
    const by = ["adviser", "adviser", "adviser-london"];
    check(await redirectedFor("chief-executive")).toEqual(by.map((one) => ({ by: one, reason: null })));
    check((await redirectedFor("adviser")).map(({ reason }) => reason)).toContain("It is Lanthorngate's.");
  });

  step("can be set aside without telling the council if its sender withdraws it and no concern rests on it", async () => {
    submission = await story.does("department", "submitInformation", submitted);
    check(await story.refused("adviser", "setSubmissionAside", { submission, reason: "Withdrawn." })).toBe("COUNCIL_NOT_TOLD");
    await requested("fifth");
    check(await story.waits("adviser")).toContain("SUBMISSION_CHANGE_REQUESTED");
    await story.does("adviser", "setSubmissionAside", { submission, reason: "Withdrawn." });
    check(await story.waits("adviser")).not.toContain("SUBMISSION_CHANGE_REQUESTED");
  });

  step("cannot be added to a concern after ten working days, until the council knows of it", async () => {
    submission = await story.does("department", "submitInformation", submitted);
    story.on("2026-03-17");
    const citing = { ...concern, evidence: [{ ...evidence, kind: "DEPARTMENT_INFORMATION", submission }] };
    check(await story.refused("adviser", "logConcern", citing)).toBe("SUBMISSION_UNTOLD_TOO_LONG");
    await story.does("adviser", "tellCouncilOfSubmission", { submission, ...told });
    await story.does("adviser", "logConcern", citing);
  });
});
