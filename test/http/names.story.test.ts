// People have names: whoever reads what was done sees who did it, in which role, and how to reach them; and everybody finds their adviser.
import { afterAll, beforeAll, describe, expect } from "vitest";
import { CIB, conclusions, EAST_MIDLANDS, TARROWSHIRE, told } from "../examples/api-inputs.ts";
import { openLaterWords } from "../helpers/open-words.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const ACTOR = "actor { id name inWords workContact }";
const ABOUT = `query($id: ID!) { concern(id: $id) {
  advisers { id name role strands workContact }
  summary { replies { speaker { person ${ACTOR} } } conclusions { ${ACTOR} } }
  evidence { ${ACTOR} }
  awareness { recordedBy ${ACTOR} }
  sharingRecord { proposed { ${ACTOR} } made { ${ACTOR} } }
  history { by ${ACTOR} }
} }`;
const MINE =
  "{ myAdvisers { region { code } council { code } advisers { id name role strands workContact } lead { id workContact } } }";
const OF_REGION =
  "query($region: ID, $council: ID) { advisers(region: $region, council: $council) { advisers { id } lead { id } } }";
const NAMES = "{ people(first: 100) { nodes { id name nameCorrections { former name reason actor { id inWords } } } } }";

type Seen = { readonly concern: Record<string, unknown> };

describe("People are shown by name", () => {
  const step = storySteps();
  let story: Story;
  let concern: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());

  const about = async (person: string) => (await story.asks<Seen>(person, ABOUT, { id: concern })).concern;
  const contact = "020 7946 0000";

  step("an adviser says how they can be reached, and nobody says it for them", async () => {
    await story.does("adviser", "setWorkContact", { person: "adviser", contact });
    check(await story.refused("governance-officer", "setWorkContact", { person: "adviser", contact: "1" })).toBe("NOT_PERMITTED");
    check(await story.refused("adviser", "setWorkContact", { person: "chief-executive", contact: "1" })).toBe("NOT_PERMITTED");
  });

  step("the council reads who did what, in which role, and how to reach them", async () => {
    concern = await story.awareConcern([CIB]);
    await story.share(concern, CIB);
    await story.does("chief-executive", "reply", { concern, reply: "We are acting on it.", office: "CHIEF_EXECUTIVE" });
    const adviser = { id: "adviser", inWords: "Principal Adviser, East Midlands", workContact: contact };
    const head = { id: "chief-executive", inWords: "Chief executive, Tarrowshire County Council (invented)", workContact: null };
    const seen = await about("chief-executive");
    check(seen).toMatchObject({
      awareness: [{ recordedBy: "adviser", actor: adviser }],
      evidence: [{ actor: adviser }],
      sharingRecord: [{ proposed: { actor: adviser }, made: { actor: adviser } }],
      summary: { replies: [{ speaker: { person: "chief-executive", actor: head } }] },
    });
    check(seen.history).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ by: "adviser", actor: expect.objectContaining(adviser) }),
        expect.objectContaining({ by: "chief-executive", actor: expect.objectContaining(head) }),
      ]),
    );
  });

  step("a task says whose act it follows from", async () => {
    const { inbox } = await story.asks<{ inbox: { nodes: readonly { kind: string; sentence: string; actor: object | null }[] } }>(
      "chief-executive",
      "{ inbox(first: 50) { nodes { kind sentence actor { id inWords } } } }",
    );
    const adviser = { id: "adviser", inWords: "Principal Adviser, East Midlands" };
    check(inbox.nodes.find(({ kind }) => kind === "AWARENESS_TO_ANSWER")).toEqual({
      kind: "AWARENESS_TO_ANSWER",
      sentence: expect.stringMatching(/^Rowan Ashdown \(invented\) has recorded that your council was told of this\./),
      actor: adviser,
    });
  });

  step("a recipient sees the advisers of the concern and what they did, and of the council the office alone", async () => {
    await story.does("adviser", "concludeConcern", { concern, ...conclusions.explained, told });
    await openLaterWords(story.test, concern);
    const seen = await about("cib-lead");
    check(seen).toMatchObject({
      advisers: expect.arrayContaining([expect.objectContaining({ id: "adviser", workContact: contact })]),
      summary: { replies: [{ speaker: { person: null, actor: null } }], conclusions: [{ actor: { id: "adviser" } }] },
      ...{ awareness: null, sharingRecord: null, history: null },
    });
    check(JSON.stringify(seen)).not.toContain("chief-executive");
  });

  step("a council finds its advisers, and who leads the conversation with it", async () => {
    await story.does("adviser", "nameLead", { council: TARROWSHIRE, person: "adviser" });
    const { myAdvisers } = await story.asks<{ myAdvisers: readonly { advisers: readonly { id: string }[] }[] }>(
      "chief-executive",
      MINE,
    );
    check(myAdvisers).toMatchObject([
      { region: { code: EAST_MIDLANDS }, council: { code: TARROWSHIRE }, lead: { id: "adviser", workContact: contact } },
    ]);
    check(myAdvisers[0]?.advisers.map(({ id }) => id)).toContain("adviser");
    check(await story.asks("cib-lead", MINE)).toMatchObject({
      myAdvisers: [{ region: { code: EAST_MIDLANDS }, council: null, lead: null }],
    });
    check(await story.asks("panel-member", MINE)).toEqual({ myAdvisers: [] });
  });

  step("everybody with a role finds the advisers of any region or council, and learns nothing else", async () => {
    const ofCouncil = await story.asks<{ advisers: { advisers: readonly { id: string }[]; lead: object | null } }>(
      "department",
      OF_REGION,
      {
        council: TARROWSHIRE,
      },
    );
    check(ofCouncil.advisers.advisers.map(({ id }) => id)).toContain("adviser");
    check(ofCouncil.advisers.lead).toBeNull();
    check(await story.asks("department", OF_REGION, { region: "E99999999" })).toEqual({ advisers: null });
    await story.does("administrator", "registerPerson", { person: "nobody", name: "No role (invented)" });
    check(await story.asks("nobody", OF_REGION, { region: EAST_MIDLANDS })).toEqual({ advisers: null });
  });

  step("a name is corrected on record, and what the person did before shows it too", async () => {
    await story.does("administrator", "renamePerson", { person: "adviser", name: "Asha Patel (invented)", reason: "Misspelt." });
    check(await story.refused("administrator", "renamePerson", { person: "adviser", name: "1234", reason: "None." })).toBe(
      "NOT_A_NAME",
    );
    check(await about("chief-executive")).toMatchObject({ awareness: [{ actor: { name: "Asha Patel (invented)" } }, {}] });
    const { people } = await story.asks<{ people: { nodes: readonly { id: string; nameCorrections: readonly object[] }[] } }>(
      "governance-officer",
      NAMES,
    );
    check(people.nodes.find(({ id }) => id === "adviser")?.nameCorrections).toEqual([
      {
        former: expect.any(String),
        name: "Asha Patel (invented)",
        reason: "Misspelt.",
        actor: { id: "administrator", inWords: "Hub administrator" },
      },
    ]);
  });

  step("a former adviser is in no directory; what they did still shows the role that they had then", async () => {
    story.on("2026-03-03");
    const roles = "{ people(first: 100) { nodes { id assignments { id } } } }";
    const { people } = await story.asks<{ people: { nodes: readonly { id: string; assignments: readonly { id: string }[] }[] } }>(
      "governance-officer",
      roles,
    );
    for (const { id: assignment } of people.nodes.find(({ id }) => id === "adviser")?.assignments ?? [])
      await story.does("governance-officer", "endAssignment", { person: "adviser", assignment, reason: "Moved." });
    const { myAdvisers } = await story.asks<{
      myAdvisers: readonly { advisers: readonly { id: string }[]; lead: object | null }[];
    }>("chief-executive", MINE);
    check(myAdvisers[0]?.advisers.map(({ id }) => id)).not.toContain("adviser");
    check(myAdvisers[0]?.lead).toBeNull();
    check(await about("chief-executive")).toMatchObject({
      awareness: [{ actor: { inWords: "Principal Adviser, East Midlands" } }, {}],
    });
  });
});
