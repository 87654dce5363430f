// An adviser's caseload: who owns a concern, what comes next on it, and what lists of it tell to whom.
import { afterAll, beforeAll, describe } from "vitest";
import { awareness, concern } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const LIST = `query($filter: ConcernFilter, $order: ConcernOrder) { concerns(filter: $filter, order: $order) {
  totalCount nodes { id owner { id } coveredBy { id } loggedBy { id } changedAt nextStep { kind awaits due } } } }`;
type Node = {
  readonly id: string;
  readonly owner: { readonly id: string } | null;
  readonly nextStep: { readonly kind: string } | null;
};
type Listed = { readonly concerns: { readonly totalCount: number; readonly nodes: readonly Node[] } };

describe("A caseload", () => {
  const step = storySteps();
  let story: Story;
  let first: string;
  let second: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  const list = async (person: string, filter: object, order?: string) =>
    (await story.asks<Listed>(person, LIST, { filter, ...(order && { order }) })).concerns;
  const ids = async (person: string, filter: object, order?: string) =>
    (await list(person, filter, order)).nodes.map(({ id }) => id);

  step("begins with what an adviser logged, and a colleague takes a concern over", async () => {
    first = await story.does("adviser", "logConcern", concern);
    second = await story.does("adviser", "logConcern", { ...concern, summary: "Another matter." });
    check(await ids("adviser", { mine: true })).toEqual([second, first]);
    check(await ids("second-adviser", { mine: true })).toEqual([]);
    check(await story.refused("adviser", "setOwner", { concern: first, owner: "adviser-london" })).toBe("OWNER_NOT_ADVISER");
    check(await story.refused("adviser", "setOwner", { concern: first, owner: "nobody-of-this-name" })).toBe("OWNER_NOT_ADVISER");
    check(await story.refused("adviser-london", "setOwner", { concern: first, owner: "adviser-london" })).toBe("NOT_FOUND");
    await story.does("second-adviser", "setOwner", { concern: first, owner: "second-adviser" });
    check(await ids("second-adviser", { mine: true })).toEqual([first]);
    check(await ids("adviser", { owner: "second-adviser" })).toEqual([first]);
    check((await list("adviser", { owner: "second-adviser" })).nodes[0]).toMatchObject({
      ...{ owner: { id: "second-adviser" }, loggedBy: { id: "adviser" }, coveredBy: null },
      nextStep: { kind: "MAKE_COUNCIL_AWARE", awaits: "ADVISER" },
    });
  });

  step("says what comes next and whom it awaits, and is ordered by that and by change", async () => {
    story.on("2026-03-03");
    await story.does("adviser", "recordAwareness", { concern: first, ...awareness });
    check(await ids("adviser", { awaiting: "COUNCIL" })).toEqual([first]);
    check(await ids("adviser", { awaiting: "ADVISER" })).toEqual([second]);
    check(await ids("adviser", {}, "CHANGED")).toEqual([first, second]);
    const { nodes } = await list("adviser", {}, "DUE");
    check(nodes.map(({ nextStep }) => nextStep?.kind)).toEqual(["AWARENESS_TO_ANSWER", "MAKE_COUNCIL_AWARE"]);
    check(await ids("adviser", { dueBefore: "2026-03-02" })).toEqual([]);
    check((await list("adviser", { open: true, positionOutstanding: false })).totalCount).toBe(2);
    check(await ids("adviser", { conclusion: "UNDER_REVIEW" })).toEqual([]);
  });

  step("tells the council who looks after a concern, and nobody else", async () => {
    check((await list("chief-executive", { owner: "second-adviser" })).nodes).toMatchObject([
      { id: first, owner: { id: "second-adviser" } },
    ]);
    check((await list("chief-executive", { mine: true })).totalCount).toBe(0);
    check((await list("cib-lead", {}, "DUE")).totalCount).toBe(0);
  });

  type Task = {
    readonly id: string;
    readonly kind: string;
    readonly due: string;
    readonly claimed: object | null;
    readonly putOff: object | null;
  };
  const tasks = async (person: string, filter: object = {}) =>
    (
      await story.asks<{ inbox: { nodes: readonly Task[] } }>(
        person,
        `query($filter: InboxFilter) { inbox(filter: $filter, first: 100) { nodes {
          id kind due claimed { by actor { name role } } putOff { until said { by } } } } }`,
        { filter },
      )
    ).inbox.nodes;
  const TELL = { kind: "MAKE_COUNCIL_AWARE" };
  const toTell = async (person: string, filter: object = {}) => (await tasks(person, { ...TELL, ...filter }))[0];
  let task: string;

  step("has tasks that one of its advisers claims, which everybody who has them sees", async () => {
    task = (await toTell("adviser"))?.id ?? "";
    await story.does("second-adviser", "claimTask", { task });
    const claim = { claimed: { by: "second-adviser", actor: { name: "Priya Fenwick (invented)", role: "SENIOR_ADVISER" } } };
    for (const person of ["adviser", "second-adviser"]) check(await toTell(person)).toMatchObject({ id: task, ...claim });
    check(await story.refused("adviser", "claimTask", { task })).toBe("TASK_CLAIMED");
    check(await story.refused("adviser", "releaseTask", { task })).toBe("TASK_NOT_YOURS");
    check(await story.refused("adviser", "putOffTask", { task, until: "2026-03-04" })).toBe("TASK_CLAIMED");
    for (const person of ["adviser-london", "chief-executive", "cib-lead"])
      check(await story.refused(person, "claimTask", { task })).toBe("NOT_FOUND");
    check(await story.refused("adviser", "claimTask", { task: "unknown" })).toBe("NOT_FOUND");
  });

  step("is in the inbox of its owner as theirs, as is what somebody claimed", async () => {
    check((await toTell("adviser", { mine: true }))?.id).toBe(task);
    check((await toTell("second-adviser", { mine: true }))?.id).toBe(task);
    check(await toTell("second-adviser", { mine: false })).toBeUndefined();
    await story.does("second-adviser", "releaseTask", { task });
    check(await toTell("adviser")).toMatchObject({ id: task, claimed: null });
    check(await toTell("second-adviser", { mine: true })).toBeUndefined();
    check((await toTell("second-adviser", { mine: false }))?.id).toBe(task);
    check(await toTell("adviser", { mine: false })).toBeUndefined();
  });

  step("has tasks that are put off until their due day at the latest", async () => {
    check(await story.refused("adviser", "putOffTask", { task, until: "2026-04-20" })).toBe("PUT_OFF_PAST_DUE");
    check(await story.refused("adviser", "putOffTask", { task, until: "2026-03-03" })).toBe("PUT_OFF_TO_PAST");
    await story.does("adviser", "putOffTask", { task, until: "2026-03-06" });
    check(await toTell("second-adviser")).toMatchObject({ putOff: { until: "2026-03-06", said: { by: "adviser" } } });
    check(await toTell("second-adviser", { hidePutOff: true })).toBeUndefined();
    await story.does("second-adviser", "putOffTask", { task });
    check(await toTell("adviser", { hidePutOff: true })).toMatchObject({ id: task, putOff: null });
    await story.does("adviser", "putOffTask", { task, until: "2026-03-06" });
  });

  const away = { person: "second-adviser", by: "adviser", from: "2026-03-03", until: "2026-03-06" };

  step("is covered while its owner is away, and no longer", async () => {
    check(await story.refused("adviser", "arrangeCover", { ...away, by: "adviser-london" })).toBe("COVER_NOT_ADVISER");
    check(await story.refused("adviser-london", "arrangeCover", away)).toBe("COVER_FOR_STRANGER");
    check(await story.refused("adviser", "arrangeCover", { ...away, person: "nobody-of-this-name" })).toBe("COVER_FOR_STRANGER");
    check(await story.refused("chief-executive", "arrangeCover", away)).toBe("NOT_PERMITTED");
    await story.does("second-adviser", "arrangeCover", away);
    const { viewer } = await story.asks<{ viewer: { covers: readonly { id: string }[] } }>(
      "second-adviser",
      "{ viewer { covers { id adviser { name } } } }",
    );
    const cover = viewer.covers[0]?.id;
    check(await ids("adviser", { mine: true })).toEqual([second, first]);
    check((await list("adviser", { owner: "second-adviser" })).nodes[0]).toMatchObject({ coveredBy: { id: "adviser" } });
    await story.does("second-adviser", "endCover", { person: "second-adviser", cover });
    check(await ids("adviser", { mine: true })).toEqual([second]);
    await story.does("second-adviser", "arrangeCover", { ...away, until: "2026-03-05" });
    story.on("2026-03-06");
    check(await ids("adviser", { mine: true })).toEqual([second]);
    // The day to which it was put off.
    check(await toTell("adviser", { hidePutOff: true })).toMatchObject({ id: task, putOff: null });
  });

  const assignmentsOf = async (person: string) => {
    const { people } = await story.asks<{
      people: { nodes: readonly { id: string; assignments: readonly { id: string; ended: object | null }[] }[] };
    }>("governance-officer", "{ people(first: 100) { nodes { id assignments { id ended { at } } } } }");
    return (people.nodes.find(({ id }) => id === person)?.assignments ?? []).filter(({ ended }) => !ended).map(({ id }) => id);
  };

  step("is handed over when its owner's assignment ends, and is unowned if nobody takes it over", async () => {
    check(await ids("adviser", { unowned: true })).toEqual([]);
    const [assignment] = await assignmentsOf("second-adviser");
    await story.does("second-adviser", "claimTask", { task });
    const ending = { person: "second-adviser", assignment };
    check(await story.refused("governance-officer", "endAssignment", { ...ending, caseloadTo: "adviser-london" })).toBe(
      "CASELOAD_NOT_ADVISER",
    );
    await story.does("governance-officer", "endAssignment", { ...ending, caseloadTo: "adviser" });
    check(await ids("adviser", { mine: true })).toEqual([second, first]);
    check((await list("chief-executive", {})).nodes).toMatchObject([{ id: first, owner: { id: "adviser" } }]);
    check(await ids("adviser", { unowned: true })).toEqual([]);
    // Whoever no longer has a task has claimed it no longer.
    check(await toTell("adviser")).toMatchObject({ id: task, claimed: null });
    await story.does("adviser", "claimTask", { task });
    check(await ids("adviser", { mine: true, text: "Another" })).toEqual([second]);
    await story.does("governance-officer", "startAssignment", {
      ...{ person: "second-adviser", role: "SENIOR_ADVISER", regions: ["E12000004"], strands: ["CHILDRENS"] },
      ...{ from: "2026-03-06", until: "2026-12-31" },
    });
    check(await ids("second-adviser", { mine: true })).toEqual([first]);
    for (const one of await assignmentsOf("adviser"))
      await story.does("governance-officer", "endAssignment", { person: "adviser", assignment: one });
    check((await list("second-adviser", { unowned: true })).nodes).toMatchObject([{ id: second, owner: null }]);
    check(await ids("second-adviser", { owner: "adviser" })).toEqual([]);
  });

  step("is worked through in an inbox by kind, council and due day", async () => {
    const inbox = async (filter: object) =>
      (
        await story.asks<{ inbox: { nodes: readonly { kind: string }[] } }>(
          "second-adviser",
          "query($filter: InboxFilter) { inbox(filter: $filter) { nodes { kind } } }",
          { filter },
        )
      ).inbox.nodes.map(({ kind }) => kind);
    check(await inbox({ kind: "MAKE_COUNCIL_AWARE" })).toEqual(["MAKE_COUNCIL_AWARE"]);
    check(await inbox({ kind: "MAKE_COUNCIL_AWARE", overdue: true })).toEqual([]);
    check(await inbox({ council: concern.council, overdue: false })).toContain("MAKE_COUNCIL_AWARE");
    check(await inbox({ council: "X00000009" })).toEqual([]);
    story.on("2026-03-20");
    check(await inbox({ council: concern.council, overdue: true })).toContain("MAKE_COUNCIL_AWARE");
    check(await story.refused("second-adviser", "putOffTask", { task, until: "2026-03-21" })).toBe("PUT_OFF_PAST_DUE");
    await story.does("second-adviser", "claimTask", { task });
    await story.does("second-adviser", "recordAwareness", { concern: second, ...awareness });
    check(await toTell("second-adviser")).toBeUndefined();
    check(await story.refused("second-adviser", "releaseTask", { task })).toBe("NOT_FOUND");
  });
});
