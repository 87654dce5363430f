// A council agrees to a share on conditions in words: the body accepts them before it sees anything of the concern.
import { afterAll, beforeAll, describe } from "vitest";
import { CIB, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const TO_ACCEPT = `{ sharesToAccept { nodes { concern share council { code } body { id } purpose parts until conditions statement } }
  concerns { totalCount nodes { id } facets { strand { value count } } } found: concerns(filter: { text: "assessments" }) { totalCount } }`;
type ToAccept = {
  readonly sharesToAccept: { readonly nodes: readonly ({ readonly share: string } & Readonly<Record<string, unknown>>)[] };
  readonly concerns: { readonly totalCount: number; readonly nodes: readonly object[]; readonly facets: object };
  readonly found: { readonly totalCount: number };
};
const SHARES = "query($id: ID!) { concern(id: $id) { sharingRecord { status conditionsAccepted { by } } } }";
const ONLY_HEADLINE = { position: "AGREES_WITH_CONDITIONS", parts: ["HEADLINE"] };

describe("A share on conditions in words", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  let share: string;
  beforeAll(async () => {
    story = await startStory();
    id = await story.awareConcern([CIB, "dfe"]);
    await story.does("adviser", "proposeShare", { concern: id, ...proposal });
    share = await story.lastShare(id);
  });
  afterAll(() => story.close());
  const toAccept = (person = "cib-lead") => story.asks<ToAccept>(person, TO_ACCEPT);
  const shares = async () =>
    (await story.asks<{ concern: { sharingRecord: object[] } }>("adviser", SHARES, { id })).concern.sharingRecord;
  const accepting = (statement = 1) => ({ concern: id, share, statement });

  step("shows its body only the conditions and the terms: no list, count or search has the concern", async () => {
    const statement = "Not to be passed on.";
    await story.does("chief-executive", "statePosition", { concern: id, share, ...ONLY_HEADLINE, statement });
    check(await toAccept()).toMatchObject({ sharesToAccept: { nodes: [] } });
    check(await story.refused("cib-lead", "acceptConditions", accepting())).toBe("NOT_FOUND");
    await story.does("adviser", "makeShare", { concern: id, share });
    check(await shares()).toEqual([{ status: "AWAITING_ACCEPTANCE", conditionsAccepted: null }]);
    check(await toAccept()).toEqual({
      sharesToAccept: {
        nodes: [
          {
            ...{ concern: id, share, council: { code: TARROWSHIRE }, body: { id: CIB }, purpose: "ALIGN_SUPPORT" },
            ...{ parts: ["HEADLINE"], until: "2026-06-30", conditions: statement, statement: 1 },
          },
        ],
      },
      concerns: { totalCount: 0, nodes: [], facets: { strand: [] } },
      found: { totalCount: 0 },
    });
    check(await story.sees("cib-lead", id)).toBeNull();
    check((await story.inbox("cib-lead")).map(({ kind, council, concern }) => [kind, council?.code, concern])).toEqual([
      ["CONDITIONS_TO_ACCEPT", TARROWSHIRE, null],
    ]);
  });

  step("shows other people nothing, and lets nobody else accept for the body", async () => {
    for (const person of ["department", "cib-lead-london", "adass-lead", "chief-executive", "adviser"])
      check((await toAccept(person)).sharesToAccept.nodes, person).toEqual([]);
    const codes = {
      adviser: "NOT_PERMITTED",
      "chief-executive": "NOT_PERMITTED",
      department: "NOT_FOUND",
      "cib-lead-london": "NOT_FOUND",
    };
    for (const [person, code] of Object.entries(codes))
      check(await story.refused(person, "acceptConditions", accepting()), person).toBe(code);
  });

  step("opens to the body once somebody of it has accepted, and the council sees who", async () => {
    check(await story.refused("cib-lead", "acceptConditions", accepting(2))).toBe("STALE_VERSION");
    await story.does("cib-lead", "acceptConditions", accepting());
    check(await shares()).toEqual([{ status: "LIVE", conditionsAccepted: { by: "cib-lead" } }]);
    check(await story.sees("cib-lead", id)).toMatchObject({ summary: null, sharedWithMe: [{ parts: ["HEADLINE"] }] });
    check((await toAccept()).sharesToAccept.nodes).toEqual([]);
    check(await story.waits("cib-lead")).not.toContain("CONDITIONS_TO_ACCEPT");
  });

  step("closes again when the council adds words, until these are accepted too", async () => {
    await story.does("leader", "statePosition", { concern: id, share, ...ONLY_HEADLINE, statement: "Until the inspection." });
    check(await story.sees("cib-lead", id)).toBeNull();
    check((await toAccept()).sharesToAccept.nodes).toMatchObject([
      { conditions: "Not to be passed on.\n\nUntil the inspection.", statement: 2 },
    ]);
    check(await story.refused("cib-lead", "acceptConditions", accepting(1))).toBe("STALE_VERSION");
    await story.does("cib-lead", "acceptConditions", accepting(2));
    check(await story.sees("cib-lead", id)).not.toBeNull();
  });

  step("is in the ledger, with what the body read before it accepted and who accepted", async () => {
    const LEDGER = `query($id: ID!) { concern(id: $id) { history { what by } disclosures(first: 100) { nodes { person { id } surface parts { part policies } } } } }`;
    type Told = {
      readonly concern: {
        readonly history: readonly object[];
        readonly disclosures: {
          readonly nodes: readonly { readonly person: { readonly id: string }; readonly parts: readonly object[] }[];
        };
      };
    };
    const { concern } = await story.asks<Told>("chief-executive", LEDGER, { id });
    check(concern.history).toContainEqual({
      what: "The council's conditions were accepted for the body that the share is with",
      by: "cib-lead",
    });
    const parts = concern.disclosures.nodes.filter(({ person }) => person.id === "cib-lead").flatMap((one) => one.parts);
    check(parts).toContainEqual({ part: "SHARE_TERMS", policies: ["recipient-reads-conditions"] });
  });

  step("is on the first page of one, though the list also has a share that the body may not see at present", async () => {
    const waiting = async () => {
      const concern = await story.awareConcern([CIB]);
      await story.does("adviser", "proposeShare", { concern, ...proposal });
      const proposed = await story.lastShare(concern);
      const inWords = { ...ONLY_HEADLINE, statement: "For the leads alone." };
      await story.does("chief-executive", "statePosition", { concern, share: proposed, ...inWords });
      await story.does("adviser", "makeShare", { concern, share: proposed });
      return { concern, awareness: await story.lastAwareness(concern) };
    };
    const both = [await waiting(), await waiting()];
    type Page = { nodes: { concern: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const page = async (after?: string): Promise<Page> => {
      const query =
        "query($after: String) { sharesToAccept(first: 1, after: $after) { nodes { concern } pageInfo { hasNextPage endCursor } } }";
      return (await story.asks<{ sharesToAccept: Page }>("cib-lead", query, { after })).sharesToAccept;
    };
    const first = async () => (await page()).nodes;
    const { nodes, pageInfo } = await page();
    const next = await page(pageInfo.endCursor);
    check([pageInfo.hasNextPage, next.pageInfo.hasNextPage]).toEqual([true, false]);
    check([...nodes, ...next.nodes].map(({ concern }) => concern).sort()).toEqual(both.map(({ concern }) => concern).sort());
    // Whichever of the two the list has first.
    for (const [suspended, other] of [both, both.toReversed()]) {
      await story.does("chief-executive", "answerAwareness", { ...suspended, answer: "NOT_TOLD" });
      check(await first()).toEqual([{ concern: other?.concern }]);
      await story.does("chief-executive", "answerAwareness", { ...suspended, answer: "CONFIRMED" });
    }
  });
});
