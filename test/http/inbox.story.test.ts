// Each person's inbox: exactly their tasks, in order of due dates, until they are done.
import { afterAll, beforeAll, describe, expect } from "vitest";
import { awareness, concern, evidence, period, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

describe("An inbox", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  /** The kind and day of every task, in order. */
  const dues = async (person: string) => (await story.inbox(person)).map(({ kind, due }) => [kind, due]);
  const everybodyElse = [
    "adviser-london",
    "leader-ambleford",
    "cib-lead",
    "adass-lead",
    "member-peer",
    "department",
    "panel-member",
  ];

  step("has due dates in working days, which exclude the Easter holidays", async () => {
    // Tuesday, 24 March: Good Friday is 3 April and Easter Monday 6 April.
    story.on("2026-03-24");
    id = await story.does("adviser", "logConcern", concern);
    for (const person of ["adviser", "second-adviser"]) check(await dues(person)).toEqual([["MAKE_COUNCIL_AWARE", "2026-04-09"]]);
    story.on("2026-03-30");
    await story.does("department", "submitInformation", {
      ...{ body: "dfe", council: TARROWSHIRE, strand: "ADULTS", period },
      ...{ account: "A late return.", source: "Returns team (invented)", beyondRemitReason: "It speaks of adults too." },
    });
    story.on("2026-04-02");
    const signal = await story.does("chief-executive", "requestSupport", {
      ...{ council: TARROWSHIRE, strand: "CORPORATE", wanted: "A finance peer." },
    });
    check(await dues("adviser")).toEqual([
      ["SUBMISSION_TO_CONSIDER", "2026-04-08"],
      ["MAKE_COUNCIL_AWARE", "2026-04-09"],
      ["SIGNAL_TO_ANSWER", "2026-04-13"],
    ]);
    for (const person of ["chief-executive", ...everybodyElse]) check([person, await dues(person)]).toEqual([person, []]);
    await story.does("adviser", "answerSignal", { signal, answer: "You shall have one." });
  });

  step("says what has to be done, about which record, and when a task is overdue", async () => {
    story.on("2026-04-09");
    const [submission, aware] = await story.inbox("adviser");
    check(submission).toMatchObject({ overdue: true, submission: { strand: "ADULTS" }, concern: null });
    check(aware).toMatchObject({
      ...{
        kind: "MAKE_COUNCIL_AWARE",
        sentence: "Tell the council about this concern by 9 April 2026, and record that you did.",
        overdue: false,
      },
      ...{ council: { code: TARROWSHIRE }, concern: { stage: "LOGGED" }, support: null, submission: null, signal: null },
    });
  });

  step("loses a task when it is done, and gets the next one", async () => {
    const { does } = story;
    story.on("2026-04-09");
    await does("adviser", "recordAwareness", { concern: id, ...awareness, toldOn: "2026-04-09" });
    check(await dues("adviser")).toEqual([["SUBMISSION_TO_CONSIDER", "2026-04-08"]]);
    check(await dues("chief-executive")).toEqual([
      ["AWARENESS_TO_ANSWER", "2026-04-16"],
      ["REPLY_WANTED", "2026-04-23"],
    ]);
    const record = { concern: id, awareness: await story.lastAwareness(id), answer: "CONFIRMED" };
    await does("chief-executive", "answerAwareness", record);
    check(await dues("chief-executive")).toEqual([["REPLY_WANTED", "2026-04-23"]]);

    const item = { ...evidence, account: "A third team is late too." };
    await does("adviser", "addEvidence", { concern: id, evidence: item });
    await does("nominated-officer", "requestCorrection", { concern: id, request: "It is two teams of six." });
    await does("adviser", "proposeShare", { concern: id, ...proposal, answerBy: "2026-04-20" });
    check(await dues("chief-executive")).toEqual([
      ["POSITION_WANTED", "2026-04-20"],
      ["REPLY_WANTED", "2026-04-23"],
    ]);
    check(await dues("second-adviser")).toEqual([
      ["SUBMISSION_TO_CONSIDER", "2026-04-08"],
      ["CORRECTION_TO_RESOLVE", "2026-04-23"],
      ["TELL_COUNCIL_OF_EVIDENCE", "2026-04-23"],
    ]);

    await does("nominated-officer", "reply", { concern: id, reply: "Both teams have a manager since October." });
    for (const person of ["chief-executive", "leader", "nominated-officer"])
      check(await dues(person)).toEqual([["POSITION_WANTED", "2026-04-20"]]);
    // The monitoring officer reads the concern, and may not speak for the council on it.
    check([await story.sees("monitoring-officer", id), await dues("monitoring-officer")]).toEqual([expect.anything(), []]);
    const [correction] = (
      await story.asks<{ concern: { summary: { corrections: { id: string }[] } } }>(
        "adviser",
        "query($id: ID!) { concern(id: $id) { summary { corrections { id } } } }",
        { id },
      )
    ).concern.summary.corrections;
    await does("adviser", "resolveCorrection", {
      concern: id,
      correction: correction?.id,
      outcome: "REFUSED",
      reason: "It is two of five.",
    });
    await does("adviser", "recordAwareness", { concern: id, ...awareness, toldOn: "2026-04-09", about: "The third team." });
    check(await dues("second-adviser")).toEqual([["SUBMISSION_TO_CONSIDER", "2026-04-08"]]);
  });

  step("gets a task of the council's for the advisers if the council has not answered by its last day", async () => {
    story.on("2026-04-20");
    check(await story.waits("chief-executive")).toEqual(["POSITION_WANTED"]);
    check(await story.waits("adviser")).not.toContain("SHARE_TO_MAKE");
    story.on("2026-04-21");
    check(await story.waits("chief-executive")).toEqual([]);
    check(await story.waits("adviser")).toContain("SHARE_TO_MAKE");
    await story.does("adviser", "makeShare", { concern: id, share: await story.lastShare(id) });
    check(await story.waits("adviser")).not.toContain("SHARE_TO_MAKE");
  });

  step("reminds a recipient that its share ends soon, until the share has ended", async () => {
    story.on("2026-06-15");
    check(await dues("cib-lead")).toEqual([]);
    story.on("2026-06-16");
    check(await dues("cib-lead")).toEqual([["SHARE_EXPIRING", "2026-06-30"]]);
    check(await story.inbox("cib-lead")).toMatchObject([{ concern: { stage: "SHARED" }, about: await story.lastShare(id) }]);
    check(await dues("adviser")).toContainEqual(["SHARE_EXPIRING", "2026-06-30"]);
    for (const person of ["cib-lead-london", "adass-lead", "department"])
      check([person, await dues(person)]).toEqual([person, []]);
    story.on("2026-07-01");
    check(await dues("cib-lead")).toEqual([]);
    check(await dues("adviser")).not.toContainEqual(["SHARE_EXPIRING", "2026-06-30"]);
  });

  step("reminds each person that an assignment of theirs ends soon", async () => {
    await story.does("governance-officer", "registerPerson", { person: "newcomer", name: "Newcomer (invented)" });
    const assignment = { person: "newcomer", role: "CIB_LEAD", regions: ["E12000004"], from: "2026-07-01", until: "2026-08-31" };
    await story.does("governance-officer", "startAssignment", assignment);
    await story.does("newcomer", "declareInterests", { person: "newcomer" });
    story.on("2026-07-31");
    check(await dues("newcomer")).toEqual([]);
    story.on("2026-08-01");
    check(await story.inbox("newcomer")).toMatchObject([
      { kind: "ASSIGNMENT_ENDING", due: "2026-08-31", council: null, concern: null, support: null },
    ]);
    story.on("2026-09-01");
    check(await dues("newcomer")).toEqual([]);
  });

  step("has pages in a fixed order, with each task once", async () => {
    story.on("2026-09-02");
    for (let number = 0; number < 7; number += 1) {
      story.on(`2026-09-0${2 + number}`);
      await story.does("adviser", "logConcern", { ...concern, summary: `Concern ${number} about two teams.` });
    }
    const page =
      "query($after: String) { inbox(first: 3, after: $after) { nodes { kind due about concern { id } } pageInfo { hasNextPage endCursor } } }";
    type Page = { inbox: { nodes: object[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    const collected: object[] = [];
    for (let after: string | undefined; ; ) {
      const { nodes, pageInfo } = (await story.asks<Page>("adviser", page, { after })).inbox;
      collected.push(...nodes);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    const whole = await story.inbox("adviser");
    check(collected).toMatchObject(whole.map(({ kind, due, about }) => ({ kind, due, about })));
    check(whole.map(({ due }) => due)).toEqual(whole.map(({ due }) => due).sort());
    check(whole.filter(({ kind }) => kind === "MAKE_COUNCIL_AWARE")).toHaveLength(7);
    // Another's cursor opens nothing.
    const { endCursor } = (await story.asks<Page>("adviser", page)).inbox.pageInfo;
    await check(story.asks("second-adviser", page, { after: endCursor })).rejects.toThrow("cursor");
  });

  step("is empty for people who have no tasks, or no role", async () => {
    for (const person of [
      "governance-officer",
      "administrator",
      "advisory-board",
      "improvement-board",
      "former-adviser",
      "nobody",
    ])
      check([person, await dues(person)]).toEqual([person, []]);
  });
});
