// The council's ledger, as its chief executive reads it: the recorded data, the recipients, the reasons, and the disclosures. It contains nothing of a
// concern before the council was made aware of it, and everything from the first day on afterwards.
import { afterAll, beforeAll, describe, it } from "vitest";
import { awareness, concern, evidence, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { answerDay } from "../helpers/fair-days.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check } from "../helpers/story-steps.ts";

const CIB = "cib-east-midlands";
const PEERS = "member-peers-east-midlands";

const CONCERNS = `query($council: String!, $at: DateTime, $first: Int = 5, $after: String) { ledger(council: $council, at: $at) { __typename
  ... on Refused { code message field }
  ... on Ledger { at scope page: concerns(first: $first, after: $after) { pageInfo { hasNextPage endCursor } nodes {
    id stage version withheld
    summary { text replies { text } corrections { request outcome reason } }
    evidence { account source sourceWithheld }
    awareness { toldName toldOn bodies { id } }
    sharingRecord { body { id } status purpose parts proposedParts until proposedUntil position statement
      override { by reason } made { by } ended { by reason } }
    history { number at what by previous } } } } } }`;

const DISCLOSURES = `query($council: String!, $at: DateTime, $first: Int = 20, $after: String) { ledger(council: $council, at: $at) { __typename
  ... on Refused { code message field }
  ... on Ledger { page: disclosures(first: $first, after: $after) { pageInfo { hasNextPage endCursor } nodes {
    id at concern person { id name } capacities { role bodies { id } } surface parts { part policies } } } } } }`;

type Place = { readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } };
type Entry = {
  readonly number: number;
  readonly at: string;
  readonly what: string;
  readonly by: string;
  readonly previous: string;
};
type SeenConcern = {
  readonly id: string;
  readonly stage: string;
  readonly version: number;
  readonly withheld: readonly string[];
  readonly summary: object;
  readonly evidence: readonly object[];
  readonly awareness: readonly object[];
  readonly sharingRecord: readonly object[];
  readonly history: readonly Entry[];
};
type SeenDisclosure = {
  readonly id: string;
  readonly at: string;
  readonly concern: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly capacities: readonly { readonly role: string; readonly bodies: readonly { readonly id: string }[] }[];
  readonly surface: string;
  readonly parts: readonly { readonly part: string; readonly policies: readonly string[] }[];
};
type SeenLedger<T> = {
  readonly code?: string;
  readonly at: string;
  readonly scope: string;
  readonly page: Place & { readonly nodes: readonly T[] };
};
type Asked = { readonly council?: string; readonly at?: string; readonly first?: number; readonly after?: string | null };

let story: Story;
/** The first concern, of which the council was made aware on the 3rd; and one of which it was made aware only at the end. */
const held = { told: "", untold: "" };

const read = async <T>(person: string, query: string, asked: Asked): Promise<SeenLedger<T>> =>
  (await story.asks<{ ledger: SeenLedger<T> }>(person, query, { council: TARROWSHIRE, ...asked })).ledger;
const ledger = (person = "chief-executive", asked: Asked = {}) => read<SeenConcern>(person, CONCERNS, asked);
const concerns = async (asked: Asked = {}) => (await ledger("chief-executive", asked)).page.nodes;
/** Every disclosure, page by page. */
async function disclosures(asked: Asked = {}): Promise<readonly SeenDisclosure[]> {
  const { page } = await read<SeenDisclosure>("chief-executive", DISCLOSURES, asked);
  return page.pageInfo.hasNextPage
    ? [...page.nodes, ...(await disclosures({ ...asked, after: page.pageInfo.endCursor }))]
    : page.nodes;
}
async function one(asked: Asked = {}): Promise<SeenConcern> {
  const found = (await concerns(asked)).find(({ id }) => id === held.told);
  if (!found) throw new Error("The concern is not in the ledger.");
  return found;
}
const opened = async (person: string): Promise<readonly SeenDisclosure[]> =>
  (await disclosures()).filter((disclosure) => disclosure.person.id === person);

beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story?.close());

describe("Before the council has been made aware", () => {
  it("its ledger has nothing of the concern, not even that its advisers read it", async () => {
    const protectedSource = { ...evidence, protectedSource: true, source: "A named officer (invented)" };
    held.told = await story.does("adviser", "logConcern", { ...concern, evidence: [evidence, protectedSource] });
    held.untold = await story.does("adviser", "logConcern", { ...concern, strand: "ADULTS" });
    await story.seen("second-adviser", held.told);
    await story.seen("second-adviser", held.untold);
    check([await concerns(), await disclosures()]).toEqual([[], []]);
    const { scope } = await ledger();
    check(scope).toContain("A concern that the council has not been told about is visible only to its advisers");
    check((await ledger("section-151-officer")).scope).toBe(scope);
    check((await ledger("director-adults")).scope).toBe(
      `You see the concerns, support, submissions and requests of the strands that you read for the council, and no others: Adults'. ${scope}`,
    );
  });
});

describe("From then on its ledger names", () => {
  beforeAll(async () => {
    story.on("2026-03-03");
    const told = { ...awareness, concern: held.told, bodies: [CIB, PEERS], toldOn: "2026-03-03" };
    await story.does("adviser", "recordAwareness", told);
    story.on("2026-03-04");
    await story.does("chief-executive", "reply", { concern: held.told, reply: "Both teams have a manager since October." });
    await story.does("chief-executive", "requestCorrection", { concern: held.told, request: "It is two teams of six." });
    const [correction] = (
      await story.asks<{ concern: { summary: { corrections: { id: string }[] } } }>(
        "adviser",
        "query($id: ID!) { concern(id: $id) { summary { corrections { id } } } }",
        { id: held.told },
      )
    ).concern.summary.corrections;
    const outcome = { outcome: "ACCEPTED", reason: "The count was of last year.", correctedSummary: "Late in two of six teams." };
    await story.does("adviser", "resolveCorrection", { concern: held.told, correction: correction?.id, ...outcome });

    story.on("2026-03-05");
    await story.does("adviser", "proposeShare", {
      ...proposal,
      concern: held.told,
      body: CIB,
      parts: ["SUMMARY", "EVIDENCE"],
      answerBy: answerDay("2026-03-05"),
    });
    const share = await story.lastShare(held.told);
    const conditions = { position: "AGREES_WITH_CONDITIONS", parts: ["SUMMARY"], until: "2026-05-31" };
    const statement = "The summary alone, and until the end of May.";
    await story.does("chief-executive", "statePosition", { concern: held.told, share, ...conditions, statement });
    await story.does("adviser", "makeShare", { concern: held.told, share });
    await story.does("cib-lead", "acceptConditions", { concern: held.told, share, statement: 1 });
    await story.seen("cib-lead", held.told);

    story.on("2026-03-06");
    await story.does("adviser", "proposeShare", { ...proposal, concern: held.told, body: PEERS });
    const objected = await story.lastShare(held.told);
    const no = { position: "OBJECTS", statement: "Members are told by us." };
    await story.does("chief-executive", "statePosition", { concern: held.told, share: objected, ...no });
    const reason = "Members decide on the offer of a mentor this month.";
    await story.does("second-adviser", "overrideObjection", { concern: held.told, share: objected, reason });
    await story.does("adviser", "makeShare", { concern: held.told, share: objected });
    story.on("2026-03-10");
    await story.seen("member-peer", held.told);

    story.on("2026-03-11");
    await story.does("adviser", "withdrawShare", { concern: held.told, share, reason: "The offers have been fitted together." });
  });

  it("the concern with every part; a protected source is withheld, and named as withheld", async () => {
    check(await one()).toMatchObject({
      stage: "SHARED",
      withheld: ["PROTECTED_SOURCE"],
      summary: {
        text: "Late in two of six teams.",
        replies: [{ text: "Both teams have a manager since October." }],
        corrections: [{ request: "It is two teams of six.", outcome: "ACCEPTED", reason: "The count was of last year." }],
      },
      evidence: [
        { source: evidence.source, sourceWithheld: false },
        { account: evidence.account, source: null, sourceWithheld: true },
      ],
      awareness: [{ toldName: awareness.toldName, toldOn: "2026-03-03", bodies: [{ id: CIB }, { id: PEERS }] }],
    });
  });

  it("every share, past and present: its purpose, parts, last day and conditions, and the objection that it overrode", async () => {
    const { sharingRecord } = await one();
    check(sharingRecord).toMatchObject([
      {
        ...{ body: { id: CIB }, status: "WITHDRAWN", purpose: "ALIGN_SUPPORT", position: "AGREES_WITH_CONDITIONS" },
        ...{ parts: ["HEADLINE", "SUMMARY"], proposedParts: ["HEADLINE", "SUMMARY", "EVIDENCE"] },
        ...{ until: "2026-05-31", proposedUntil: "2026-06-30", statement: "The summary alone, and until the end of May." },
        ended: { by: "adviser", reason: "The offers have been fitted together." },
      },
      {
        ...{ body: { id: PEERS }, status: "LIVE", position: "OBJECTS", statement: "Members are told by us." },
        override: { by: "second-adviser", reason: "Members decide on the offer of a mentor this month." },
      },
    ]);
  });

  it("every event, without a gap, each with a fingerprint of the one before", async () => {
    const { history, version } = await one();
    check(history.map(({ number }) => number)).toEqual(Array.from({ length: version }, (_, at) => at + 1));
    check(new Set(history.map(({ previous }) => previous)).size).toBe(version);
    const what = history.map((entry) => `${entry.what}, by ${entry.by}`);
    check(what).toEqual([
      "The concern was logged, by adviser",
      "Evidence was added, by adviser",
      "Evidence was added, by adviser",
      "The council was made aware, by adviser",
      "The council replied, by chief-executive",
      "The council requested a correction, by chief-executive",
      "A request for correction was resolved, by adviser",
      "A share was proposed, by adviser",
      "The council agreed to a share with conditions, by chief-executive",
      "A share was made, by adviser",
      "The council's conditions were accepted for the body that the share is with, by cib-lead",
      "A share was proposed, by adviser",
      "The council objected to a share, by chief-executive",
      "The council's objection to a share was overridden, by second-adviser",
      "A share was made, by adviser",
      "A share was withdrawn, by adviser",
    ]);
  });

  it("every disclosure: the person, body, time, parts and policies; including those to advisers before the council was aware", async () => {
    const [cib] = await opened("cib-lead");
    check(cib).toMatchObject({
      ...{ at: "2026-03-05T12:00:00.000Z", surface: "READ", person: { name: "Leonie Marsh (invented)" } },
      capacities: [{ role: "CIB_LEAD", bodies: [{ id: CIB }] }],
    });
    check(cib?.parts.map(({ part }) => part).toSorted()).toEqual(["HEADLINE", "SHARE_TERMS", "SUMMARY"]);
    check(cib?.parts.every(({ policies }) => policies.length > 0)).toBe(true);
    check(await opened("member-peer")).toMatchObject([{ at: "2026-03-10T12:00:00.000Z" }]);
    // The result of the override also contained the concern.
    check((await opened("second-adviser")).map(({ at, surface }) => [at, surface])).toEqual([
      ["2026-03-06T12:00:00.000Z", "COMMAND"],
      ["2026-03-02T12:00:00.000Z", "READ"],
    ]);
    check((await opened("chief-executive")).some(({ surface }) => surface === "LEDGER")).toBe(true);
  });

  it("nothing of a concern of which it is not aware yet, and reading the ledger changes nothing", async () => {
    const before = await one();
    check(JSON.stringify([await ledger(), await disclosures()])).not.toContain(held.untold);
    check(await one()).toEqual(before);
    check(await story.sees("cib-lead", held.told)).toBeNull();
    check((await story.seen("member-peer", held.told)).withheld).toContain("SHARING_RECORD");
    await story.does("chief-executive", "reply", { concern: held.told, reply: "A second reply." });
    check((await one()).version).toBe(before.version + 1);
  });
});

describe("When people request a council's ledger", () => {
  const REFUSED = { __typename: "Refused", code: "NOT_FOUND", field: "council" };

  it.each(
    "adviser second-adviser cib-lead member-peer adass-lead panel-member department advisory-board improvement-board governance-officer administrator leader-ambleford nobody".split(
      " ",
    ),
  )("%s gets no ledger, with the same message as for a council that does not exist", async (person) => {
    const refused = await ledger(person);
    check(refused).toMatchObject(REFUSED);
    check(await ledger(person, { council: "X99999999" })).toEqual(refused);
    check(await ledger(person, { at: "2026-03-03T00:00:00.000Z" })).toEqual(refused);
  });

  it("the nominated officer reads the same ledger, and the chief executive gets none of another council", async () => {
    check((await ledger("nominated-officer")).page.nodes.map(({ id }) => id)).toEqual([held.told]);
    check(await ledger("chief-executive", { council: "X00000005" })).toMatchObject(REFUSED);
  });
});

describe("A ledger of the past", () => {
  it("has the same content as at that time, as far as the council was aware", async () => {
    const [then, at] = [await one({ at: "2026-03-05T00:00:00.000Z" }), "2026-03-05T00:00:00.000Z"];
    check(then).toMatchObject({ stage: "AWARE", version: 7, sharingRecord: [], summary: { text: "Late in two of six teams." } });
    check((await ledger("chief-executive", { at })).at).toBe(at);
    const left = await disclosures({ at });
    check(left.length).toBeGreaterThan(0);
    check(left.filter((disclosure) => disclosure.at > at)).toEqual([]);
    check(await concerns({ at: "2026-03-02T12:00:00.000Z" })).toEqual([]);
  });

  it("is refused for a time before the hub began, and for a time to come", async () => {
    check(await ledger("chief-executive", { at: "2001-01-01T00:00:00.000Z" })).toMatchObject({
      code: "BEFORE_HUB_BEGAN",
      field: "at",
    });
    check(await ledger("chief-executive", { at: "2031-01-01T00:00:00.000Z" })).toMatchObject({ code: "NOT_YET", field: "at" });
  });
});

describe("When the council is told of the other concern", () => {
  beforeAll(async () => {
    story.on("2026-03-12");
    await story.does("adviser", "recordAwareness", { ...awareness, concern: held.untold, bodies: [], toldOn: "2026-03-12" });
  });

  it("the ledger has it with everything that came before, and with who read it then", async () => {
    check((await concerns()).map(({ id }) => id)).toEqual([held.untold, held.told]);
    const early = (await opened("second-adviser")).filter((disclosure) => disclosure.concern === held.untold);
    check(early).toMatchObject([{ at: "2026-03-02T12:00:00.000Z" }]);
  });

  it("the ledger has pages, with each entry once and in order, and cursors that are valid only for this ledger and reader", async () => {
    const whole = (await disclosures()).map(({ id }) => id);
    check(whole.length).toBeGreaterThan(6);
    check((await disclosures({ first: 3 })).map(({ id }) => id)).toEqual(whole);
    check(whole.map(Number)).toEqual(whole.map(Number).toSorted((a, b) => b - a));
    const { page } = await ledger("chief-executive", { first: 1 });
    check(page.nodes.map(({ id }) => id)).toEqual([held.untold]);
    const after = page.pageInfo.endCursor;
    check((await concerns({ first: 1, after })).map(({ id }) => id)).toEqual([held.told]);
    for (const [person, query, asked] of [
      ["nominated-officer", CONCERNS, { after }],
      ["chief-executive", CONCERNS, { after, at: "2026-03-09T12:00:00.000Z" }],
      ["chief-executive", DISCLOSURES, { after }],
    ] as const) {
      const { body } = await story.test.ask(person, query, { council: TARROWSHIRE, ...asked });
      check(body.errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
    }
  });
});
