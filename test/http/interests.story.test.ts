// Conflicts of interest: people declare their home council, and neither read nor do anything about it through a body, over any query or stream.
import { afterAll, beforeAll, describe, expect } from "vitest";
import { approach, CIB, EAST_MIDLANDS, offer, proposal, submission, TARROWSHIRE } from "../examples/api-inputs.ts";
import { subscribe } from "../helpers/sse.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";
/** A second lead of the region, whose home council is the one that the concern is about. */
const LEAD = "lead-of-tarrowshire";

const INTERESTS = "{ viewer { interests { home { code } councils { code } about } } }";
const ABOUT_CONCERN = `query($id: ID!) { concern(id: $id) { stage summary { text } sharedWithMe { purpose } }
  all: concerns { totalCount nodes { id } facets { stage { value count } strand { value count } } }
  found: concerns(filter: { text: "assessments" }) { totalCount nodes { id } }
  explain(concern: $id, part: HEADLINE) { allowed sentence } }`;
const ABOUT_COUNCIL = `query($support: ID!) { support(id: $support) { strand kind }
  council(code: "${TARROWSHIRE}") { supports { nodes { id } } approaches { about } conversationLead { person }
    alignedSupport { strands { strand offered agreed } clashCount } }
  alignedSupport(region: "${EAST_MIDLANDS}") { council { code } } }`;
const INBOX = "{ inbox(first: 100) { nodes { kind due council { code } } } }";

describe("When somebody has an interest in a council", () => {
  const step = storySteps();
  let story: Story;
  let concern: string;
  let support: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());

  const reads = async (person: string) => story.asks(person, ABOUT_CONCERN, { id: concern });
  const overview = async (person: string) => story.asks(person, ABOUT_COUNCIL, { support });
  const declares = (person: string, input: object) => story.does(person, "declareInterests", { person, ...input });

  step("somebody who is given a role is asked for their interests until they have declared them", async () => {
    const role = { role: "CIB_LEAD", regions: [EAST_MIDLANDS], from: "2026-03-01", until: "2028-03-01" };
    await story.does("administrator", "registerPerson", { person: LEAD, name: "Lead of Tarrowshire (invented)" });
    await story.does("administrator", "startAssignment", { person: LEAD, ...role });
    check((await story.asks<{ inbox: object }>(LEAD, INBOX)).inbox).toEqual({
      nodes: [{ kind: "INTERESTS_TO_DECLARE", due: "2026-03-16", council: null }],
    });
    check(await story.asks(LEAD, INTERESTS)).toEqual({ viewer: { interests: null } });
    await declares(LEAD, {});
    check(await story.waits(LEAD)).toEqual([]);
    check(await story.refused("cib-lead", "declareInterests", { person: LEAD, home: TARROWSHIRE })).toBe("NOT_PERMITTED");
  });

  step("a lead reads what is shared with their body, until they declare that it is about their home council", async () => {
    concern = await story.awareConcern([CIB, "dfe"]);
    await story.share(concern, CIB);
    support = await story.offer("adviser", {});
    await story.does("chief-executive", "answerSupport", { support, answer: "AGREED", regionSees: "PURPOSE" });
    await story.does("adviser", "planApproach", approach);
    await story.does("adviser", "nameLead", { council: TARROWSHIRE, person: "adviser" });
    for (const ask of [reads, overview]) check(await ask(LEAD)).toEqual(await ask("cib-lead"));
    check(await reads(LEAD)).toMatchObject({ concern: { stage: "SHARED" }, all: { totalCount: 1 }, found: { totalCount: 1 } });

    const live = await subscribe(story.test, LEAD, "subscription($id: ID!) { concernChanged(concern: $id) { __typename } }", {
      id: concern,
    });
    const picture = await subscribe(
      story.test,
      LEAD,
      `subscription { supportChanged(council: "${TARROWSHIRE}") { __typename } }`,
    );
    check(await live.next()).toEqual({ __typename: "ConcernUpdate" });
    check(await picture.next()).toEqual({ __typename: "SupportUpdate" });
    await declares(LEAD, { home: TARROWSHIRE, about: "I am its lead member for children." });
    check((await live.rest()).at(-1)).toEqual({ __typename: "LiveEnded" });
    check((await picture.rest()).at(-1)).toEqual({ __typename: "LiveEnded" });
    check(await story.asks(LEAD, INTERESTS)).toEqual({
      viewer: { interests: { home: { code: TARROWSHIRE }, councils: [], about: "I am its lead member for children." } },
    });
  });

  step(
    "a council cannot name an adviser or somebody who acts for a body as its officer, because that would keep them out",
    async () => {
      const office = { council: TARROWSHIRE, office: "NOMINATED_OFFICER", strands: ["ADULTS"], name: "Somebody (invented)" };
      for (const person of ["cib-lead", "second-adviser", "department"]) {
        const days = { from: "2026-03-02", until: "2026-12-31" };
        check(await story.refused("chief-executive", "nameOfficer", { ...office, ...days, person }), person).toBe(
          "NOT_PERMITTED",
        );
      }
      check(await reads("cib-lead")).toMatchObject({ concern: { stage: "SHARED" } });
    },
  );

  step(
    "after the declaration the lead sees nothing about the council: its records look like records that do not exist",
    async () => {
      check(await reads(LEAD)).toEqual(await story.asks(LEAD, ABOUT_CONCERN, { id: UNKNOWN }));
      check(await reads(LEAD)).toMatchObject({
        ...{ concern: null, explain: null, all: { totalCount: 0, nodes: [], facets: { stage: [], strand: [] } } },
        found: { totalCount: 0, nodes: [] },
      });
      check(await overview(LEAD)).toEqual({
        support: null,
        council: {
          ...{ supports: { nodes: [] }, approaches: [], conversationLead: null },
          alignedSupport: null,
        },
        alignedSupport: [],
      });
      check(await reads("cib-lead")).toMatchObject({ concern: { summary: { text: expect.any(String) } } });
    },
  );

  step("the explanation tells the council and its advisers why the lead sees nothing", async () => {
    const why = `query($id: ID!) { explain(concern: $id, part: SUMMARY, person: "${LEAD}") {
      allowed policies { id } facts { name value because { what by } } } }`;
    for (const person of ["chief-executive", "adviser"])
      check(await story.asks(person, why, { id: concern })).toMatchObject({
        explain: {
          allowed: false,
          policies: [{ id: "own-council-through-a-body" }],
          facts: expect.arrayContaining([
            {
              ...{ name: "Holds an office in the council, or has declared an interest in it", value: "yes" },
              because: [{ what: "Declared an interest in the council", by: LEAD }],
            },
          ]),
        },
      });
  });

  step("the council and its advisers see who is kept out of a share, and the body sees how many", async () => {
    const record = "query($id: ID!) { concern(id: $id) { sharingRecord { body { id } keptOut { id name } } } }";
    const kept = [{ body: { id: CIB }, keptOut: [{ id: LEAD, name: "Lead of Tarrowshire (invented)" }] }];
    for (const person of ["chief-executive", "adviser"])
      check(await story.asks(person, record, { id: concern })).toEqual({ concern: { sharingRecord: kept } });
    const terms = "query($id: ID!) { concern(id: $id) { sharingRecord { id } sharedWithMe { keptOut } } }";
    check(await story.asks("cib-lead", terms, { id: concern })).toEqual({
      concern: { sharingRecord: null, sharedWithMe: [{ keptOut: 1 }] },
    });
    const audience = "query($id: ID!) { concern(id: $id) { audience { people { id interest declared } } } }";
    const seers = JSON.stringify(await story.asks("adviser", audience, { id: concern }));
    check(seers).toContain('{"id":"cib-lead","interest":false,"declared":true}');
    check(seers).toContain('{"id":"chief-executive","interest":true,"declared":true}');
    check(seers).not.toContain(LEAD);
  });

  step("nobody with an interest acts for their body on the council either", async () => {
    const ofBody = { ...offer, provider: CIB };
    check(await story.refused(LEAD, "offerSupport", ofBody)).toBe("OWN_COUNCIL");
    check(await story.refused(LEAD, "planApproach", { ...approach, body: CIB })).toBe("OWN_COUNCIL");
    await declares("department", { councils: [TARROWSHIRE] });
    check(await story.refused("department", "submitInformation", submission)).toBe("OWN_COUNCIL");
    await declares("department", {});
    await story.does("department", "submitInformation", submission);
  });

  step("an adviser with an interest still reads and acts, but cannot be the second person who is needed", async () => {
    await declares("second-adviser", { councils: [TARROWSHIRE] });
    check(await story.sees("second-adviser", concern)).toMatchObject({ stage: "SHARED" });
    await story.does("adviser", "proposeShare", { concern, ...proposal, body: "dfe", purpose: "REASSURE_ON_SUPPORT" });
    const other = await story.lastShare(concern);
    await story.does("chief-executive", "statePosition", { concern, share: other, position: "OBJECTS" });
    const override = { concern, share: other, reason: "Children wait." };
    check(await story.refused("second-adviser", "overrideObjection", override)).toBe("OWN_COUNCIL");
    await declares("second-adviser", {});
    await story.does("second-adviser", "overrideObjection", override);
  });

  step("an officer of the council who also acts for a body sees only what their office sees", async () => {
    const role = { role: "ADASS_LEAD", regions: [EAST_MIDLANDS], from: "2026-03-01", until: "2028-03-01" };
    await story.does("administrator", "startAssignment", { person: "director-adults", ...role });
    // The office reads adults' services alone, and the body is one of the region.
    check(await story.sees("director-adults", concern)).toBeNull();
    check(await overview("director-adults")).toMatchObject({ support: null, council: { supports: { nodes: [] } } });
    check(await story.refused("director-adults", "planApproach", { ...approach, body: "adass-east-midlands" })).toBe(
      "OWN_COUNCIL",
    );
  });

  step("a task about the council is in the inbox of the leads who may see the concern, and of nobody else", async () => {
    story.on("2026-06-20");
    check(await story.waits("cib-lead")).toContain("SHARE_EXPIRING");
    check(await story.waits(LEAD)).toEqual([]);
  });

  step("a lead whose interest has ended reads again, and is asked again after a year", async () => {
    await declares(LEAD, {});
    check(await reads(LEAD)).toEqual(await reads("cib-lead"));
    check(await story.waits(LEAD)).toEqual(["SHARE_EXPIRING"]);
    story.on("2027-06-20");
    check(await story.inbox(LEAD)).toMatchObject([{ kind: "INTERESTS_TO_DECLARE", due: "2027-07-02" }]);
  });
});
