// An offer of support to a council, which the whole region once read as soon as it was made: now the council's word decides who sees it.
import { afterAll, beforeAll, describe } from "vitest";
import { CIB, EAST_MIDLANDS, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const PEERS = "member-peers-east-midlands";
const IMPROVEMENT = "regional-improvement-east-midlands";
const UNKNOWN = "00000000-0000-4000-8000-000000000000";
/** The leads of the region; one of them leads another council. */
const LEADS = ["cib-lead", "adass-lead", "regional-improvement", "leader-ambleford"];
const INSIDE = ["chief-executive", "nominated-officer", "adviser", "second-adviser"];

const SUPPORT = `query($id: ID!) { support(id: $id) {
  strand lead status offeredOn answerBy from until begunOn endedOn provider { id }
  kind causes progress milestones { kind } reviews { progress } judgements { judgement } purposeWithheld
  detailWithheld detail { shownTo { id } regionSees }
} }`;
const COUNCIL = `query($code: ID!) { council(code: $code) {
  all: supports { nodes { id kind } } offered: supports(status: OFFERED) { nodes { id } } declined: supports(status: DECLINED) { nodes { id } }
  alignedSupport { strands { strand offered agreed declined running working } clashCount clashes { kind first { kind support { id } } second { kind support { id } } } }
} }`;
const REGION = `{ alignedSupport(region: "${EAST_MIDLANDS}") { council { code } clashCount } }`;

type Nodes = { readonly nodes: readonly { readonly id: string; readonly kind?: string | null }[] };
type Council = {
  readonly all: Nodes;
  readonly offered: Nodes;
  readonly declined: Nodes;
  readonly alignedSupport: {
    readonly strands: readonly object[];
    readonly clashCount: number;
    readonly clashes: readonly object[];
  };
};
const NO_PICTURE = { strands: [], clashCount: 0, clashes: [] };
const LEADERSHIP = {
  ...{ strand: "CORPORATE", kind: "PACKAGE", causes: ["LEADERSHIP"], offeredTo: "LEADER", toldName: "The leader (invented)" },
  ...{ aim: "Trust between the leading members and the senior staff." },
};

describe("When support needs the council's consent", () => {
  const step = storySteps();
  let story: Story;
  let first: string;
  let second: string;
  beforeAll(async () => {
    story = await startStory();
    const lead = {
      person: "leader-ambleford",
      role: "ADASS_LEAD",
      regions: [EAST_MIDLANDS],
      from: "2026-01-01",
      until: "2026-12-31",
    };
    await story.does("administrator", "startAssignment", lead);
  });
  afterAll(() => story.close());
  const support = async (person: string, id: string) =>
    (await story.asks<{ support: Record<string, unknown> | null }>(person, SUPPORT, { id })).support;
  const council = async (person: string) =>
    (await story.asks<{ council: Council }>(person, COUNCIL, { code: TARROWSHIRE })).council;
  const seesNothing = async (person: string, ...ids: readonly string[]) => {
    for (const id of ids)
      check([person, await story.asks(person, SUPPORT, { id })]).toEqual([
        person,
        await story.asks(person, SUPPORT, { id: UNKNOWN }),
      ]);
    const { all, offered, declined, alignedSupport } = await council(person);
    check([person, ...all.nodes, ...offered.nodes, ...declined.nodes]).toEqual([person]);
    check([person, alignedSupport]).toEqual([person, NO_PICTURE]);
    check([person, await story.asks(person, REGION)]).toEqual([person, { alignedSupport: [] }]);
    check([person, await story.waits(person)]).toEqual([person, []]);
  };

  step("nobody of the region sees an offer that was made to the leader and is not answered", async () => {
    first = await story.offer("adviser", LEADERSHIP);
    for (const person of LEADS) await seesNothing(person, first);
    for (const person of INSIDE)
      check([person, await support(person, first)]).toMatchObject([
        person,
        { kind: "PACKAGE", causes: ["LEADERSHIP"], detail: { shownTo: [], regionSees: "NOTHING" } },
      ]);
    for (const person of LEADS)
      for (const [name, input] of [
        ["beginSupport", { support: first, begunOn: "2026-03-02" }],
        ["setRegionView", { support: first, regionSees: "PURPOSE" }],
      ] as const)
        check([person, await story.refused(person, name, input)]).toEqual([person, "NOT_FOUND"]);
  });

  step("an offer names regional leads of the council's own region alone", async () => {
    for (const [body, code] of [
      ["cib-london", "BODY_OUT_OF_SCOPE"],
      [PEERS, "BODY_OUT_OF_SCOPE"],
      ["dfe", "BODY_OUT_OF_SCOPE"],
      ["newspaper", "UNKNOWN_BODY"],
    ] as const)
      await check(story.offer("adviser", { ...LEADERSHIP, shownTo: [CIB, body] })).rejects.toThrow(`${code} (shownTo.1)`);
  });

  step("regional leads whom the offer names to the council see the engagement, but neither its kind nor its causes", async () => {
    second = await story.offer("adviser", { ...LEADERSHIP, kind: "TEAM_SESSION", shownTo: [IMPROVEMENT], from: "2026-05-01" });
    const engagement = await support("regional-improvement", second);
    check(engagement).toEqual({
      ...{ strand: "CORPORATE", lead: "Improvement adviser (invented)", status: "OFFERED", provider: { id: "lga" } },
      ...{
        offeredOn: "2026-03-02",
        answerBy: "2026-03-16",
        from: "2026-05-01",
        until: "2026-09-30",
        begunOn: null,
        endedOn: null,
      },
      ...{ kind: null, causes: null, progress: null, milestones: null, reviews: null, judgements: null, purposeWithheld: true },
      ...{ detail: null, detailWithheld: true },
    });
    // The two offers are for one cause, which is for the council and its advisers alone to see.
    check(await council("regional-improvement")).toEqual({
      ...{ all: { nodes: [{ id: second, kind: null }] }, offered: { nodes: [{ id: second }] }, declined: { nodes: [] } },
      alignedSupport: {
        strands: [{ strand: "CORPORATE", offered: 1, agreed: 0, declined: 0, running: 0, working: null }],
        ...{ clashCount: 0, clashes: [] },
      },
    });
    check((await council("adviser")).alignedSupport).toMatchObject({
      clashCount: 1,
      clashes: [{ kind: "PURPOSE" }],
    });
    for (const person of LEADS.filter((lead) => lead !== "regional-improvement")) await seesNothing(person, first, second);
    check(await story.refused("regional-improvement", "setRegionView", { support: second, regionSees: "PURPOSE" })).toBe(
      "NOT_PERMITTED",
    );
  });

  step(
    "the council chooses what its region sees only of support that it has agreed to, and nobody else chooses for it",
    async () => {
      const { refused } = story;
      check(await refused("chief-executive", "setRegionView", { support: first, regionSees: "DATES" })).toBe(
        "REGION_VIEW_WITHOUT_AGREEMENT",
      );
      check(await refused("adviser", "setRegionView", { support: first, regionSees: "DATES" })).toBe("NOT_PERMITTED");
      check(await refused("chief-executive", "answerSupport", { support: first, answer: "DECLINED", regionSees: "DATES" })).toBe(
        "INVALID_INPUT",
      );
    },
  );

  step("the region sees the dates once the council has agreed, and only the days of a clash with other support", async () => {
    for (const id of [first, second]) await story.does("chief-executive", "answerSupport", { support: id, answer: "AGREED" });
    await story.does("adviser", "planPresence", {
      ...{ support: first, from: "2026-06-01", to: "2026-06-02", place: "The town hall" },
    });
    await story.does("cib-lead", "planApproach", {
      ...{ council: TARROWSHIRE, body: CIB, kind: "VISIT", strand: "CHILDRENS", from: "2026-06-08", to: "2026-06-09" },
      about: "A visit to the new teams.",
    });
    const visits = {
      ...{ kind: "DAYS", first: { kind: "PRESENCE", support: { id: first } }, second: { kind: "APPROACH", support: null } },
    };
    for (const person of LEADS) {
      for (const id of [first, second])
        check([person, await support(person, id)]).toMatchObject([person, { status: "AGREED", kind: null, causes: null }]);
      check((await council(person)).alignedSupport).toEqual({
        strands: [{ strand: "CORPORATE", offered: 0, agreed: 2, declined: 0, running: 0, working: null }],
        ...{ clashCount: 1, clashes: [visits] },
      });
    }
    check((await council("adviser")).alignedSupport).toMatchObject({ clashes: [visits, { kind: "PURPOSE" }] });
    check(await support("chief-executive", first)).toMatchObject({ detail: { regionSees: "DATES" } });
  });

  step("the council can show the purpose of each support, and the region sees a clash in purpose if both are shown", async () => {
    const clashes = async (person: string) => (await council(person)).alignedSupport.clashes;
    await story.does("chief-executive", "setRegionView", { support: first, regionSees: "PURPOSE" });
    check(await support("adass-lead", first)).toMatchObject({ kind: "PACKAGE", causes: ["LEADERSHIP"], purposeWithheld: false });
    check(await support("adass-lead", second)).toMatchObject({ kind: null, purposeWithheld: true });
    check(await clashes("adass-lead")).toMatchObject([{ kind: "DAYS" }]);
    await story.does("chief-executive", "setRegionView", { support: second, regionSees: "PURPOSE" });
    check(await clashes("adass-lead")).toMatchObject([{ kind: "DAYS" }, { kind: "PURPOSE" }]);
  });

  step(
    "the council can hide the purpose again, which removes it from every list, count and clash that the region sees",
    async () => {
      await story.does("chief-executive", "setRegionView", { support: second, regionSees: "NOTHING" });
      for (const person of LEADS) {
        check([person, await support(person, second)]).toEqual([person, null]);
        const { all, alignedSupport } = await council(person);
        check(all.nodes.map(({ id }) => id)).toEqual([first]);
        check(alignedSupport).toMatchObject({ strands: [{ agreed: 1 }], clashCount: 1, clashes: [{ kind: "DAYS" }] });
      }
      // What a conclusion names is part of the summary that is shared with its readers.
      const concern = await story.awareConcern([PEERS], { strand: "CORPORATE", cause: "LEADERSHIP" });
      await story.share(concern, PEERS);
      await story.does("adviser", "concludeConcern", {
        ...{
          concern,
          kind: "LIGHT_SUPPORT",
          supports: [second],
          causalFactors: "Two vacancies at the top.",
          solutions: "A session.",
        },
      });
      const told = {
        toldOffice: "CHIEF_EXECUTIVE",
        toldName: "Maren Tolliver (invented)",
        channel: "TELEPHONE",
        about: "The conclusion.",
      };
      await story.does("adviser", "recordAwareness", { concern, ...told, toldOn: "2026-03-02", bodies: [PEERS] });
      await story.openWords(concern);
      const concluded = "query($id: ID!) { concern(id: $id) { summary { conclusions { supports { kind } } } } }";
      check(await story.asks("member-peer", concluded, { id: concern })).toMatchObject({
        concern: { summary: { conclusions: [{ supports: [{ kind: "TEAM_SESSION" }] }] } },
      });
      check(await support("member-peer", second)).toBeNull();
    },
  );

  step(
    "support that the council declines is removed from the region's picture, and only its dates return if the council agrees again",
    async () => {
      await story.does("chief-executive", "answerSupport", { support: first, answer: "DECLINED" });
      for (const person of LEADS) await seesNothing(person, first, second);
      check((await council("adviser")).declined.nodes).toEqual([{ id: first }]);
      await story.does("chief-executive", "answerSupport", { support: first, answer: "AGREED" });
      check(await support("cib-lead", first)).toMatchObject({ status: "AGREED", kind: null });
      check(await support("cib-lead", second)).toBeNull();
    },
  );

  step("an offer that is withdrawn is removed from the region's picture", async () => {
    await story.does("adviser", "endSupport", {
      support: first,
      how: "OFFER_WITHDRAWN",
      endedOn: "2026-03-02",
      reason: "Not needed.",
    });
    for (const person of LEADS) await seesNothing(person, first, second);
    check(await story.refused("chief-executive", "setRegionView", { support: first, regionSees: "PURPOSE" })).toBe(
      "SUPPORT_ENDED",
    );
  });
});
