// An adviser's caseload: who owns a concern, what comes next on it, and what lists of it tell to whom.
import { afterAll, beforeAll, describe } from "vitest";
import { awareness, concern } from "../examples/api-inputs.ts";
import { check, journey } from "../helpers/journey.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";

const LIST = `query($filter: ConcernFilter, $order: ConcernOrder) { concerns(filter: $filter, order: $order) {
  totalCount nodes { id owner loggedBy changedAt nextStep { kind awaits due } } } }`;
type Node = { readonly id: string; readonly owner: string | null; readonly nextStep: { readonly kind: string } | null };
type Listed = { readonly concerns: { readonly totalCount: number; readonly nodes: readonly Node[] } };

describe("A caseload", () => {
  const step = journey();
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
      ...{ owner: "second-adviser", loggedBy: "adviser" },
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
      { id: first, owner: "second-adviser" },
    ]);
    check((await list("chief-executive", { mine: true })).totalCount).toBe(0);
    check((await list("cib-lead", {}, "DUE")).totalCount).toBe(0);
  });

  step("leaves a concern unowned when its owner no longer advises the region and strand", async () => {
    check(await ids("adviser", { unowned: true })).toEqual([]);
    const { people } = await story.asks<{ people: { nodes: readonly { id: string; assignments: readonly { id: string }[] }[] } }>(
      "governance-officer",
      "{ people(first: 100) { nodes { id assignments { id } } } }",
    );
    for (const { id } of people.nodes.find((one) => one.id === "second-adviser")?.assignments ?? [])
      await story.does("governance-officer", "endAssignment", { person: "second-adviser", assignment: id });
    check((await list("adviser", { unowned: true })).nodes).toMatchObject([{ id: first, owner: null }]);
    check(await ids("adviser", { owner: "second-adviser" })).toEqual([]);
    await story.does("adviser", "setOwner", { concern: first, owner: "adviser" });
    check(await ids("adviser", { unowned: true })).toEqual([]);
    check(await ids("adviser", { mine: true, text: "Another" })).toEqual([second]);
  });
});
