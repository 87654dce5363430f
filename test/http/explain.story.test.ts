// A council asks who can see the data about it, why, and what it can do; and its actions take effect at once. Recipients can ask only for
// themselves.
import { afterAll, beforeAll, describe } from "vitest";
import { awareness, CIB, proposal } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

type Because = {
  readonly what: string;
  readonly on: string;
  readonly at: string | null;
  readonly by: string | null;
};
type Explanation = {
  readonly allowed: boolean;
  readonly sentence: string;
  readonly policies: readonly {
    readonly id: string;
    readonly effect: string;
    readonly reason: string;
    readonly challenge: string;
  }[];
  readonly facts: readonly { readonly name: string; readonly value: string; readonly because: readonly Because[] }[];
  readonly challenges: readonly string[];
  readonly policyVersion: string;
};
type Audience = {
  readonly label: string;
  readonly bodies: readonly { readonly id: string }[];
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly parts: readonly { readonly part: string; readonly policies: readonly { readonly id: string }[] }[];
};

const EXPLAIN = `query($concern: ID!, $part: ExplainedPart!, $person: ID) { explain(concern: $concern, part: $part, person: $person) {
  allowed sentence policies { id effect reason challenge } facts { name value because { what on at by } } challenges policyVersion
} }`;
const AUDIENCE = `query($id: ID!) { concern(id: $id) { audience {
  role label bodies { id } council { code } region { code } strand people { id name } parts { part policies { id reason } }
} } }`;

const CIB_LEADS = "Children's Improvement Board regional leads, East Midlands";
const PEERS = "member-peers-east-midlands";

describe("In an explanation of access to a concern", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  let share: string;
  const explains = async (asker: string, part: string, person?: string): Promise<Explanation | null> =>
    (await story.asks<{ explain: Explanation | null }>(asker, EXPLAIN, { concern: id, part, person })).explain;
  async function told(asker: string, part: string, person?: string): Promise<Explanation> {
    const explanation = await explains(asker, part, person);
    if (!explanation) throw new Error(`${asker} is told nothing.`);
    return explanation;
  }
  const audience = async (asker: string): Promise<readonly Audience[] | null> =>
    (await story.asks<{ concern: { audience: readonly Audience[] | null } }>(asker, AUDIENCE, { id })).concern.audience;
  const seers = async () => (await audience("chief-executive"))?.map(({ label, people }) => [label, people.map((one) => one.id)]);
  const named = (explanation: Explanation, name: string) => explanation.facts.find((fact) => fact.name === name);

  beforeAll(async () => {
    story = await startStory();
    id = await story.awareConcern([CIB, PEERS]);
    share = await story.share(id, CIB);
    await story.share(id, PEERS, { parts: ["HEADLINE"] });
  });
  afterAll(() => story.close());

  step(
    "the chief executive is told why a CIB lead sees the summary: the policy, the facts, the events, how to challenge",
    async () => {
      const explanation = await told("chief-executive", "SUMMARY", "cib-lead");
      check(explanation).toMatchObject({
        allowed: true,
        policies: [{ id: "cib-lead-reads-summary", effect: "PERMIT" }],
        policyVersion: story.hub.policy.version,
      });
      check(explanation.sentence).toBe(`They may see this part: ${explanation.policies[0]?.reason}`);
      check(explanation.challenges).toEqual([explanation.policies[0]?.challenge]);
      check(explanation.challenges[0]).toContain("The council may at any time object to the share with the CIB leads");

      const at = "2026-03-02T12:00:00.000Z";
      const on = "2026-03-02";
      check(named(explanation, "Bodies that the summary is shared with today")).toEqual({
        name: "Bodies that the summary is shared with today",
        value: CIB_LEADS,
        because: [
          { what: `A share was proposed (${CIB_LEADS})`, on, at, by: "adviser" },
          { what: `The council agreed to a share (${CIB_LEADS})`, on, at, by: "chief-executive" },
          { what: `A share was made (${CIB_LEADS})`, on, at, by: "adviser" },
          { what: `The last day of the share (${CIB_LEADS})`, on: "2026-06-30", at: null, by: null },
        ],
      });
      check(named(explanation, "Its strand")).toMatchObject({
        value: "Children's",
        because: [{ what: "The concern was logged", by: "adviser" }],
      });
      check(named(explanation, "A CIB lead, in these of the bodies that it is shared with")).toEqual({
        name: "A CIB lead, in these of the bodies that it is shared with",
        value: CIB_LEADS,
        because: [{ what: "Assigned as CIB regional lead from 1 January 2020 to 31 December 2039", on, at, by: "hub" }],
      });
      check(explanation.facts).toHaveLength(3);
    },
  );

  step("the chief executive reads who can see it now, through which role and by which policies", async () => {
    check(await seers()).toEqual([
      ["Principal Adviser", ["adviser"]],
      ["Senior Adviser", ["second-adviser"]],
      ["Chief executive", ["chief-executive"]],
      ["Leader or elected mayor", ["leader"]],
      ["Monitoring officer", ["monitoring-officer"]],
      ["Nominated officer", ["nominated-officer"]],
      ["Section 151 officer", ["section-151-officer"]],
      ["CIB regional lead", ["cib-lead"]],
      ["Lead or regional member peer", ["member-peer"]],
    ]);
    const cib = (await audience("chief-executive"))?.find(({ label }) => label === "CIB regional lead");
    check(cib).toMatchObject({
      bodies: [{ id: CIB }],
      people: [{ id: "cib-lead", name: "Leonie Marsh (invented)" }],
      parts: [
        { part: "HEADLINE", policies: [{ id: "cib-lead-reads-headline" }] },
        { part: "SUMMARY", policies: [{ id: "cib-lead-reads-summary" }] },
      ],
    });
    for (const person of ["cib-lead", "member-peer"]) check(await audience(person)).toBeNull();
  });

  step("a lead reads the explanation of their own access, without other people and without the text of the share", async () => {
    const explanation = await told("cib-lead", "SUMMARY");
    check(explanation.sentence).toMatch(/^You may see this part: /);
    check(named(explanation, "Bodies that the summary is shared with today")?.because.map(({ what, by }) => [what, by])).toEqual([
      [`A share was made (${CIB_LEADS})`, null],
      [`The last day of the share (${CIB_LEADS})`, null],
    ]);
    check(await told("cib-lead", "SUMMARY", "cib-lead")).toEqual(explanation);

    const headline = await told("cib-lead", "HEADLINE");
    check(named(headline, "Bodies that the headline is shared with today")?.value).toBe(CIB_LEADS);
    const evidence = await told("cib-lead", "EVIDENCE");
    check(evidence).toMatchObject({
      allowed: false,
      policies: [{ id: "principle-3-in-confidence-evidence", effect: "FORBID" }],
    });
    check(evidence.sentence).toContain("No policy permits it:");
    check(evidence.sentence).toContain("its evidence is not shared with any body of yours");
    check(evidence.challenges[0]).toMatch(/^Nobody can override this/);
    for (const said of [explanation, headline, evidence])
      check(JSON.stringify(said)).not.toMatch(/member peer|"adviser"|chief-executive/i);
  });

  step("only the council and its advisers read the explanation of another person's access", async () => {
    check(await explains("cib-lead", "SUMMARY", "member-peer")).toBeNull();
    check(await explains("member-peer", "SUMMARY", "adviser")).toBeNull();
    for (const person of ["leader-ambleford", "adviser-london", "governance-officer", "somebody-new"]) {
      check(await explains(person, "SUMMARY", "cib-lead")).toBeNull();
      check(await explains(person, "SUMMARY")).toBeNull();
    }
    const toAdviser = await told("second-adviser", "HEADLINE", "member-peer");
    check(named(toAdviser, "Bodies that the headline is shared with today")?.value).toBe(
      `${CIB_LEADS}; Lead and regional member peers, East Midlands`,
    );
  });

  step("an unknown person and a person whose assignments give no access look the same", async () => {
    const [unknown, board, elsewhere] = await Promise.all(
      ["no-such-person", "advisory-board", "cib-lead-london"].map((person) => told("chief-executive", "SUMMARY", person)),
    );
    check(unknown).toMatchObject({ allowed: false });
    check(unknown?.sentence).toContain("They may not see this part.");
    check(unknown?.sentence).toContain("its summary is not shared with any body of theirs");
    check(board).toEqual(unknown);
    check(elsewhere).toEqual(unknown);
  });

  step("a share that the chief executive objects to ends at once, and the explanation says why", async () => {
    story.on("2026-03-03");
    await story.does("chief-executive", "statePosition", { concern: id, share, position: "OBJECTS", statement: "They rang us." });
    const explanation = await told("chief-executive", "SUMMARY", "cib-lead");
    check(explanation).toMatchObject({ allowed: false, policies: [{ id: "principle-3-in-confidence-summary" }] });
    check(named(explanation, "Bodies that the summary is shared with today")).toMatchObject({
      value: "none",
      because: [{ what: `The council objected to a share (${CIB_LEADS})`, by: "chief-executive" }],
    });
    check((await seers())?.map(([label]) => label)).toEqual([
      "Principal Adviser",
      "Senior Adviser",
      "Chief executive",
      "Leader or elected mayor",
      "Monitoring officer",
      "Nominated officer",
      "Section 151 officer",
      "Lead or regional member peer",
    ]);
    check(await explains("cib-lead", "SUMMARY")).toBeNull();
  });

  step("the day before is still shown with the people who could see it then", async () => {
    const then = await story.asks<{ pastConcern: { concern: { audience: readonly Audience[] } } }>(
      "chief-executive",
      `query($id: ID!) { pastConcern(concern: $id, at: "2026-03-02T18:00:00.000Z") {
        ... on PastConcern { concern { audience { label people { id } } } }
      } }`,
      { id },
    );
    check(then.pastConcern.concern.audience.map(({ label }) => label)).toContain("CIB regional lead");
  });

  step("a share that ends by date is explained by its last day", async () => {
    story.on("2026-07-01");
    const explanation = await told("chief-executive", "HEADLINE", "member-peer");
    check(named(explanation, "Bodies that the headline is shared with today")?.because).toContainEqual({
      what: "The last day of a share has passed (Lead and regional member peers, East Midlands)",
      on: "2026-07-01",
      at: null,
      by: null,
    });
  });

  step("the council gets no explanation before it is aware, and its adviser reads what has to happen first", async () => {
    const unaware = await story.does("adviser", "logConcern", {
      ...{ council: "X00000004", strand: "CHILDRENS", cause: "SERVICE_PERFORMANCE" },
      ...{ period: { from: "2025-04-01", to: "2025-09-30" }, summary: "Late.", observed: "Twice.", evidence: [EVIDENCE] },
    });
    const asked = { concern: unaware, part: "SUMMARY", person: "chief-executive" };
    const { explain } = await story.asks<{ explain: Explanation }>("adviser", EXPLAIN, asked);
    check(explain).toMatchObject({ allowed: false, policies: [{ id: "principle-1-council-aware" }] });
    check(explain.challenges[0]).toContain("An adviser must first tell the council");
    check(named(explain, "The council has been made aware")).toMatchObject({
      value: "no",
      because: [{ what: "The concern was logged" }],
    });
    check(await story.asks("chief-executive", EXPLAIN, asked)).toEqual({ explain: null });
    await story.does("adviser", "recordAwareness", { concern: unaware, ...awareness, toldOn: "2026-07-01" });
    await story.does("adviser", "proposeShare", {
      ...{ concern: unaware, ...proposal },
      ...{ until: "2026-12-31", answerBy: "2026-07-15" },
    });
    check(await story.asks("chief-executive", EXPLAIN, asked)).toMatchObject({ explain: { allowed: true } });
  });
});

const EVIDENCE = {
  kind: "CONVERSATION",
  account: "A manager said so.",
  source: "Conversation (invented)",
  period: { from: "2025-04-01", to: "2025-09-30" },
  grading: { source: "GRADE_1", content: "B" },
  handling: "P",
};
