// No concern stays secret: if the council was not told of a concern by its last day, nobody can add to it or read it until the council is told.
import { afterAll, beforeAll, describe } from "vitest";
import { awareness, concern, evidence, period, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const UNTOLD = `query($id: ID!) { concern(id: $id) {
  untold { tellBy isExtended wordsClosed opened { by purpose until } } tellingExtension { by tellBy reason } history { event said }
} }`;
const FOUND = `{ concerns(filter: { text: "assessments" }) { totalCount nodes { summary { text } evidence { account } } } }`;
type Untold = { readonly concern: { readonly untold: object | null; readonly history: readonly object[] } | null };
type Found = { readonly concerns: { readonly totalCount: number } };

describe("A concern that the council has not been told of", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  beforeAll(async () => {
    story = await startStory(undefined, { inThreads: true });
  });
  afterAll(() => story.close());
  const untold = async (person: string, of = id) => (await story.asks<Untold>(person, UNTOLD, { id: of })).concern;
  const found = async (person: string) => (await story.asks<Found>(person, FOUND)).concerns.totalCount;
  const parts = { withheld: ["SUMMARY", "EVIDENCE", "UNSHARED_EVIDENCE", "PROTECTED_SOURCE", "CONVERSATIONS"], summary: null };

  step("has a last day to tell the council, which a second adviser can extend once", async () => {
    id = await story.does("adviser", "logConcern", concern);
    check(await untold("adviser")).toMatchObject({ untold: { tellBy: "2026-03-30", isExtended: false, wordsClosed: false } });
    const more = { concern: id, workingDays: 10, reason: "The chief executive is in hospital." };
    check(await story.refused("adviser", "extendTelling", more)).toBe("EXTENSION_BY_LOGGER");
    check(await story.refused("adviser-london", "extendTelling", more)).toBe("NOT_FOUND");
    check(await story.refused("second-adviser", "extendTelling", { ...more, workingDays: 21 })).toBe("EXTENSION_TOO_LONG");
    await story.does("second-adviser", "extendTelling", more);
    check(await story.refused("second-adviser", "extendTelling", more)).toBe("EXTENSION_USED");
    check(await untold("adviser")).toMatchObject({
      untold: { tellBy: "2026-04-15", isExtended: true },
      tellingExtension: { by: "second-adviser", reason: "The chief executive is in hospital." },
    });
  });

  step("accepts no evidence after that day, and shows its advisers only the headline, also in searches", async () => {
    story.on("2026-04-15");
    check(await found("adviser")).toBe(1);
    story.on("2026-04-16");
    check(await story.refused("adviser", "addEvidence", { concern: id, evidence })).toBe("UNTOLD_TOO_LONG");
    check(await story.sees("adviser", id)).toMatchObject({ stage: "LOGGED", ...parts, evidence: null, conversations: null });
    check(await untold("adviser")).toMatchObject({ untold: { wordsClosed: true, opened: null }, tellingExtension: null });
    check(JSON.stringify(await untold("adviser"))).not.toContain("hospital");
    check(await found("adviser")).toBe(0);
    check(await story.waits("adviser")).toEqual(["TELLING_OVERDUE"]);
    check(await story.refused("adviser", "withdrawEvidence", { concern: id, evidence: "any", reason: "Wrong." })).toBe(
      "WORDS_CLOSED",
    );
    check(await story.refused("second-adviser", "extendTelling", { concern: id, workingDays: 5, reason: "Later." })).toBe(
      "EXTENSION_LATE",
    );
  });

  step("gives its last day to a later concern on the same matter, whose text cannot be read from the start", async () => {
    const again = await story.does("adviser", "logConcern", concern);
    check(await untold("adviser", again)).toMatchObject({
      untold: { tellBy: "2026-04-15", isExtended: true, wordsClosed: true },
    });
    const other = await story.does("adviser", "logConcern", { ...concern, cause: "LEADERSHIP" });
    check(await untold("adviser", other)).toMatchObject({ untold: { tellBy: "2026-05-15", isExtended: false } });
  });

  step("can be opened for a purpose until the end of the next working day", async () => {
    check(await story.refused("cib-lead", "openUntoldWords", { concern: id, purpose: "TELL" })).toBe("NOT_FOUND");
    await story.does("adviser", "openUntoldWords", { concern: id, purpose: "TELL" });
    check(await story.sees("second-adviser", id)).toMatchObject({ withheld: [], summary: { text: concern.summary } });
    check(await untold("adviser")).toMatchObject({ untold: { opened: { by: "adviser", purpose: "TELL", until: "2026-04-17" } } });
    check(await story.refused("adviser", "addEvidence", { concern: id, evidence })).toBe("UNTOLD_TOO_LONG");
    story.on("2026-04-18");
    check(await story.sees("adviser", id)).toMatchObject(parts);
  });

  step("can be read in full once the council is told, and the council sees how long that took and why", async () => {
    await story.does("adviser", "recordAwareness", { concern: id, ...awareness, toldOn: "2026-04-18" });
    check(await story.sees("adviser", id)).toMatchObject({ withheld: [] });
    check(await untold("chief-executive")).toMatchObject({
      untold: null,
      tellingExtension: { by: "second-adviser", tellBy: "2026-04-15", reason: "The chief executive is in hospital." },
      history: [
        { event: "CONCERN_LOGGED" },
        { event: "EVIDENCE_ADDED" },
        { event: "TELLING_EXTENDED", said: "The chief executive is in hospital." },
        { event: "UNTOLD_WORDS_OPENED" },
        { event: "COUNCIL_MADE_AWARE" },
      ],
    });
    await story.does("adviser", "addEvidence", { concern: id, evidence });
    check(await story.asks("chief-executive", `{ ledger(council: "${TARROWSHIRE}") { __typename } }`)).toBeTruthy();
  });
});

const LEDGER = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { discarded concerns { nodes { id } } disclosures { nodes { id } } } } }`;
type Ledger = { readonly ledger: { readonly discarded: readonly string[]; readonly disclosures: { nodes: readonly object[] } } };
const NOTHING = { discarded: [], concerns: { nodes: [] }, disclosures: { nodes: [] } };

describe("A concern that is discarded before the council is told", () => {
  const step = storySteps();
  let story: Story;
  let wrong: string;
  let weak: string;
  let submission: string;
  beforeAll(async () => {
    story = await startStory(undefined, { inThreads: true });
  });
  afterAll(() => story.close());
  const ledger = async (person = "chief-executive") => (await story.asks<Ledger>(person, LEDGER)).ledger;
  const everything = "{ concerns { totalCount nodes { id } } inbox { nodes { kind } } }";

  step("is discarded by two advisers, who can read it for that purpose after its last day", async () => {
    submission = await story.does("department", "submitInformation", {
      ...{ body: "dfe", council: TARROWSHIRE, strand: "CHILDRENS", cause: "SERVICE_PERFORMANCE", period },
      ...{ account: "Two returns came late.", source: "Returns team (invented)" },
    });
    wrong = await story.does("adviser", "logConcern", {
      ...{ ...concern, cause: "LEADERSHIP" },
      evidence: [{ ...evidence, kind: "DEPARTMENT_INFORMATION", submission }],
    });
    weak = await story.does("adviser", "logConcern", concern);
    check(await story.refused("adviser", "discardConcern", { concern: wrong })).toBe("NOT_PROPOSED_TO_DISCARD");
    check(await story.refused("cib-lead", "proposeDiscard", { concern: wrong, ground: "IN_ERROR" })).toBe("NOT_FOUND");
    await story.does("adviser", "proposeDiscard", { concern: wrong, ground: "IN_ERROR" });
    await story.does("adviser", "proposeDiscard", { concern: weak, ground: "DID_NOT_STAND" });
    check(await story.refused("adviser", "discardConcern", { concern: wrong })).toBe("DISCARD_BY_PROPOSER");
    check(await story.waits("adviser")).not.toContain("DISCARD_TO_CONFIRM");
    check((await story.waits("second-adviser")).filter((kind) => kind === "DISCARD_TO_CONFIRM")).toHaveLength(2);
    story.on("2026-03-31");
    await story.does("second-adviser", "openUntoldWords", { concern: weak, purpose: "DISCARD" });
    check(await story.sees("second-adviser", weak)).toMatchObject({ summary: { text: concern.summary } });
  });

  step("is invisible to everybody, and no task about it waits", async () => {
    for (const id of [wrong, weak]) await story.does("second-adviser", "discardConcern", { concern: id });
    for (const id of [wrong, weak]) {
      for (const person of ["adviser", "second-adviser", "chief-executive", "governance-officer", "cib-lead"])
        check([person, await story.sees(person, id)]).toEqual([person, null]);
      for (const name of ["recordAwareness", "addEvidence", "proposeDiscard"] as const) {
        const input = { recordAwareness: awareness, addEvidence: { evidence }, proposeDiscard: { ground: "IN_ERROR" } }[name];
        check(await story.refused("adviser", name, { concern: id, ...input })).toBe("NOT_FOUND");
      }
    }
    // The submission that it cited is nobody's evidence now.
    check(await story.asks("adviser", everything)).toEqual({
      concerns: { totalCount: 0, nodes: [] },
      inbox: { nodes: [{ kind: "SUBMISSION_TO_CONSIDER" }] },
    });
    check(await story.asks("chief-executive", everything)).toEqual({
      concerns: { totalCount: 0, nodes: [] },
      inbox: { nodes: [] },
    });
  });

  step(
    "is shown to the council as a day in its ledger if it did not stand, and not at all if it was logged in error",
    async () => {
      check(await ledger()).toEqual({ ...NOTHING, discarded: ["2026-03-31"] });
      check(await ledger("section-151-officer")).toEqual({ ...NOTHING, discarded: ["2026-03-31"] });
      // It was of children's services.
      check(await ledger("director-adults")).toEqual(NOTHING);
      const past = LEDGER.replace(`${TARROWSHIRE}")`, `${TARROWSHIRE}", at: "2026-03-31T11:00:00.000Z")`);
      check(past).toContain("at:");
      check((await story.asks<Ledger>("chief-executive", past)).ledger.discarded).toEqual([]);
      // A refusal has none of the fields of a ledger.
      check(await story.asks("leader-ambleford", LEDGER)).toEqual({ ledger: {} });
    },
  );

  step("still gives its last day to a later concern on the same matter", async () => {
    const again = await story.does("adviser", "logConcern", concern);
    check(await story.asks("adviser", UNTOLD, { id: again })).toMatchObject({
      concern: { untold: { tellBy: "2026-03-30", wordsClosed: true } },
    });
  });
});

const OVERDUE = "{ overdueUntold { region { code } kind days } }";

describe("A concern or submission that the council was not told of in time", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  let submission: string;
  beforeAll(async () => {
    story = await startStory(undefined, { inThreads: true });
  });
  afterAll(() => story.close());
  const overdue = async (person: string) => (await story.asks<{ overdueUntold: object[] | null }>(person, OVERDUE)).overdueUntold;
  const region = { code: "E12000004" };

  step("is recorded as overdue by the hub once, on the day after its last day", async () => {
    id = await story.does("adviser", "logConcern", concern);
    submission = await story.does("department", "submitInformation", {
      ...{ body: "dfe", council: TARROWSHIRE, strand: "CHILDRENS", period },
      ...{ account: "Two returns came late.", source: "Returns team (invented)" },
    });
    story.on("2026-03-16");
    check(await story.passes()).toBe(0);
    check(await overdue("governance-officer")).toEqual([]);
    story.on("2026-03-17");
    check(await story.passes()).toBe(1);
    story.on("2026-03-31");
    check(await story.passes()).toBe(1);
    check(await story.passes()).toBe(0);
    const types = (await story.hub.log.readAll("", 10_000)).map(({ type }) => type);
    check(types.filter((type) => type === "UntoldFellDue.v1" || type === "SubmissionFellDue.v1")).toHaveLength(2);
  });

  step("is listed with its region and days for the governance officer, and for nobody else", async () => {
    check(await overdue("governance-officer")).toEqual([
      { region, kind: "SUBMISSION", days: 15 },
      { region, kind: "CONCERN", days: 1 },
    ]);
    for (const person of ["adviser", "chief-executive", "administrator", "advisory-board", "panel-member", "department"])
      check([person, await overdue(person)]).toEqual([person, null]);
  });

  step("is listed until the council is told, or the concern is discarded", async () => {
    await story.does("adviser", "tellCouncilOfSubmission", {
      ...{ submission, toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE", channel: "LETTER" },
      ...{ toldOn: "2026-03-31", about: "The late returns." },
    });
    check(await overdue("governance-officer")).toEqual([{ region, kind: "CONCERN", days: 1 }]);
    await story.does("adviser", "proposeDiscard", { concern: id, ground: "DID_NOT_STAND" });
    await story.does("second-adviser", "discardConcern", { concern: id });
    check(await overdue("governance-officer")).toEqual([]);
  });
});
