// An interest follows a council that is merged into another: nobody reads through a body about the successor of their home council, nor about its predecessor.
import { afterAll, beforeAll, describe, expect } from "vitest";
import { concern, proposal, submission } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

/** Quillmarsh District Council ended on 31 March 2024. Fennimere Council succeeded it. */
const [QUILLMARSH, FENNIMERE] = ["X00000007", "X00000008"];
const EAST = "E12000006";
const MHCLG = "mhclg";
const TERM = { from: "2024-01-01", until: "2028-12-31" };
/** Officials of one department: with a home council, with an office in it, and without an interest. */
const [OF_HOME, OF_OFFICE, OTHER] = ["official-of-quillmarsh", "official-and-officer", "official"];

const CONCERNS = "{ concerns { totalCount nodes { id } facets { stage { value count } } } }";
const HIDDEN = { concerns: { totalCount: 0, nodes: [], facets: { stage: [] } } };
/** What every concern and submission of this story is about. */
const ABOUT = { strand: "CORPORATE", cause: "FINANCE", period: { from: "2023-04-01", to: "2023-09-30" } };
const submitted = { ...submission, ...ABOUT, body: MHCLG, council: FENNIMERE };
const WHY = `query($id: ID!, $person: ID) { explain(concern: $id, part: SUMMARY, person: $person) {
  allowed policies { id } facts { name value because { what by } } } }`;

describe("When a council is merged into another", () => {
  const step = storySteps();
  let story: Story;
  let ofQuillmarsh: string;
  let ofFennimere: string;
  beforeAll(async () => {
    story = await startStory("2024-02-01T12:00:00.000Z");
    const hired = async (person: string, role: object) => {
      await story.does("administrator", "registerPerson", { person, name: `${person} (invented)` });
      await story.does("administrator", "startAssignment", { person, ...TERM, ...role });
    };
    await hired("adviser-east", { role: "PRINCIPAL_ADVISER", regions: [EAST], strands: ["CORPORATE"] });
    for (const person of [OF_HOME, OF_OFFICE, OTHER]) await hired(person, { role: "DEPARTMENT", body: MHCLG });
    await hired("head-of-quillmarsh", { role: "CHIEF_EXECUTIVE", council: QUILLMARSH });
    const office = { role: "NOMINATED_OFFICER", council: QUILLMARSH, strands: ["CORPORATE"] };
    await story.does("administrator", "startAssignment", { person: OF_OFFICE, ...TERM, ...office });
    await story.does(OF_HOME, "declareInterests", { person: OF_HOME, home: QUILLMARSH });
    for (const person of [OF_OFFICE, OTHER]) await story.does(person, "declareInterests", { person });
  });
  afterAll(() => story.close());

  /** Logs a concern about a council and shares it with the department. */
  async function shared(council: string, head: string, today: string): Promise<string> {
    const evidence = concern.evidence.map((piece) => ({ ...piece, period: ABOUT.period }));
    const id = await story.does("adviser-east", "logConcern", { ...concern, ...ABOUT, council, evidence });
    const told = {
      toldName: "Its chief executive (invented)",
      toldOffice: "CHIEF_EXECUTIVE",
      channel: "IN_PERSON",
      about: "Its finances.",
    };
    await story.does("adviser-east", "recordAwareness", { concern: id, ...told, bodies: [MHCLG], toldOn: today });
    const days = { answerBy: "2024-05-31", until: "2025-03-31" };
    await story.does("adviser-east", "proposeShare", {
      concern: id,
      ...proposal,
      ...days,
      body: MHCLG,
      purpose: "REASSURE_ON_SUPPORT",
    });
    const query = "query($id: ID!) { concern(id: $id) { sharingRecord { id } } }";
    const { concern: seen } = await story.asks<{ concern: { sharingRecord: { id: string }[] } }>("adviser-east", query, { id });
    const share = seen.sharingRecord[0]?.id;
    await story.does(head, "statePosition", { concern: id, share, position: "AGREES" });
    await story.does("adviser-east", "makeShare", { concern: id, share });
    return id;
  }
  const listed = async (person: string) =>
    (await story.asks<{ concerns: { nodes: { id: string }[] } }>(person, CONCERNS)).concerns.nodes.map(({ id }) => id).sort();

  step("somebody reads nothing about their home council through a body, and a colleague does", async () => {
    ofQuillmarsh = await shared(QUILLMARSH, "head-of-quillmarsh", "2024-02-01");
    check(await story.asks(OF_HOME, CONCERNS)).toEqual(HIDDEN);
    check(await listed(OTHER)).toEqual([ofQuillmarsh]);
    check(await listed(OF_OFFICE)).toEqual([ofQuillmarsh]);
  });

  step(
    "nor anything about the council into which it was merged, whether it is a home council or the council of an office",
    async () => {
      story.on("2024-04-02");
      await story.does("administrator", "registerPerson", { person: "head-of-fennimere", name: "Head of Fennimere (invented)" });
      const office = { role: "CHIEF_EXECUTIVE", council: FENNIMERE, from: "2024-04-01", until: "2028-12-31" };
      await story.does("administrator", "startAssignment", { person: "head-of-fennimere", ...office });
      ofFennimere = await shared(FENNIMERE, "head-of-fennimere", "2024-04-02");
      check(await listed(OTHER)).toEqual([ofQuillmarsh, ofFennimere].sort());
      check(await story.asks(OF_HOME, CONCERNS)).toEqual(HIDDEN);
      // As an officer of the former council they read what is about that one, and nothing about its successor.
      check(await listed(OF_OFFICE)).toEqual([ofQuillmarsh]);
      for (const person of [OF_HOME, OF_OFFICE])
        check(await story.asks(person, WHY, { id: ofFennimere })).toEqual({ explain: null });
      check(await story.refused(OF_HOME, "submitInformation", submitted)).toBe("OWN_COUNCIL");
      await story.does(OTHER, "submitInformation", submitted);
    },
  );

  step("the explanation and the share name the people whom it keeps out", async () => {
    const what = "Declared an interest in a council that this one succeeded, or that succeeded this one";
    check(await story.asks("head-of-fennimere", WHY, { id: ofFennimere, person: OF_HOME })).toMatchObject({
      explain: {
        allowed: false,
        policies: [{ id: "own-council-through-a-body" }],
        facts: expect.arrayContaining([
          {
            ...{ name: "Holds an office in the council, or has declared an interest in it", value: "yes" },
            because: [{ what, by: OF_HOME }],
          },
        ]),
      },
    });
    const record = "query($id: ID!) { concern(id: $id) { sharingRecord { keptOut { id } } } }";
    check(await story.asks("head-of-fennimere", record, { id: ofFennimere })).toEqual({
      concern: { sharingRecord: [{ keptOut: [{ id: OF_OFFICE }, { id: OF_HOME }] }] },
    });
  });

  step("nor about the council that it succeeded, once they declare the new one", async () => {
    await story.does(OF_HOME, "declareInterests", { person: OF_HOME, home: FENNIMERE });
    check(await story.asks(OF_HOME, CONCERNS)).toEqual(HIDDEN);
    await story.does(OF_HOME, "declareInterests", { person: OF_HOME });
    check(await listed(OF_HOME)).toEqual([ofQuillmarsh, ofFennimere].sort());
  });
});
