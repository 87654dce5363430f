// A region's list of all its councils: what an adviser, a lead and a council see of each.
import { afterAll, beforeAll, describe } from "vitest";
import {
  awareness,
  CIB,
  concern,
  conversation,
  EAST_MIDLANDS,
  offer,
  routineContact,
  TARROWSHIRE,
} from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const LIST = `query($region: ID!, $first: Int, $after: String) { regionCouncils(region: $region, first: $first, after: $after) {
  nodes { council { code } lastContactOn openConcerns support { strand agreed } nextDay { kind from to } nextTask { kind } }
  pageInfo { hasNextPage endCursor } } }`;
type Row = { readonly council: { readonly code: string }; readonly lastContactOn: string | null };
type Listed = {
  readonly regionCouncils: {
    readonly nodes: readonly Row[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

const DISCLOSED = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { disclosures(first: 50) { nodes { concern person { id } surface parts { part } } } } } }`;
type Disclosed = {
  readonly ledger: {
    readonly disclosures: {
      readonly nodes: readonly {
        readonly concern: string | null;
        readonly person: { readonly id: string };
        readonly surface: string;
        readonly parts: readonly { readonly part: string }[];
      }[];
    };
  };
};

describe("A region's list of its councils", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());

  const list = async (person: string, more: object = { first: 100 }) =>
    (await story.asks<Listed>(person, LIST, { region: EAST_MIDLANDS, ...more })).regionCouncils;
  const row = async (person: string) => (await list(person)).nodes.find(({ council }) => council.code === TARROWSHIRE);
  const empty = { lastContactOn: null, openConcerns: 0, support: [], nextDay: null, nextTask: null };

  step("has every council of the region for its advisers and leads, and for nobody else", async () => {
    const councils = story.test.hub.councils.inRegion(EAST_MIDLANDS, story.test.hub.today());
    const all = councils.toSorted((one, other) => (one.name < other.name ? -1 : 1)).map(({ code }) => code);
    check(all.length).toBeGreaterThan(30);
    for (const person of ["adviser", "cib-lead"]) {
      const { nodes, pageInfo } = await list(person);
      check(nodes).toEqual(all.map((code) => ({ council: { code }, ...empty })));
      check(pageInfo.hasNextPage).toBe(false);
    }
    for (const person of ["chief-executive", "adviser-london", "department", "panel-member", "governance-officer"])
      check((await list(person)).nodes).toEqual([]);
    const first = await list("adviser", { first: 20 });
    const rest = await list("adviser", { first: 100, after: first.pageInfo.endCursor });
    check([...first.nodes, ...rest.nodes].map(({ council }) => council.code)).toEqual(all);
  });

  step("goes on after the last council of a page also when that has left the list", async () => {
    const codes = ({ nodes }: Listed["regionCouncils"]) => nodes.map(({ council }) => council.code);
    const [all, first] = [codes(await list("adass-lead")), await list("adass-lead", { first: 3 })];
    await story.does("adass-lead", "declareInterests", { person: "adass-lead", councils: codes(first).slice(-1) });
    check(codes(await list("adass-lead", { first: 100, after: first.pageInfo.endCursor }))).toEqual(all.slice(3));
  });

  step("has the day of the last contact for those who read the contact, which leads do not", async () => {
    await story.does("adviser", "recordContact", { ...routineContact, heldOn: "2026-02-26", nextStepBy: "2026-03-04" });
    await story.does("adviser", "recordContact", { ...routineContact, heldOn: "2026-02-27" });
    check(await row("adviser")).toMatchObject({ lastContactOn: "2026-02-27" });
    type Contacts = { readonly council: { readonly routineContacts: readonly { readonly id: string }[] } };
    const query = `{ council(code: "${TARROWSHIRE}") { routineContacts(first: 1) { id } } }`;
    const [last] = (await story.asks<Contacts>("adviser", query)).council.routineContacts;
    await story.does("adviser", "withdrawContact", {
      council: TARROWSHIRE,
      contact: last?.id,
      reason: "It was another council.",
    });
    for (const person of ["adviser", "second-adviser"]) check(await row(person)).toMatchObject({ lastContactOn: "2026-02-26" });
    check(await row("cib-lead")).toMatchObject(empty);
    id = await story.does("adviser", "logConcern", concern);
    await story.does("adviser", "recordConversation", { concern: id, ...conversation, heldOn: "2026-03-02" });
    check(await row("second-adviser")).toMatchObject({ lastContactOn: "2026-03-02", openConcerns: 1 });
    check(await row("cib-lead")).toMatchObject(empty);
  });

  step("counts the open concerns that the reader may see, and tells a lead of no conversation of theirs", async () => {
    const shared = await story.awareConcern([CIB]);
    await story.share(shared, CIB);
    await story.does("adviser", "recordConversation", { concern: shared, ...conversation, heldOn: "2026-03-02" });
    check(await row("adviser")).toMatchObject({ openConcerns: 2 });
    check(await row("cib-lead")).toMatchObject({ openConcerns: 1, lastContactOn: null });
    check(await row("adass-lead")).toMatchObject({ openConcerns: 0, lastContactOn: null });
  });

  step("has support by strand and the next day at the council, and the reader's own next task", async () => {
    const support = await story.does("adviser", "offerSupport", offer);
    await story.does("chief-executive", "answerSupport", { support, answer: "AGREED", regionSees: "DATES" });
    await story.does("adviser", "planPresence", { support, from: "2026-05-18", to: "2026-05-21", place: "The library" });
    const picture = {
      support: [{ strand: "CHILDRENS", agreed: 1 }],
      nextDay: { kind: "PRESENCE", from: "2026-05-18", to: "2026-05-21" },
    };
    for (const person of ["adviser", "cib-lead"]) check(await row(person)).toMatchObject(picture);
    check(await row("adviser")).toMatchObject({ nextTask: { kind: "CONTACT_STEP_DUE" } });
    check(await row("cib-lead")).toMatchObject({ nextTask: null });
    await story.does("chief-executive", "setRegionView", { support, regionSees: "NOTHING" });
    check(await row("cib-lead")).toMatchObject({ support: [], nextDay: null });
    story.on("2026-05-22");
    check(await row("adviser")).toMatchObject({ nextDay: null });
  });

  step("is on the council's record as far as it tells of it", async () => {
    await story.does("adviser", "recordAwareness", { concern: id, ...awareness, toldOn: "2026-05-22" });
    await row("second-adviser");
    const { ledger } = await story.asks<Disclosed>("chief-executive", DISCLOSED);
    const of = (person: string) => ledger.disclosures.nodes.filter((one) => one.person.id === person);
    check(of("second-adviser").some(({ parts }) => parts.some(({ part }) => part === "CONVERSATIONS"))).toBe(true);
    check(of("cib-lead").some(({ surface }) => surface === "COUNT")).toBe(true);
    check(of("adass-lead").filter(({ concern }) => concern !== null)).toEqual([]);
  });
});
