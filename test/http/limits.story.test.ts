// A share that is limited to seats or people of a body: the others of the body learn nothing of it, over any query, list or search.
import { afterAll, beforeAll, describe, expect } from "vitest";
import { CIB, concern, conclusions, EAST_MIDLANDS, proposal, TARROWSHIRE, told } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const SEATS = { director: "DIRECTOR", member: "LEAD_MEMBER", chief: "CHIEF_EXECUTIVE" } as const;
const EVERYTHING = `{
  concerns { totalCount nodes { id sharedWithMe { isLimited } } facets { cause { value count } } }
  found: concerns(filter: { text: "assessments" }) { totalCount nodes { id } }
  inbox(first: 100) { nodes { kind } }
}`;
type Everything = {
  readonly concerns: { readonly totalCount: number; readonly nodes: readonly { readonly sharedWithMe: readonly object[] }[] };
  readonly found: { readonly totalCount: number };
  readonly inbox: { readonly nodes: readonly { readonly kind: string }[] };
};
const NOTHING = {
  concerns: { totalCount: 0, nodes: [], facets: { cause: [] } },
  found: { totalCount: 0, nodes: [] },
  inbox: { nodes: [] },
};
const SHARES = `query($id: ID!) { concern(id: $id) {
  sharingRecord { id body { id } limitedTo { people seats } } audience { label bodies { id } people { id } }
} }`;
type Shares = {
  readonly concern: {
    readonly sharingRecord: readonly object[];
    readonly audience: readonly { readonly bodies: readonly object[]; readonly people: readonly { readonly id: string }[] }[];
  };
};
const EXPLAIN = `query($id: ID!, $person: ID) { explain(concern: $id, part: SUMMARY, person: $person) { allowed sentence facts { name value } } }`;

describe("A share that is limited to people or seats of a body", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  let share: string;
  beforeAll(async () => {
    story = await startStory();
    for (const [person, seat] of Object.entries(SEATS)) {
      await story.does("administrator", "registerPerson", { person, name: `${person} (invented)` });
      const lead = { role: "CIB_LEAD", regions: [EAST_MIDLANDS], seat, from: "2026-01-01", until: "2026-12-31" };
      await story.does("administrator", "startAssignment", { person, ...lead });
      await story.does(person, "declareInterests", { person });
    }
  });
  afterAll(() => story.close());
  const everything = (person: string) => story.asks<Everything>(person, EVERYTHING);
  const propose = (limitedTo: object) => ({ concern: id, ...proposal, limitedTo });

  step("is proposed with people or seats of that body only, and the council sees which before it answers", async () => {
    id = await story.awareConcern([CIB, "dfe"]);
    check(await story.refused("adviser", "proposeShare", propose({ people: ["member-peer"] }))).toBe("NOT_OF_THIS_BODY");
    check(await story.refused("adviser", "proposeShare", propose({}))).toBe("INVALID_INPUT");
    const toDepartment = { ...propose({ seats: ["DIRECTOR"] }), body: "dfe", answerBy: "2026-03-16" };
    check(await story.refused("adviser", "proposeShare", toDepartment)).toBe("NOT_OF_THIS_BODY");
    await story.does("adviser", "proposeShare", propose({ seats: ["DIRECTOR"] }));
    share = await story.lastShare(id);
    const previewed = `query($id: ID!) { concern(id: $id) { sharingRecord { limitedTo { seats } preview { terms { isLimited } people { id reads } } } } }`;
    check(await story.asks("chief-executive", previewed, { id })).toEqual({
      concern: {
        sharingRecord: [
          {
            limitedTo: { seats: ["DIRECTOR"] },
            preview: { terms: { isLimited: true }, people: [{ id: "director", reads: true }] },
          },
        ],
      },
    });
    await story.does("chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
    await story.does("adviser", "makeShare", { concern: id, share });
    const { concern: shown } = await story.asks<Shares>("chief-executive", SHARES, { id });
    check(shown.sharingRecord).toEqual([{ id: share, body: { id: CIB }, limitedTo: { people: [], seats: ["DIRECTOR"] } }]);
    const recipients = shown.audience.filter(({ bodies }) => bodies.length > 0);
    check(recipients).toMatchObject([{ bodies: [{ id: CIB }], people: [{ id: "director" }] }]);
  });

  step("is read by whom it names, in lists, counts, searches and terms, and by nobody else of the body", async () => {
    check(await everything("director")).toMatchObject({
      concerns: { totalCount: 1, nodes: [{ id, sharedWithMe: [{ isLimited: true }] }] },
      found: { totalCount: 1 },
    });
    check(await story.sees("director", id)).toMatchObject({ summary: { text: concern.summary } });
    for (const person of ["cib-lead", "member"]) {
      check({ person, ...(await everything(person)) }).toEqual({ person, ...NOTHING });
      check(await story.sees(person, id)).toBe(null);
      check(await story.asks(person, EXPLAIN, { id })).toEqual({ explain: null });
    }
  });

  step("is explained to the council by the seat, and is in its ledger as read by the body", async () => {
    const of = async (person: string) =>
      (
        await story.asks<{ explain: { allowed: boolean; facts: readonly { name: string; value: string }[] } }>(
          "chief-executive",
          EXPLAIN,
          { id, person },
        )
      ).explain;
    check(await of("director")).toMatchObject({ allowed: true });
    check(JSON.stringify(await of("director"))).toContain("(director of children's services)");
    check(await of("member")).toMatchObject({ allowed: false });
    check(JSON.stringify([await of("director"), await of("member")])).not.toContain("#");
    const ledger = await story.asks<object>(
      "chief-executive",
      `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { disclosures { nodes { person { id } capacities { role bodies { id } } } } } } }`,
    );
    check(ledger).toMatchObject({
      ledger: {
        disclosures: {
          nodes: expect.arrayContaining([
            { person: { id: "director" }, capacities: [{ role: "CIB_LEAD", bodies: [{ id: CIB }] }] },
          ]),
        },
      },
    });
    check(JSON.stringify(ledger)).not.toContain("#");
  });

  step("reminds only whom it names that it is about to end", async () => {
    story.on("2026-06-20");
    check(await story.waits("director")).toEqual(["SHARE_EXPIRING"]);
    for (const person of ["cib-lead", "member"]) check(await story.waits(person)).toEqual([]);
  });

  step("leaves another share with the same body as it is, which names other people", async () => {
    await story.share(id, CIB, {
      limitedTo: { people: ["cib-lead"] },
      purpose: "OFFER_SUPPORT",
      answerBy: "2026-06-29",
      until: "2026-09-30",
    });
    check(await story.sees("cib-lead", id)).toMatchObject({ summary: { text: concern.summary } });
    check(await everything("cib-lead")).toMatchObject({ found: { totalCount: 1 } });
    check(await story.sees("member", id)).toBe(null);
    await story.does("adviser", "withdrawShare", { concern: id, share, reason: "Not needed." });
    check(await story.sees("director", id)).toBe(null);
    check(await everything("director")).toMatchObject(NOTHING);
  });

  step("is requested by the council for a seat, whose holder alone accepts its conditions", async () => {
    const request = { concern: id, body: CIB, parts: ["SUMMARY"], purpose: "ADVISE_ON_SUPPORT", until: "2026-10-30" };
    const wanted = { ...request, explanation: "For the lead member.", limitedTo: { seats: ["LEAD_MEMBER"] } };
    const nobody = { ...wanted, limitedTo: { people: ["member-peer"] } };
    check(await story.refused("chief-executive", "requestShare", nobody)).toBe("NOT_OF_THIS_BODY");
    await story.does("chief-executive", "requestShare", wanted);
    const REQUESTS = `query($id: ID!) { concern(id: $id) { shareRequests { id limitedTo { seats } } } }`;
    const { concern: asked } = await story.asks<{ concern: { shareRequests: { id: string; limitedTo: object }[] } }>(
      "adviser",
      REQUESTS,
      { id },
    );
    check(asked.shareRequests).toMatchObject([{ limitedTo: { seats: ["LEAD_MEMBER"] } }]);
    await story.does("adviser", "makeRequestedShare", { concern: id, request: asked.shareRequests[0]?.id });
    const made = await story.lastShare(id);
    check(await story.sees("member", id)).toMatchObject({ summary: { text: concern.summary } });
    const conditions = { position: "AGREES_WITH_CONDITIONS", until: "2026-09-30", statement: "Not to be passed on." };
    await story.does("chief-executive", "statePosition", { concern: id, share: made, ...conditions });
    type Waiting = { sharesToAccept: { nodes: { share: string; statement: number }[] } };
    const waiting = async (person: string) =>
      (await story.asks<Waiting>(person, "{ sharesToAccept { nodes { share statement } } }")).sharesToAccept.nodes;
    check(await waiting("director")).toEqual([]);
    check(await story.waits("director")).toEqual([]);
    check(await story.waits("member")).toContain("CONDITIONS_TO_ACCEPT");
    const [accepting] = await waiting("member");
    check(accepting?.share).toBe(made);
    check(await story.refused("director", "acceptConditions", { concern: id, ...accepting })).toBe("NOT_FOUND");
    await story.does("member", "acceptConditions", { concern: id, ...accepting });
    check(await story.sees("member", id)).toMatchObject({ summary: { text: concern.summary } });
    check(await story.sees("director", id)).toBe(null);
  });

  step("shows the outcome of the concern only to people who could open the concern", async () => {
    await story.does("adviser", "concludeConcern", { concern: id, ...conclusions.explained });
    await story.does("adviser", "recordAwareness", { concern: id, ...told, toldOn: "2026-06-20", bodies: [], about: "The end." });
    story.on("2026-06-29");
    check(await story.passes()).toBe(1);
    const OUTCOME = `query($id: ID!) { outcome(concern: $id) { conclusion } }`;
    for (const person of ["director", "member", "cib-lead"])
      check(await story.asks(person, OUTCOME, { id }), person).toMatchObject({
        outcome: { conclusion: "SATISFACTORY_EXPLANATION" },
      });
    for (const person of ["chief", "department"]) check(await story.asks(person, OUTCOME, { id })).toEqual({ outcome: null });
    check(await story.waits("chief")).toEqual([]);
    check(
      await story.asks("chief-executive", "query($id: ID!) { concern(id: $id) { outcome { shownTo { id } } } }", { id }),
    ).toEqual({ concern: { outcome: { shownTo: [{ id: CIB }] } } });
  });
});
