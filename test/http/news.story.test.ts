// News: each person learns once what has happened for them, and no longer than they may read it (docs/decisions/0042-news.md).
import { afterAll, beforeAll, describe } from "vitest";
import { openingRecorder } from "../../hub/clock/openings.ts";
import { refuse } from "../../services/refusals.ts";
import { CIB, conclusions, TARROWSHIRE, told } from "../examples/api-inputs.ts";
import { command } from "../helpers/send-command.ts";
import { PANEL, type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const NEWS = `query($filter: NewsFilter, $first: Int, $after: String) { news(filter: $filter, first: $first, after: $after) {
  nodes { kind sentence at unread mark council { code } concern { id } body { id } about }
  pageInfo { hasNextPage endCursor } unread moreUnread } }`;
type Item = {
  readonly kind: string;
  readonly sentence: string;
  readonly unread: boolean;
  readonly mark: string;
  readonly council: { readonly code: string };
  readonly concern: { readonly id: string } | null;
  readonly body: { readonly id: string } | null;
};
type News = {
  readonly nodes: readonly Item[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly unread: number;
};

describe("News", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  let share: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  const news = async (person: string, args: object = {}): Promise<News> =>
    (await story.asks<{ news: News }>(person, NEWS, args)).news;
  const kinds = async (person: string, args: object = {}) => (await news(person, args)).nodes.map(({ kind }) => kind);
  const unread = async (person: string) => {
    const { nodes, unread: counted } = await news(person, { filter: { unread: true }, first: 100 });
    check(counted).toBe(nodes.length);
    return nodes.map(({ kind }) => kind);
  };
  async function markAll(person: string): Promise<void> {
    const [newest] = (await news(person)).nodes;
    await story.does(person, "markNewsRead", { person, upTo: newest?.mark });
    check(await unread(person)).toEqual([]);
  }

  step("tells the council that it was told, and nobody who may not read that", async () => {
    id = await story.awareConcern([CIB, PANEL]);
    const { nodes, unread: counted } = await news("chief-executive");
    check(nodes).toMatchObject([
      {
        ...{ kind: "TOLD", sentence: "An adviser has recorded that your council was told of a concern.", unread: true },
        ...{ council: { code: TARROWSHIRE }, concern: { id }, body: null },
      },
    ]);
    check(counted).toBe(1);
    for (const person of ["adviser", "cib-lead", "panel-member", "leader-ambleford", "department", "governance-officer"])
      check([person, await kinds(person)]).toEqual([person, []]);
  });

  step("tells the council, its adviser and the body of a share each what the others did", async () => {
    share = await story.share(id, CIB);
    check(await kinds("chief-executive")).toEqual(["SHARE_MADE", "SHARE_PROPOSED", "TOLD"]);
    check((await news("chief-executive")).nodes[0]).toMatchObject({ body: { id: CIB } });
    check(await kinds("adviser")).toEqual(["POSITION_STATED"]);
    check(await kinds("second-adviser")).toEqual(["POSITION_STATED"]);
    check((await news("cib-lead")).nodes).toMatchObject([{ kind: "SHARED", concern: { id }, body: { id: CIB }, unread: true }]);
    for (const person of ["cib-lead-london", "adass-lead", "panel-member", "adviser-london"])
      check([person, await kinds(person)]).toEqual([person, []]);
  });

  step("is marked as read by its reader, up to what they have read, and never back", async () => {
    const [newest, second] = (await news("chief-executive")).nodes;
    await story.does("chief-executive", "markNewsRead", { person: "chief-executive", upTo: second?.mark });
    check(await unread("chief-executive")).toEqual(["SHARE_MADE"]);
    await story.does("chief-executive", "markNewsRead", { person: "chief-executive", upTo: newest?.mark });
    check(await unread("chief-executive")).toEqual([]);
    const back = await command(story.test, "chief-executive", "markNewsRead", { person: "chief-executive", upTo: second?.mark });
    check(back).toMatchObject({ recorded: false });
    check(await unread("chief-executive")).toEqual([]);
    check(await kinds("chief-executive")).toEqual(["SHARE_MADE", "SHARE_PROPOSED", "TOLD"]);
    // Others of the council have not read it.
    check((await news("leader")).unread).toBe(3);
  });

  step("refuses to mark the news of another person, and news that is not one's own", async () => {
    const [ofOthers] = (await news("cib-lead")).nodes;
    check(await story.refused("adviser", "markNewsRead", { person: "cib-lead", upTo: ofOthers?.mark })).toBe("NOT_PERMITTED");
    check(await story.refused("department", "markNewsRead", { person: "department", upTo: ofOthers?.mark })).toBe("NOT_FOUND");
    check(await story.refused("adviser", "markNewsRead", { person: "adviser", upTo: "unknown" })).toBe("NOT_FOUND");
    check((await news("cib-lead")).unread).toBe(1);
  });

  step("has a reply at once, and a conclusion on the day on which its words open", async () => {
    await markAll("cib-lead");
    await story.does("chief-executive", "reply", { concern: id, reply: "The figures were late." });
    check(await unread("cib-lead")).toEqual(["REPLIED"]);
    check(await unread("second-adviser")).toEqual(["REPLIED", "POSITION_STATED"]);
    check(await unread("leader")).not.toContain("REPLIED");
    await markAll("cib-lead");
    await story.does("adviser", "concludeConcern", { concern: id, ...conclusions.explained });
    check(await unread("chief-executive")).toEqual(["CONCLUDED"]);
    check(await unread("cib-lead")).toEqual([]);
    await story.does("adviser", "recordAwareness", { concern: id, ...told, bodies: [], about: "The conclusion." });
    check(await unread("chief-executive")).toEqual(["TOLD", "CONCLUDED"]);
    check(await unread("cib-lead")).toEqual([]);
    story.on("2026-03-09");
    check(await unread("cib-lead")).toEqual(["CONCLUDED"]);
    await markAll("cib-lead");
  });

  step("has pages and filters by kind and council, and cursors that nobody else can use", async () => {
    const first = await news("chief-executive", { first: 2 });
    check(first.pageInfo.hasNextPage).toBe(true);
    const rest = await news("chief-executive", { first: 10, after: first.pageInfo.endCursor });
    check([...first.nodes, ...rest.nodes].map(({ mark }) => mark)).toEqual(
      (await news("chief-executive")).nodes.map(({ mark }) => mark),
    );
    check(await kinds("chief-executive", { filter: { kinds: ["TOLD"] } })).toEqual(["TOLD", "TOLD"]);
    check(await kinds("chief-executive", { filter: { council: TARROWSHIRE, kinds: ["CONCLUDED"] } })).toEqual(["CONCLUDED"]);
    check(await kinds("chief-executive", { filter: { council: "X00000005" } })).toEqual([]);
    const { body } = await story.test.ask("leader", NEWS, { first: 2, after: first.pageInfo.endCursor });
    check(JSON.stringify(body.errors)).toContain("This cursor is not valid for this list");
  });

  step("ends with the right to read: of an ended share only that remains, for 20 working days", async () => {
    await story.does("adviser", "withdrawShare", { concern: id, share, reason: "It is over." });
    check((await news("cib-lead")).nodes).toMatchObject([
      { kind: "SHARE_OVER", concern: null, council: { code: TARROWSHIRE }, body: { id: CIB }, unread: true },
    ]);
    check(await story.sees("cib-lead", id)).toBeNull();
    check(await kinds("chief-executive")).toContain("SHARE_ENDED");
    story.on("2026-04-08");
    check(await kinds("cib-lead")).toEqual(["SHARE_OVER"]);
    story.on("2026-04-09");
    check(await kinds("cib-lead")).toEqual([]);
    check((await news("cib-lead")).unread).toBe(0);
  });

  step("is in the council's ledger like every other disclosure", async () => {
    const query = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { disclosures(first: 100) { nodes {
      person { id } surface parts { part policies } } } } } }`;
    type Line = { readonly person: { readonly id: string }; readonly surface: string; readonly parts: readonly object[] };
    const { ledger } = await story.asks<{ ledger: { disclosures: { nodes: readonly Line[] } } }>("chief-executive", query);
    const ofNews = ledger.disclosures.nodes.filter(({ person, surface }) => person.id === "cib-lead" && surface === "NEWS");
    check(JSON.stringify(ofNews)).toContain("SHARE_TERMS");
    check(ofNews.map(({ parts }) => parts)).toContainEqual([
      { part: "SHARE_ENDING", policies: ["recipient-reads-share-ending"] },
    ]);
  });

  step("from before somebody's role began is there to read, and is not unread", async () => {
    await story.does("governance-officer", "registerPerson", { person: "new-chief", name: "Nia Newcome" });
    await story.does("governance-officer", "startAssignment", {
      ...{ person: "new-chief", role: "MONITORING_OFFICER", council: TARROWSHIRE, strands: ["CHILDRENS"] },
      ...{ from: "2026-04-09", until: "2026-12-31" },
    });
    const { nodes, unread: counted } = await news("new-chief");
    check(nodes.map(({ kind }) => kind)).toContain("SHARE_ENDED");
    check(counted).toBe(0);
    await story.does("adviser", "reopenConcern", { concern: id, reason: "The auditor reports anew." });
    check(await unread("new-chief")).toEqual(["REOPENED"]);
  });
});

describe("News of other records", () => {
  const step = storySteps();
  let story: Story;
  let support: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  const QUERY = `{ news { nodes { kind part council { code } support { id kind } submission { id } signal { id } concern { id } } unread } }`;
  type Other = { readonly kind: string; readonly part: string | null; readonly support: { readonly kind: string | null } | null };
  const newsOf = async (person: string) => (await story.asks<{ news: { nodes: readonly Other[] } }>(person, QUERY)).news.nodes;
  const kindsOf = async (person: string) => (await newsOf(person)).map(({ kind }) => kind);

  step("tells the leads of a region of support as far as the council lets them see it", async () => {
    support = await story.offer("adviser", { shownTo: [] });
    check(await kindsOf("cib-lead")).toEqual([]);
    await story.does("chief-executive", "answerSupport", {
      support,
      answer: "AGREED",
      regionSees: "DATES",
      office: "CHIEF_EXECUTIVE",
    });
    check(await newsOf("cib-lead")).toMatchObject([
      { kind: "SUPPORT_AGREED", part: "ENGAGEMENT", support: { id: support, kind: null } },
      { kind: "SUPPORT_OFFERED", part: "ENGAGEMENT" },
    ]);
    check(await kindsOf("cib-lead-london")).toEqual([]);
    check(await kindsOf("department")).toEqual([]);
  });

  step("tells the council of a review, and the leads that support is not working only if they may see that", async () => {
    await story.does("adviser", "beginSupport", { support, begunOn: "2026-03-02" });
    await story.does("adviser", "recordProgress", {
      ...{ support, reviewedOn: "2026-03-02", progress: "NOT_WORKING", finding: "Nobody came." },
    });
    check(await newsOf("chief-executive")).toMatchObject([{ kind: "PROGRESS_JUDGED", part: "PURPOSE" }]);
    check(await kindsOf("cib-lead")).not.toContain("SUPPORT_NOT_WORKING");
    await story.does("chief-executive", "setRegionView", { support, regionSees: "PURPOSE", office: "CHIEF_EXECUTIVE" });
    check(await kindsOf("cib-lead")).toContain("SUPPORT_NOT_WORKING");
    await story.does("chief-executive", "setRegionView", { support, regionSees: "NOTHING", office: "CHIEF_EXECUTIVE" });
    check(await kindsOf("cib-lead")).toEqual([]);
  });

  step("tells advisers of a submission, and the council that its request was answered", async () => {
    await story.does("department", "submitInformation", {
      ...{ body: "dfe", council: TARROWSHIRE, strand: "CHILDRENS", period: { from: "2026-01-01", to: "2026-02-01" } },
      ...{ account: "A late return.", source: "Returns team (invented)" },
    });
    check(await kindsOf("second-adviser")).toEqual(["SUBMISSION_RECEIVED"]);
    check(await kindsOf("department")).toEqual([]);
    const signal = await story.does("chief-executive", "requestSupport", {
      council: TARROWSHIRE,
      strand: "CHILDRENS",
      wanted: "A peer.",
    });
    await story.does("adviser", "answerSignal", { signal, answer: "You shall have one." });
    check(await newsOf("chief-executive")).toMatchObject([{ kind: "REQUEST_ANSWERED", signal: { id: signal } }, {}]);
  });
});

describe("News of who opened a concern", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  beforeAll(async () => {
    story = await startStory();
    await story.does("governance-officer", "registerPerson", { person: "another-lead", name: "Lea Moor (invented)" });
    const lead = { role: "CIB_LEAD", regions: ["E12000004"], from: "2026-03-02", until: "2026-12-31" };
    await story.does("governance-officer", "startAssignment", { person: "another-lead", ...lead });
    id = await story.awareConcern([CIB, PANEL]);
    await story.share(id, CIB);
  });
  afterAll(() => story.close());
  /** A hub's job, which runs after the read model of disclosures holds what was opened. */
  const recorder = (hub = story.hub) => {
    const record = openingRecorder(hub);
    return async () => {
      await hub.disclosed.reached(await hub.disclosures.head(), 10_000);
      return record();
    };
  };
  const QUERY = `{ news(filter: { kinds: [OPENED] }) { unread nodes { kind sentence part concern { id } body { id } } } }`;
  const opened = async (person: string) => (await story.asks<{ news: { nodes: readonly object[] } }>(person, QUERY)).news.nodes;
  const events = async () =>
    (await story.hub.log.readStream(`council-${TARROWSHIRE}`)).filter(({ type }) => type === "ConcernOpenedByBody.v1").length;
  const ofCib = {
    kind: "OPENED",
    sentence: "A body has opened a concern about your council for the first time.",
    part: "SHARING_RECORD",
    body: { id: CIB },
  };

  step("is not of a line in a list, in the inbox or in news, nor of the council and its advisers", async () => {
    const record = recorder();
    await story.asks("cib-lead", "{ concerns { nodes { id summary { text } } } inbox { nodes { concern { id } } } }");
    await story.asks("cib-lead", "{ news { nodes { concern { id summary { text } } } } }");
    for (const person of ["adviser", "chief-executive"]) await story.seen(person, id);
    check(await record()).toBe(0);
    check(await opened("chief-executive")).toEqual([]);
  });

  step("comes once for each body, whoever of it opens the page how often, to those of the council who may read it", async () => {
    const [one, other] = [recorder(), recorder()];
    await story.seen("cib-lead", id);
    // Two hubs look at the same time.
    check((await one()) + (await other())).toBe(1);
    check(await opened("chief-executive")).toMatchObject([{ ...ofCib, concern: { id } }]);
    for (const person of ["leader-ambleford", "adviser", "cib-lead", "panel-member", "department"])
      check([person, await opened(person)]).toEqual([person, []]);
    story.on("2026-03-03");
    await story.seen("another-lead", id);
    await story.seen("cib-lead", id);
    check(await one()).toBe(0);
    await story.share(id, PANEL);
    await story.seen("panel-member", id);
    check(await other()).toBe(1);
    check(await opened("chief-executive")).toMatchObject([{ body: { id: PANEL } }, { body: { id: CIB } }]);
  });

  step("is the same after read models are built again, and a hub that starts anew records nothing twice", async () => {
    const before = await opened("chief-executive");
    await story.hub.rebuild();
    check(await opened("chief-executive")).toEqual(before);
    const again = await Promise.all([recorder()(), recorder()()]);
    check([...again, await events()]).toEqual([0, 0, 2]);
  });

  step("is recorded once by two hubs of which neither knows of the other yet", async () => {
    const concern = await story.awareConcern([CIB]);
    await story.share(concern, CIB);
    await story.seen("cib-lead", concern);
    const { news } = story.hub.council.queries();
    /** A hub whose read model is behind. */
    const behind = {
      ...story.hub,
      council: { ...story.hub.council, queries: () => ({ news: { ...news, has: () => false } }) as never },
    };
    const recorded = await Promise.all([recorder(behind)(), recorder(behind)()]);
    check(recorded.toSorted()).toEqual([0, 1]);
    check(await events()).toBe(3);
  });

  step("is recorded later if the council's record takes nothing at the moment", async () => {
    const concern = await story.awareConcern([CIB]);
    await story.share(concern, CIB);
    await story.seen("cib-lead", concern);
    let isBusy = true;
    const { opening } = story.hub.services;
    const execute: typeof opening.execute = async (...command) => (isBusy ? refuse("BUSY") : opening.execute(...command));
    const record = recorder({ ...story.hub, services: { ...story.hub.services, opening: { execute } } });
    check([await record(), await record()]).toEqual([0, 0]);
    isBusy = false;
    check([await record(), await record()]).toEqual([1, 0]);
  });

  step("is not of what was opened before the policy let the hub record it", async () => {
    const concern = await story.awareConcern([CIB]);
    await story.share(concern, CIB);
    await story.seen("cib-lead", concern);
    const policyVersions = { queries: () => ({ firstNaming: () => "2026-03-03T12:00:00.001Z" }) as never };
    check(await recorder({ ...story.hub, policyVersions: { ...story.hub.policyVersions, ...policyVersions } })()).toBe(0);
    const never = { queries: () => ({ firstNaming: () => undefined }) as never };
    check(await recorder({ ...story.hub, policyVersions: { ...story.hub.policyVersions, ...never } })()).toBe(0);
    check(await recorder()()).toBe(1);
  });
});
