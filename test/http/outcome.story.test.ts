// A concern ends, and the bodies that had opened it are shown its outcome, unless the council says no (docs/decisions/0037-outcomes.md).
import { afterAll, beforeAll, describe, expect } from "vitest";
import { CIB, conclusions, TARROWSHIRE, told } from "../examples/api-inputs.ts";
import { subscribe } from "../helpers/sse.ts";
import { PANEL, type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const FIELDS = `concern council { code } strand cause conclusion explanation appearance lastReply { text office at } until policies { id }`;
const OUTCOME = `query($id: ID!) { outcome(concern: $id) { ${FIELDS} } outcomes { nodes { concern } } inbox { nodes { kind due concern { id } outcome { concern } } } }`;
const RECORD = `query($id: ID!) { concern(id: $id) { outcome { opensOn refused { person office } shownTo { id }
  shown { ending bodies { id } until } readers { person { id } at bodies { id } } } } }`;
const EXPLAIN = `query($id: ID!, $person: ID) { explain(concern: $id, part: OUTCOME, person: $person) {
  allowed sentence policies { id } challenges facts { name value because { what on by } } } }`;
const LEDGER = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { disclosures(first: 100) { nodes { concern person { id } surface parts { part policies } } } } } }`;
type Named = { readonly id: string };
type Shown = {
  readonly outcome: Readonly<Record<string, unknown>> | null;
  readonly outcomes: { readonly nodes: readonly { readonly concern: string }[] };
  readonly inbox: { readonly nodes: readonly { readonly kind: string; readonly outcome: object | null }[] };
};
type Kept = {
  readonly opensOn: string | null;
  readonly shownTo: readonly Named[];
  readonly readers: readonly { readonly person: Named }[];
} & Readonly<Record<string, unknown>>;

type Explained = {
  readonly allowed: boolean;
  readonly sentence: string;
  readonly policies: readonly Named[];
  readonly challenges: readonly string[];
  readonly facts: readonly { readonly name: string; readonly value: string; readonly because: readonly object[] }[];
};

const MEMBER_PEERS = "member-peers-east-midlands";
const PEOPLE = ["cib-lead", "member-peer", "panel-member", "department", "adviser", "chief-executive", "governance-officer"];

describe("A concern that ends with a satisfactory explanation", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  const shown = (person: string): Promise<Shown> => story.asks<Shown>(person, OUTCOME, { id });
  const kept = async (person = "chief-executive"): Promise<Kept | null> =>
    (await story.asks<{ concern: { outcome: Kept | null } }>(person, RECORD, { id })).concern.outcome;
  const explained = async (asker: string, person?: string): Promise<Explained | null> =>
    (await story.asks<{ explain: Explained | null }>(asker, EXPLAIN, { id, person })).explain;
  const readers = async () => {
    const each = await Promise.all(PEOPLE.map(async (person) => ((await shown(person)).outcome ? [person] : [])));
    return each.flat();
  };
  const task = async (person: string, kind: string) => (await shown(person)).inbox.nodes.find((item) => item.kind === kind);

  step("tells the council when its outcome will be shown, while nobody is shown it", async () => {
    id = await story.awareConcern([CIB, PANEL, MEMBER_PEERS]);
    const share = await story.share(id, CIB);
    await story.share(id, PANEL, { purpose: "CHALLENGE_SUPPORT" });
    await story.share(id, MEMBER_PEERS, { parts: ["HEADLINE"] });
    check((await story.seen("cib-lead", id)).summary).not.toBeNull();
    await story.asks("member-peer", "{ concerns { nodes { stage } } }");
    await story.does("adviser", "withdrawShare", { concern: id, share, reason: "It is over." });
    check(await story.sees("cib-lead", id)).toBeNull();
    await story.does("chief-executive", "reply", { concern: id, reply: "The figures were late." });

    await story.does("adviser", "concludeConcern", { concern: id, ...conclusions.explained });
    check(await kept()).toBeNull();
    await story.does("adviser", "recordAwareness", { concern: id, ...told, bodies: [], about: "The conclusion." });
    check(await kept()).toMatchObject({ opensOn: "2026-03-09", refused: null, shownTo: [], shown: [], readers: [] });
    check(await task("chief-executive", "OUTCOME_AHEAD")).toMatchObject({ due: "2026-03-08", concern: { id }, outcome: null });
    check((await explained("chief-executive", "cib-lead"))?.sentence).toBe(
      "They may not see the outcome. Only the bodies that had opened a concern are shown its outcome, for 20 working days after it has ended, and unless the council says no. The advisers and the council see it in the sharing record. No policy permits it: its outcome is not shown to any body of theirs. It will be shown from 9 March 2026 to the bodies that have opened the concern by then, unless the council says no.",
    );
    check(await explained("cib-lead")).toBeNull();
    story.on("2026-03-06");
    check(await story.passes()).toBe(0);
    check(await readers()).toEqual([]);
  });

  step(
    "shows its outcome after 5 working days to the bodies that had opened it and to no other, also if the job runs several times at once",
    async () => {
      const conclusion = (await story.seen("adviser", id)).summary?.conclusions[0]?.id;
      const ended = { concern: id, conclusion, ending: "EXPLANATION" };
      check(await story.refused("adviser", "recordOutcomeOpened", ended)).toBe("NOT_DUE");
      check(await story.refused("cib-lead", "recordOutcomeOpened", ended)).toBe("NOT_FOUND");
      check(await story.refused("chief-executive", "recordOutcomeOpened", ended)).toBe("NOT_PERMITTED");
      story.on("2026-03-09");
      const live = await subscribe(
        story.test,
        "cib-lead",
        "subscription { inboxChanged { ... on InboxUpdate { inbox { nodes { kind } } } } }",
      );
      check(JSON.stringify(await live.next())).not.toContain("OUTCOME_TO_READ");
      const counts = await Promise.all([story.passes(), story.passes(), story.passes()]);
      check(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
      check(await story.passes()).toBe(0);
      check(JSON.stringify(await live.next())).toContain("OUTCOME_TO_READ");
      await live.leave();
      check(await readers()).toEqual(["cib-lead", "member-peer"]);
      check(await kept()).toMatchObject({
        opensOn: null,
        shownTo: [{ id: CIB }, { id: MEMBER_PEERS }],
        shown: [{ ending: "EXPLANATION", bodies: [{ id: CIB }, { id: MEMBER_PEERS }], until: "2026-04-08" }],
      });
    },
  );

  step("shows how it ended and what the council replied last, and nothing else", async () => {
    const { outcome, outcomes, inbox } = await shown("cib-lead");
    check(outcome).toEqual({
      ...{ concern: id, council: { code: TARROWSHIRE }, strand: "CHILDRENS", cause: "SERVICE_PERFORMANCE" },
      conclusion: "SATISFACTORY_EXPLANATION",
      explanation: conclusions.explained.explanation,
      appearance: conclusions.explained.appearance,
      lastReply: { text: "The figures were late.", office: "CHIEF_EXECUTIVE", at: "2026-03-02T12:00:00.000Z" },
      until: "2026-04-08",
      policies: [{ id: "outcome-read-by-those-who-opened" }],
    });
    check(outcomes.nodes).toEqual([{ concern: id }]);
    check(inbox.nodes).toContainEqual({ kind: "OUTCOME_TO_READ", due: "2026-04-08", concern: null, outcome: { concern: id } });
    check(await story.sees("cib-lead", id)).toBeNull();
    for (const person of ["panel-member", "cib-lead-london", "adviser", "chief-executive"])
      check(await shown(person)).toMatchObject({ outcome: null, outcomes: { nodes: [] } });
    // The panel sees the concern, which is shared with it still, and had not opened it.
    check(await story.sees("panel-member", id)).not.toBeNull();
  });

  step("explains to a body why it sees the outcome, also without the concern, and to the council for everybody", async () => {
    const reason =
      "A body that had opened the concern is shown its outcome for 20 working days after it has ended, unless the council says no.";
    const leads = "Children's Improvement Board regional leads, East Midlands";
    const lastDay = { what: `The last day of the outcome (${leads})`, on: "2026-04-08", by: null };
    const shownTo = "Bodies that are shown the outcome today";
    const own = await explained("cib-lead");
    check(own).toMatchObject({
      ...{
        allowed: true,
        sentence: `You may see the outcome: ${reason}`,
        policies: [{ id: "outcome-read-by-those-who-opened" }],
      },
      challenges: ["The council can say no to the outcome, before it is shown or after."],
    });
    check(own?.facts.find(({ name }) => name === shownTo)).toEqual({ name: shownTo, value: leads, because: [lastDay] });
    const ofCouncil = await explained("chief-executive", "cib-lead");
    check(ofCouncil).toMatchObject({ allowed: true, sentence: `They may see the outcome: ${reason}` });
    check(ofCouncil?.facts.find(({ name }) => name === shownTo)).toMatchObject({
      value: `${leads}; Lead and regional member peers, East Midlands`,
      because: expect.arrayContaining([
        { what: `The outcome of the concern was shown to the bodies that had opened it (${leads})`, on: "2026-03-09", by: "hub" },
        lastDay,
      ]),
    });
    // The panel sees the concern, and not that other bodies are shown an outcome.
    check(await explained("panel-member")).toMatchObject({
      ...{
        allowed: false,
        sentence: expect.stringContaining("its outcome is not shown to any body of yours."),
      },
      facts: expect.arrayContaining([{ name: shownTo, value: "none", because: [] }]),
    });
    check(await explained("adviser", "panel-member")).toMatchObject({ allowed: false });
    for (const person of ["cib-lead-london", "department", "governance-officer"]) check(await explained(person)).toBeNull();
    check(await explained("cib-lead", "member-peer")).toBeNull();
  });

  step("shows the council who has read the outcome, and its ledger has each read", async () => {
    const record = await kept();
    check(record?.readers.map(({ person }) => person.id).toSorted()).toEqual(["cib-lead", "member-peer"]);
    check(record?.readers).toContainEqual({ person: { id: "cib-lead" }, at: "2026-03-09T12:00:00.000Z", bodies: [{ id: CIB }] });
    check(await kept("cib-lead").catch(() => "no concern")).toBe("no concern");
    type Line = { readonly concern: string; readonly person: Named; readonly surface: string; readonly parts: readonly object[] };
    const { ledger } = await story.asks<{ ledger: { disclosures: { nodes: readonly Line[] } } }>("chief-executive", LEDGER);
    const ofOutcome = ledger.disclosures.nodes.filter(({ parts }) => JSON.stringify(parts).includes("OUTCOME"));
    check(new Set(ofOutcome.map(({ person, concern }) => `${person.id} ${concern}`))).toEqual(
      new Set([`cib-lead ${id}`, `member-peer ${id}`]),
    );
    check(ofOutcome.map(({ surface, person }) => `${surface} ${person.id}`)).toContain("EXPLAIN cib-lead");
    check(ofOutcome[0]?.parts).toEqual([{ part: "OUTCOME", policies: ["outcome-read-by-those-who-opened"] }]);
  });

  step("shows the council's last reply with its outcome, for 20 working days", async () => {
    story.on("2026-04-08");
    await story.does("chief-executive", "reply", { concern: id, reply: "And they are in time now." });
    check((await shown("cib-lead")).outcome).toMatchObject({ lastReply: { text: "And they are in time now." } });
    story.on("2026-04-09");
    check(await readers()).toEqual([]);
    check(await task("cib-lead", "OUTCOME_TO_READ")).toBeUndefined();
    check(await kept()).toMatchObject({ shownTo: [], readers: [{}, {}] });
  });

  step("shows an outcome again when it is closed, until the council says no", async () => {
    await story.does("adviser", "closeConcern", { concern: id, reason: "Nothing is left to do.", told: { ...told, bodies: [] } });
    check(await kept()).toMatchObject({ opensOn: "2026-04-16" });
    story.on("2026-04-16");
    check(await story.passes()).toBe(1);
    // The panel has read it since.
    check(await readers()).toEqual(["cib-lead", "member-peer", "panel-member"]);
    const no = { concern: id, office: "CHIEF_EXECUTIVE" };
    check(await story.refused("cib-lead", "refuseOutcome", no)).toBe("NOT_FOUND");
    check(await story.refused("adviser", "refuseOutcome", no)).toBe("NOT_PERMITTED");
    check(await story.refused("monitoring-officer", "refuseOutcome", { concern: id })).toBe("NOT_A_SPEAKER");
    await story.does("chief-executive", "refuseOutcome", no);
    check(await readers()).toEqual([]);
    check(await task("panel-member", "OUTCOME_TO_READ")).toBeUndefined();
    check((await explained("adviser", "panel-member"))?.sentence).toContain("The council says no to the outcome.");
    check(await kept()).toMatchObject({ refused: { person: "chief-executive", office: "CHIEF_EXECUTIVE" }, shownTo: [] });
  });
});

describe("A concern whose outcome the council refuses before it is shown", () => {
  const step = storySteps();
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());

  step("is shown to nobody", async () => {
    const id = await story.awareConcern([CIB]);
    await story.share(id, CIB);
    await story.seen("cib-lead", id);
    check(await story.refused("chief-executive", "refuseOutcome", { concern: id })).toBe("NO_OUTCOME");
    await story.does("adviser", "concludeConcern", { concern: id, ...conclusions.explained, told: { ...told, bodies: [] } });
    await story.does("leader", "refuseOutcome", { concern: id });
    story.on("2026-03-09");
    check(await story.passes()).toBe(0);
    check((await story.asks<Shown>("cib-lead", OUTCOME, { id })).outcome).toBeNull();
    check(await story.waits("chief-executive")).not.toContain("OUTCOME_AHEAD");
  });
});
