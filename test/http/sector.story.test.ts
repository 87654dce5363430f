// Intelligence from the sector: a director who leads for children's services in a region submits what is said of a council, and asks that the source
// is protected. The adviser uses it and tells the council, which reads in every way out that it is from a regional source.
import { afterAll, beforeAll, describe } from "vitest";
import { awareness, concern, evidence, period, TARROWSHIRE } from "../examples/api-inputs.ts";
import { command } from "../helpers/send-command.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const SUBMISSION = `id from body { id } protectedSource sourceWithheld council { code } account source reference considered submittedOn
  submitted { by } changeRequests { by at on request explanation } handlingWithheld handling { councilAware concerns { id } }`;
const SUBMISSIONS = `{ submissions { nodes { ${SUBMISSION} } } }`;
type Submission = { readonly id: string; readonly [field: string]: unknown };
type Submissions = { readonly submissions: { readonly nodes: readonly Submission[] } };
const EVIDENCE = `query($id: ID!) { concern(id: $id) { evidence {
  account source protectedSource sourceWithheld protectedAs submission { ${SUBMISSION} }
} } }`;
type Evidence = { readonly concern: { readonly evidence: readonly object[] | null } | null };
const DISCLOSURES = `query($council: String!) { ledger(council: $council) { ... on Ledger {
  scope disclosures(first: 60) { nodes { kind subject person { id name } capacities { role bodies { id } } surface parts { part policies } record { leaf } } }
} } }`;
type Ledger = { readonly ledger: { readonly scope: string; readonly disclosures: { readonly nodes: readonly Shown[] } } };
type Shown = { readonly subject: string | null; readonly person: { readonly id: string } };

const account = "Two service managers say that the director has not met them since December.";
const source = "A conversation after the regional network, with the director's deputy (invented)";
const submitted = {
  ...{ body: "cib-east-midlands", council: TARROWSHIRE, strand: "CHILDRENS", cause: "SERVICE_PERFORMANCE", period },
  ...{ account, source, reference: "Notebook 4 (invented)", protectedSource: true },
};
const told = {
  ...{ toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE", channel: "VIDEO_CALL", toldOn: "2026-03-02" },
  about: "What a regional source says of the service.",
};
const A_REGIONAL_SOURCE = "A regional source";
/** Whatever could name the lead, their body, their role or their source. */
const NAMING = [
  "cib-",
  "Leonie",
  "CIB",
  "Children's Improvement Board",
  "Notebook 4",
  "deputy (invented)",
  "sector-submits",
  "sender-knows",
];

let story: Story;
const submissionsSeenBy = async (person: string) => (await story.asks<Submissions>(person, SUBMISSIONS)).submissions.nodes;
const evidenceSeenBy = async (person: string, id: string) =>
  (await story.asks<Evidence>(person, EVIDENCE, { id })).concern?.evidence;
const ledgerOf = async (person: string) => (await story.asks<Ledger>(person, DISCLOSURES, { council: TARROWSHIRE })).ledger;
async function exported(person: string, format: string): Promise<string> {
  const response = await fetch(`${story.test.url}/ledger`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${await story.test.token(person)}` },
    body: JSON.stringify({ council: TARROWSHIRE, format }),
  });
  check(response.status).toBe(200);
  return response.text();
}

describe("What a regional lead submits about a council of the region", () => {
  const step = storySteps();
  let submission: string;
  let id: string;
  let seenBySender: readonly Submission[];
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());

  step("is for their own region and strand, and in the name of their own body", async () => {
    const { refused, test } = story;
    const elsewhere = await command(test, "cib-lead", "submitInformation", { ...submitted, council: "X00000009" });
    check(elsewhere).toMatchObject({ code: "BODY_NOT_RESPONSIBLE", field: "council" });
    check(elsewhere.message).toContain("Children's Improvement Board regional leads, London");
    check(await refused("cib-lead", "submitInformation", { ...submitted, strand: "CORPORATE", cause: undefined })).toBe(
      "BODY_NOT_RESPONSIBLE",
    );
    for (const person of ["cib-lead-london", "adass-lead", "adviser", "chief-executive", "department", "panel-member"])
      check([person, await refused(person, "submitInformation", submitted)]).toEqual([person, "NOT_PERMITTED"]);
    check(await refused("panel-member", "submitInformation", { ...submitted, body: "performance-support-panel" })).toBe(
      "NOT_PERMITTED",
    );
    // The member peer serves Ambleford, and does not submit about it.
    const home = {
      ...submitted,
      body: "member-peers-east-midlands",
      council: "X00000005",
      strand: "CORPORATE",
      cause: "FINANCE",
    };
    check(await refused("member-peer", "submitInformation", home)).toBe("OWN_COUNCIL");
    check(await refused("department", "submitInformation", { ...submitted, body: "dfe" })).toBe("INVALID_INPUT");
  });

  step("is visible to the advisers of the region and strand, who know the source, and to the lead's body", async () => {
    submission = await story.does("cib-lead", "submitInformation", submitted);
    const whole = { id: submission, body: { id: "cib-east-midlands" }, account, source, reference: "Notebook 4 (invented)" };
    const known = { ...whole, protectedSource: true, sourceWithheld: false, submitted: { by: "cib-lead" } };
    for (const person of ["adviser", "second-adviser"]) check(await submissionsSeenBy(person)).toMatchObject([known]);
    seenBySender = await submissionsSeenBy("cib-lead");
    check(seenBySender).toMatchObject([{ ...known, handlingWithheld: true, handling: null, considered: false }]);
    for (const person of [
      "chief-executive",
      "cib-lead-london",
      "adass-lead",
      "member-peer",
      "regional-improvement",
      "department",
    ])
      check([person, await submissionsSeenBy(person)]).toEqual([person, []]);
    check(await story.waits("adviser")).toEqual(["SUBMISSION_TO_CONSIDER"]);
  });

  step("becomes evidence whose source is protected too", async () => {
    const item = { ...evidence, kind: "CONVERSATION", account, source, submission };
    check(await story.refused("adviser", "logConcern", { ...concern, evidence: [item] })).toBe("SUBMISSION_PROTECTED");
    id = await story.does("adviser", "logConcern", { ...concern, evidence: [{ ...item, protectedSource: true }] });
    check(await evidenceSeenBy("adviser", id)).toMatchObject([{ source, protectedAs: null, submission: { id: submission } }]);
    check(await submissionsSeenBy("cib-lead")).toEqual(seenBySender);
  });

  step("is read by the council as from a regional source, in every way out", async () => {
    await story.does("adviser", "recordAwareness", { concern: id, ...awareness, bodies: ["ofsted"] });
    await story.does("adviser", "tellCouncilOfSubmission", { submission, ...told });
    const shown = { id: submission, from: A_REGIONAL_SOURCE, body: null, protectedSource: true, sourceWithheld: true, account };
    const withheld = { ...shown, source: null, reference: null, submitted: null, submittedOn: "2026-03-02" };
    for (const person of ["chief-executive", "nominated-officer", "leader"]) {
      check(await submissionsSeenBy(person)).toMatchObject([withheld]);
      check(await evidenceSeenBy(person, id)).toMatchObject([
        { account, source: null, sourceWithheld: true, protectedAs: A_REGIONAL_SOURCE, submission: withheld },
      ]);
    }
    // The lead reads their own submission, in a list, by its id and in answer to a command.
    await story.asks("cib-lead", `query($id: ID!) { submission(id: $id) { ${SUBMISSION} } }`, { id: submission });
    await story.does("cib-lead", "requestSubmissionChange", {
      ...{ submission, request: "CORRECT", explanation: "The deputy (invented) said January." },
    });
    const { scope, disclosures } = await ledgerOf("chief-executive");
    check(scope).toContain("what that source read of its own submission is not listed");
    const readers = new Set(disclosures.nodes.filter(({ subject }) => subject === submission).map(({ person }) => person.id));
    check([...readers].sort()).toEqual(["adviser", "chief-executive", "leader", "nominated-officer", "second-adviser"]);
    const answers = [
      ...[await submissionsSeenBy("chief-executive"), await evidenceSeenBy("chief-executive", id), disclosures.nodes],
      ...[
        await story.inbox("chief-executive"),
        await exported("chief-executive", "json"),
        await exported("chief-executive", "csv"),
      ],
      await exported("chief-executive", "html"),
    ].map((answer) => JSON.stringify(answer));
    for (const [index, answer] of answers.entries())
      check([index, NAMING.filter((word) => answer.includes(word))]).toEqual([index, []]);
    for (const format of ["csv", "html"]) check(await exported("chief-executive", format)).toContain(A_REGIONAL_SOURCE);
    const ofRequest = (await submissionsSeenBy("chief-executive"))[0]?.changeRequests;
    check(ofRequest).toEqual([{ by: null, at: null, on: "2026-03-02", request: "CORRECT", explanation: null }]);
  });

  step(
    "is not shared beyond the council while the concern rests on it alone, and its recipients read no more of it",
    async () => {
      const proposing = { ...{ body: "ofsted", purpose: "OFFER_SUPPORT", parts: ["EVIDENCE"] } };
      const share = { concern: id, ...proposing, until: "2026-06-30", answerBy: "2026-03-20", explanation: "To align support." };
      check(await story.refused("adviser", "proposeShare", share)).toBe("PROTECTED_SOURCES_ALONE");
      await story.does("adviser", "addEvidence", { concern: id, evidence });
      check(await story.refused("adviser", "proposeShare", share)).toBe("PROTECTED_SOURCES_ALONE");
      await story.does("adviser", "recordAwareness", { concern: id, ...awareness, bodies: ["ofsted"] });
      await story.openWords(id);
      await story.share(id, "ofsted", { parts: ["EVIDENCE"], purpose: "OFFER_SUPPORT" });
      const read = await evidenceSeenBy("inspectorate", id);
      check(read?.[0]).toMatchObject({ account, source: null, protectedAs: A_REGIONAL_SOURCE, submission: null });
      check(NAMING.filter((word) => JSON.stringify(read).includes(word))).toEqual([]);
      // Without the evidence from another source, they read nothing until there is such evidence again.
      const other = await story.asks<{ concern: { evidence: readonly { id: string }[] } }>(
        ...(["adviser", "query($id: ID!) { concern(id: $id) { evidence { id } } }", { id }] as const),
      );
      const withdrawing = { concern: id, evidence: other.concern.evidence[1]?.id, reason: "It was of another year." };
      await story.does("adviser", "withdrawEvidence", withdrawing);
      check(await story.sees("inspectorate", id)).toBeNull();
      check(await story.sees("chief-executive", id)).not.toBeNull();
    },
  );

  step("tells an officer of the council who leads for the same body nothing of who sent it", async () => {
    const assignment = { person: "chief-executive", role: "CIB_LEAD", regions: ["E12000004"], until: "2026-12-31" };
    await story.does("governance-officer", "startAssignment", { ...assignment, from: "2026-03-02" });
    const peers = { ...submitted, body: "regional-improvement-east-midlands", strand: "CORPORATE", cause: "FINANCE" };
    const ofOthers = await story.does("regional-improvement", "submitInformation", peers);
    await story.does("adviser", "tellCouncilOfSubmission", { submission: ofOthers, ...told });
    const seen = await submissionsSeenBy("chief-executive");
    check(seen.map(({ from, body, submitted: by }) => [from, body, by])).toEqual(
      [ofOthers, submission].map(() => [A_REGIONAL_SOURCE, null, null]),
    );
    const change = { request: "WITHDRAW", explanation: "Not so." };
    const refusals = await Promise.all(
      [submission, ofOthers].map(async (one) =>
        command(story.test, "chief-executive", "requestSubmissionChange", { submission: one, ...change }),
      ),
    );
    check(refusals[0]).toMatchObject({ code: "NOT_PERMITTED" });
    check(refusals[0]).toEqual(refusals[1]);
    const { disclosures } = await ledgerOf("chief-executive");
    const others = disclosures.nodes.filter(({ subject }) => subject === submission);
    check(NAMING.filter((word) => JSON.stringify(others).includes(word))).toEqual([]);
  });
});

describe("The sender of two submissions, of which one was used and one set aside", () => {
  const step = storySteps();
  let used: string;
  let aside: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  const ANSWER = `mutation($input: RequestSubmissionChangeInput!) { result: requestSubmissionChange(input: $input) {
    __typename ... on Refused { code } ... on SubmissionChanged { created submission { ${SUBMISSION} } }
  } }`;
  let keys = 0;
  /** All that the sender can read of a submission, without its id. */
  async function everything(submission: string): Promise<string> {
    keys += 1;
    const input = { idempotencyKey: `key-${keys}`, submission, request: "CORRECT", explanation: "Since December." };
    const one = `query($id: ID!) { submission(id: $id) { ${SUBMISSION} } concern(id: $id) { id } }`;
    const read = [
      (await submissionsSeenBy("cib-lead")).find(({ id }) => id === submission),
      await story.asks("cib-lead", one, { id: submission }),
      await story.asks("cib-lead", ANSWER, { input }),
      await story.inbox("cib-lead"),
      await story.asks("cib-lead", "{ concerns { nodes { id } } }"),
      await story.refused("cib-lead", "redirectSubmission", { submission, council: TARROWSHIRE, strand: "ADULTS", reason: "?" }),
      await story.refused("cib-lead", "setSubmissionAside", { submission, reason: "Ours." }),
      await story.refused("cib-lead", "tellCouncilOfSubmission", { submission, ...told }),
      await story.refused("cib-lead", "submitInformation", { ...submitted, strand: "ADULTS" }),
    ];
    return JSON.stringify(read).replaceAll(submission, "it");
  }
  const isSame = async () => check(await everything(used)).toEqual(await everything(aside));
  const considered = async () => (await submissionsSeenBy("cib-lead")).map((one) => one.considered);

  step("sees the same of both, whatever becomes of them", async () => {
    used = await story.does("cib-lead", "submitInformation", submitted);
    aside = await story.does("cib-lead", "submitInformation", submitted);
    await isSame();
    const item = { ...evidence, account, source, submission: used, protectedSource: true };
    const id = await story.does("adviser", "logConcern", { ...concern, evidence: [item, evidence] });
    await isSame();
    await story.does("adviser", "recordAwareness", { concern: id, ...awareness, bodies: ["ofsted"] });
    await story.does("adviser", "tellCouncilOfSubmission", { submission: aside, ...told });
    await isSame();
    await story.does("adviser", "setSubmissionAside", { submission: aside, reason: "It is known already." });
    await isSame();
    await story.share(id, "ofsted", { parts: ["EVIDENCE"], purpose: "OFFER_SUPPORT" });
    await isSame();
    check(await considered()).toEqual([false, false]);
  });

  step("learns that both were considered after the last day to tell the council, and no more", async () => {
    story.on("2026-03-16");
    check(await considered()).toEqual([false, false]);
    story.on("2026-03-17");
    check(await considered()).toEqual([true, true]);
    await isSame();
  });

  step("learns of one that nobody considered that it was not", async () => {
    const third = await story.does("cib-lead", "submitInformation", submitted);
    story.on("2026-04-20");
    check((await submissionsSeenBy("cib-lead")).find(({ id }) => id === third)?.considered).toBe(false);
  });
});
